"""Who gets a reply: its customer, and whoever an agent lets read along."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from octant.channels.email import config
from octant.channels.email.models import Letter
from octant.core.people.selectors import staff_of_address
from octant.kit.database.prepared import prepared
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from octant.core.tickets.models import Ticket

MOST_COPIES = 10
ADDRESS_LENGTH = 254
_BETWEEN = re.compile(r"[,;，；、\s]+")


def composer(ticket: "Ticket") -> SafeString:
    """The fields above a reply. Those who had the customer's own mail are offered, and nobody
    of them is chosen: what support says of an account is not for everybody who read a question."""
    context = {"to": ticket.customer.email, "offers": _read_along(ticket)}
    return mark_safe(render_to_string("email/composer.html", context).strip())


def _read_along(ticket: "Ticket") -> list[str]:
    boxes = [box for last in _last(ticket=ticket.pk) for box in (*last.to, *last.cc)]
    found = dict.fromkeys(str(box.get("address", "")).lower() for box in boxes)
    return [each for each in found if each and _may_copy(ticket, each)][:MOST_COPIES]


@prepared("ticket")
def _last(*, ticket: int) -> "QuerySet[Letter]":
    letters = Letter.objects.filter(message__ticket=ticket, message__author_kind="customer")
    return letters.order_by("-pk").only("to", "cc")[:1]


def way(ticket: "Ticket", given: Mapping[str, str]) -> dict[str, Any]:
    """What the fields say. Raises `DomainError` for an address that cannot be one, that is ours,
    or for too many."""
    said: dict[str, Any] = {}
    if copies := read_copies(ticket.customer.email, given.get("cc", "")):
        said["cc"] = copies
    if given.get("unquoted"):
        said["quote"] = False
    return said


def read_copies(to: str, text: str) -> list[str]:
    """The addresses of a field, each once, without the one that it goes to."""
    found = [each.lower() for each in _BETWEEN.split(text.replace("\0", " ")) if each]
    for address in found:
        read_address(address, field="cc")
    found = [each for each in dict.fromkeys(found) if each != to.lower()]
    if len(found) > MOST_COPIES:
        sentence = _("A mail can have %(count)s copies at most.") % {"count": MOST_COPIES}
        raise DomainError(sentence, field="cc")
    return found


def read_address(text: str, *, field: str) -> str:
    """One address to which we may write, in lower case. Raises `DomainError`."""
    address = text.strip().lower()
    try:
        if len(address) > ADDRESS_LENGTH:
            raise ValidationError("")
        validate_email(address)
    except ValidationError as error:
        said = _("“%(address)s” is no email address.") % {"address": address[:80]}
        raise DomainError(said, field=field, code="no_address") from error
    if config.is_ours(address):
        sentence = _("%(address)s is our own mailbox.") % {"address": address}
        raise DomainError(sentence, field=field, code="own_address")
    return address


def read_customer(text: str) -> str:
    """An address of a customer: none of ours and none of staff. Raises `DomainError`."""
    address = read_address(text, field="to")
    if staff_of_address(address) is not None:
        raise DomainError(_("This address belongs to a colleague."), field="to", code="of_staff")
    return address


def _may_copy(ticket: "Ticket", address: str) -> bool:
    return not config.is_ours(address) and address != ticket.customer.email.lower()
