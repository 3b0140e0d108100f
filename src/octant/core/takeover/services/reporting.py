"""The page for compromised accounts: a report becomes a ticket with its case, once."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.people.models import Customer, User
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.proof.services.reporting import CHANNEL, begun
from octant.core.safety.labels import text_too_long
from octant.core.safety.text import Screened, TextTooLong, screen
from octant.core.takeover import rules
from octant.core.takeover.models import Case
from octant.core.takeover.selectors import open_case_of
from octant.core.takeover.services.cases import open_case
from octant.core.tickets import chats
from octant.core.tickets.services.conversation import open_ticket
from octant.kit.errors import DomainError

MAX_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was filled in; `user` is whoever is signed in, else name and address."""

    client_id: UUID
    text: str
    language: str
    user: User | None = None
    name: str = ""
    email: str = ""


@transaction.atomic
def raise_alarm(alarm: Alarm) -> Case:
    """Open the ticket and its case; the same `client_id`, or a signed-in customer with an open
    case, finds the first. Raises `DomainError` for too long a text."""
    earlier = begun(alarm.client_id)
    if earlier is not None:
        return open_case(ticket=earlier, source=Case.Source.PAGE)
    customer, assurance = _customer(alarm)
    if alarm.user is not None and (found := open_case_of(customer, lock=True)):
        return found
    ticket = open_ticket(
        customer=customer,
        subject=Screened.trusted(_("My account may be in other hands"), "our own words"),
        text=_text(alarm),
        channel=CHANNEL,
        assurance=assurance,
        language=alarm.language,
        category=chats.category(rules.CATEGORY),
        priority=chats.FIRST,
        client_id=alarm.client_id,
    )
    return open_case(ticket=ticket, source=Case.Source.PAGE)


def _text(alarm: Alarm) -> Screened:
    said = alarm.text or _("I think that somebody else is in my account.")
    try:
        return screen(said, max_chars=MAX_CHARS)
    except TextTooLong as error:
        raise DomainError(text_too_long(len(said), MAX_CHARS), field="text") from error


def _customer(alarm: Alarm) -> tuple[Customer, Assurance]:
    if alarm.user is not None:
        found = customers.of_user(user=alarm.user, language=alarm.language)
        return found, Assurance.SIGNED_IN
    made = customers.guest(name=alarm.name, email=alarm.email, language=alarm.language)
    return made, Assurance.CLAIMED
