"""Begin a chat: know the customer, open the ticket, and say honestly who will answer and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.live_chat.channel import KEY
from octant.channels.live_chat.identity import Identity
from octant.channels.live_chat.limits import START_ADDRESS, START_PERSON
from octant.channels.live_chat.models import Start
from octant.channels.live_chat.services.talk import demand_unblocked
from octant.core.advice.services.following import note_ticket
from octant.core.knowledge.services.feedback import note_contact
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.routing.selectors import on_duty
from octant.core.safety.services.limiting import anonymous, spend
from octant.core.safety.text import Screened
from octant.core.takeover import rules
from octant.core.takeover.services.cases import BY_TOPIC, BY_WORDS, open_case
from octant.core.takeover.urgency import COMPROMISED, MISSING_FUNDS, PHISHING, urgency
from octant.core.tickets import chats
from octant.core.tickets.services.conversation import event, open_ticket
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import Customer, User
    from octant.core.tickets.models import Ticket

PRIORITIES = {COMPROMISED: chats.FIRST, PHISHING: chats.URGENT, MISSING_FUNDS: chats.HIGH}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pre-chat form that was read and checked."""

    client_id: UUID
    person: str  # the browser's own random token
    address: str
    name: str
    email: str
    category: str
    text: Screened
    language: str
    timezone: str
    user: User | None = None
    identity: Identity | None = None
    readers: tuple[str, ...] = ()  # the knowledge base's keyed hashes of who reads, by day
    context: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Started:
    """A begun chat. `answer_by` is set where nobody is on duty and email answers it."""

    ticket: Ticket
    urgent: str
    answer_by: datetime | None


def start(wanted: Wanted) -> Started:
    """Begin a chat, or find the one that this press of the button began.

    Raises `NotAllowed` for blocked people, `TooMany` above the limits.
    """
    person = anonymous(wanted.person)
    earlier = _begun(wanted.client_id, person)
    if earlier is not None:
        return _started(earlier, wanted)
    spend(START_PERSON, wanted.person)
    spend(START_ADDRESS, wanted.address)
    _demand_welcome(person)
    try:
        with transaction.atomic():
            # The first row in: a second press waits here until the first one has its ticket.
            row = Start.objects.create(client_id=wanted.client_id, person=person, at=now())
            ticket = _open(wanted)
            row.ticket = ticket
            row.save(update_fields=["ticket"])
    except IntegrityError:
        found = _begun(wanted.client_id, person)
        if found is None:
            raise
        return _started(found, wanted)
    if wanted.readers:
        note_contact(wanted.readers, now())
        note_ticket(asker=wanted.readers, ticket=ticket)
    return _started(ticket, wanted)


def _begun(client_id: UUID, person: str) -> Ticket | None:
    row = Start.objects.filter(client_id=client_id).select_related("ticket").first()
    if row is None:
        return None
    if row.person != person:
        raise NotAllowed(_("Please reload the page."), code="bad_id")
    return row.ticket


def _demand_welcome(person: str) -> None:
    """A guest is a new row each time, so the block list follows the browser as well."""
    blocked = Start.objects.filter(person=person, ticket__customer__blocked_at__isnull=False)
    if found := blocked.select_related("ticket__customer").first():
        assert found.ticket is not None
        demand_unblocked(found.ticket.customer)


def _open(wanted: Wanted) -> Ticket:
    customer, assurance = _customer(wanted)
    demand_unblocked(customer)
    category = chats.category(wanted.category)
    staffed = on_duty().exists()
    ticket = open_ticket(
        customer=customer,
        subject=Screened.trusted("", "the subject is taken from the screened text"),
        text=wanted.text,
        channel=KEY,
        assurance=assurance,
        language=wanted.language,
        category=category,
        priority=PRIORITIES.get(_urgent(wanted)),
        live=staffed,
        context=wanted.context,
        client_id=wanted.client_id,
    )
    if not staffed:
        event(ticket, "no_agents")
    if _urgent(wanted) == COMPROMISED:
        by_topic = wanted.category == rules.CATEGORY
        open_case(ticket=ticket, source=BY_TOPIC if by_topic else BY_WORDS)
    return ticket


def _customer(wanted: Wanted) -> tuple[Customer, Assurance]:
    if wanted.identity is not None:
        who = wanted.identity
        found = customers.of_exchange_account(
            account=who.account, name=who.name, email=who.email, language=wanted.language
        )
        return found, Assurance.SIGNED_IN
    if wanted.user is not None:
        return customers.of_user(user=wanted.user, language=wanted.language), Assurance.SIGNED_IN
    made = customers.guest(
        name=wanted.name,
        email=wanted.email,
        language=wanted.language,
        timezone=wanted.timezone,
    )
    return made, Assurance.CLAIMED


def _urgent(wanted: Wanted) -> str:
    category = chats.category(wanted.category)
    straight = bool(category and category.straight_through)
    return urgency(wanted.text.text, wanted.category, straight_through=straight)


def _started(ticket: Ticket, wanted: Wanted) -> Started:
    by = None if ticket.live else answer_by(ticket.created_at)
    return Started(ticket=ticket, urgent=_urgent(wanted), answer_by=by)


def answer_by(since: datetime) -> datetime:
    """When an email answer is promised at the latest."""
    return since + timedelta(hours=int(workspace().email_answer_hours["max"]))
