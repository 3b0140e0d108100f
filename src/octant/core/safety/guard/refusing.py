"""Refuse what must not be said. The sentences are for the agent or editor who wrote it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from octant.core.safety.guard.check import check_article
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.spread import Said, check_with
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[Never, StrOrPromise]" = {
    Never.PASSWORD: _("This asks the customer for a password."),
    Never.USERNAME: _("This asks the customer for a user name."),
    Never.TWO_FACTOR_CODE: _("This asks the customer for a one-time code."),
    Never.DEVICE_APPROVAL: _("This asks the customer for a device approval code or link."),
    Never.SEED_WORDS: _("This asks the customer for wallet recovery words."),
    Never.PRIVATE_KEY: _("This asks the customer for a private key."),
    Never.MASTER_KEY: _("This asks the customer for the master key."),
    Never.REMOTE_ACCESS: _("This asks the customer for access to their screen or device."),
    Never.SECURITY_CHANGE: _("This asks the customer to weaken their security settings."),
    Never.MOVE_FUNDS: _("This asks the customer to send money or coins to an address of ours."),
    Never.OFF_PLATFORM: _("This asks the customer to go on in a private messenger."),
}


class NeverAsked(DomainError):
    """A text asks for what support never asks for; `asks` says what and where."""

    code = "never_asked"
    status = 422

    def __init__(self, asks: Sequence[Ask], *, where: str = "", field: str = "text") -> None:
        self.asks = tuple(asks)
        told = format_lazy(
            "{asks} {promise}",
            asks=SENTENCES[asks[0].kind],
            promise=_("Support never does that, and customers are told so."),
        )
        super().__init__(
            format_lazy("{}: {}", lazystr(where), told) if where else told, field=field
        )


def demand_askable(text: str, *, earlier: Sequence[Said] = (), field: str = "text") -> None:
    """Raise `NeverAsked` if `text` asks a customer for what support never asks for; `earlier` are
    the messages that they read just before it, oldest first."""
    if asks := check_with(text, earlier):
        raise NeverAsked(asks, field=field)


def demand_printable(text: str, *, where: str = "", field: str = "body") -> None:
    """The same for a public text; `where` names it, for whoever loads many."""
    if asks := check_article(text):
        raise NeverAsked(asks, where=where, field=field)
