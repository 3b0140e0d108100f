"""What the exchange shuts, in words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FROZEN: "dict[str, StrOrPromise]" = {
    "sign_in": _("signing in"),
    "withdrawals": _("withdrawals"),
    "trading": _("trading"),
    "api_keys": _("API keys"),
}


def frozen(parts: Iterable[str]) -> str:
    """What is shut, as a list in words; a part without a name is shown as the exchange says."""
    names = [str(FROZEN.get(part, part)) for part in parts]
    return pgettext("between words of a list", ", ").join(names)
