"""Somebody writes to us from the page: a ticket of the channel email, answered by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.email.channel import KEY
from octant.channels.email.models import Outgoing
from octant.channels.email.selectors import is_blocked
from octant.channels.email.services.answering import tell
from octant.channels.email.services.taking import PRIORITIES
from octant.core.advice.services.following import note_ticket
from octant.core.knowledge.services.feedback import note_contact
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.safety.services.limiting import Limit, spend
from octant.core.safety.text import Screened
from octant.core.takeover import rules
from octant.core.takeover.services.cases import BY_TOPIC, BY_WORDS, open_case
from octant.core.takeover.urgency import COMPROMISED, urgency
from octant.core.tickets import chats
from octant.core.tickets.selectors import begun_under, first_message
from octant.core.tickets.services.attach import attach, max_files
from octant.core.tickets.services.conversation import open_ticket
from octant.core.tickets.services.files import upload
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import Customer, User
    from octant.core.tickets.models import Ticket

# A person's own limit is tight. An address may be a whole university or a phone network.
WRITE_PERSON = Limit("write:person", 5, 10)
WRITE_ADDRESS = Limit("write:address", 60, 10)
_FROM_TEXT = Screened.trusted("", "the subject is taken from the screened text")


@dataclass(frozen=True, slots=True)
class Letter:
    """A form that was read and checked. `readers`: the keyed hashes of who reads, by day."""

    client_id: UUID
    address: str  # of the network
    category: str
    text: Screened
    language: str
    timezone: str = "UTC"
    user: "User | None" = None
    name: str = ""
    email: str = ""
    readers: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    files: "Sequence[UploadedFile[Any]]" = ()


def write(letter: Letter) -> "tuple[Ticket, list[str]]":
    """The ticket that this letter began, with a confirmation on its way; the same `client_id` again
    finds it. Files are taken in one by one, so that a bad one costs neither the words nor a good
    one: second, a sentence for each that was not taken. Raises `NotAllowed` for who is blocked,
    `TooMany` above the limits."""
    ticket = _known(letter)
    if ticket is None:
        spend(WRITE_PERSON, f"user:{letter.user.pk}" if letter.user else letter.email.lower())
        spend(WRITE_ADDRESS, letter.address)
        ticket, is_new = _begin(letter)
        if is_new and letter.readers:
            note_contact(letter.readers, now())
            note_ticket(asker=letter.readers, ticket=ticket)
    return ticket, _take_files(ticket, letter)


def _known(letter: Letter) -> "Ticket | None":
    """Raises `NotAllowed` where the id is another's."""
    ticket = begun_under(letter.client_id)
    if ticket is None:
        return None
    customer = ticket.customer
    mine = customer.user_id == letter.user.pk if letter.user else customer.email == letter.email
    if not mine:
        raise NotAllowed(_("Please reload the page."), code="bad_id")
    return ticket


@transaction.atomic
def _begin(letter: Letter) -> "tuple[Ticket, bool]":
    with connection.cursor() as cursor:  # a second press waits until the first has its ticket
        key = [f"octant.writing.{letter.client_id}"]
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key)
    if (found := _known(letter)) is not None:
        return found, False
    customer, assurance = _customer(letter)
    if is_blocked(customer.email):
        raise NotAllowed(_("We cannot take messages from this address."), code="blocked")
    category = chats.category(letter.category)
    straight = bool(category and category.straight_through)
    urgent = urgency(letter.text.text, letter.category, straight_through=straight)
    ticket = open_ticket(
        customer=customer,
        subject=_FROM_TEXT,
        text=letter.text,
        channel=KEY,
        assurance=assurance,
        language=letter.language,
        category=category,
        priority=PRIORITIES.get(urgent),
        context=dict(letter.context),
        client_id=letter.client_id,
    )
    if urgent == COMPROMISED:
        by_topic = letter.category == rules.CATEGORY
        open_case(ticket=ticket, source=BY_TOPIC if by_topic else BY_WORDS)
    kinds = Outgoing.Kind
    tell(ticket=ticket, kind=kinds.RECEIVED if letter.user else kinds.NEUTRAL)
    return ticket, True


def _customer(letter: Letter) -> "tuple[Customer, Assurance]":
    if letter.user is not None:
        found = customers.of_user(user=letter.user, language=letter.language)
        return found, Assurance.SIGNED_IN
    made = customers.guest(
        name=letter.name,
        email=letter.email,
        language=letter.language,
        timezone=letter.timezone,
    )
    return made, Assurance.CLAIMED


def _take_files(ticket: "Ticket", letter: Letter) -> list[str]:
    """Onto the first message, unless an earlier try has put some there."""
    message = first_message(ticket)
    if not letter.files or message.files.exists():
        return []
    taken: list[str] = []
    refused = [
        _("A message can carry %(count)s files at most.") % {"count": max_files()}
        for _one_too_many in letter.files[max_files() : max_files() + 1]
    ]
    for each in letter.files[: max_files()]:
        try:
            file = upload(file=each, ticket=ticket, customer=ticket.customer)
        except DomainError as error:
            refused.append(f"{each.name}: {error}")
        else:
            taken.append(file.public_id)
    attach(ticket=ticket, message=message.pk, files=tuple(taken), customer=ticket.customer)
    return [str(sentence) for sentence in refused]
