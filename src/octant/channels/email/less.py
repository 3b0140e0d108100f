"""Mails that a customer may do without, and the link in each by which they do."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from octant.channels.email.models import Outgoing
from octant.core.people.selectors import active_user
from octant.kit.errors import NotFound

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

# Before we close a ticket they are always told.
OPTIONAL = (Outgoing.Kind.STILL, Outgoing.Kind.SOLVED)
_SALT = "octant.email.less"


def headers(ticket: "Ticket", kind: str) -> dict[str, str]:
    """What lets a mail program offer to stop mails of this kind, with one press (RFC 8058).
    Nothing where they cannot be stopped, and for guests, who have no choices kept."""
    user = ticket.customer.user_id
    if kind not in OPTIONAL or user is None:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.OCTANT_URL}{address(user)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address(user: int) -> str:
    """The path, in the active language; it opens nothing and stops working with the key alone."""
    return reverse("email_less", args=[signing.dumps(user, salt=_SALT)])


def user_of(token: str) -> "User":
    """Whose mails a link is about. Raises `NotFound`."""
    try:
        found = active_user(int(signing.loads(token, salt=_SALT)))
    except (signing.BadSignature, TypeError, ValueError):
        found = None
    if found is None:
        raise NotFound(_("There is no such page."))
    return found
