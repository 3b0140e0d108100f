"""What to have ready before asking, by category and surface."""

from django.utils.translation import gettext as _

from octant.core.routing.understanding import Understanding
from octant.core.tickets.details import details_in
from octant.core.tickets.needs import missing, words

SELF_SERVICE = ("help_center", "learn", "community", "social")


def prepare(key: str, text: str, read: Understanding, language: str) -> list[str]:
    """Short phrases; what the text already tells is not asked for again."""
    if key in SELF_SERVICE:
        return []
    asked = words(missing(read.category, text, details_in(text, language)))
    if key == "email":
        asked.insert(0, _("write from the address that your account is registered with"))
    elif read.personal:
        asked.insert(0, _("your account id, or the address your account is registered with"))
    if key != "phone" and read.kind in ("trading", "complex", "missing", "slow", "suspicious"):
        asked.append(_("a screenshot of what you see"))
    if key == "phone":
        asked.append(_("pen and paper, and never your password or a code: we do not ask for them"))
    return asked
