"""What is said on a ticket: the one door in (`open_ticket`, `receive`) and out (`send`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Category
from octant.core.outbox.services import publish, tell
from octant.core.people.access import may_answer
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.ports.registry import carried
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import settle
from octant.core.tickets.events import AgentMentioned, MessageReceived, MessageSent, TicketOpened
from octant.core.tickets.leaks import CATEGORY, leaks_in, priority_of
from octant.core.tickets.models import Message, Priority, Status, Ticket
from octant.core.tickets.services.append import append, begin
from octant.core.tickets.services.attach import attach
from octant.core.tickets.services.hearing import with_earlier
from octant.core.tickets.services.overriding import Override, record_override
from octant.core.tickets.ways import way_of
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed
from octant.kit.ids import spoken

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SUBJECT_LENGTH = 200


@transaction.atomic
def open_ticket(
    *,
    customer: Customer,
    subject: Screened,
    text: Screened,
    channel: str,
    assurance: Assurance,
    language: str,
    category: Category | None = None,
    priority: int | None = None,
    live: bool = False,
    context: dict[str, Any] | None = None,
    client_id: UUID | None = None,
    files: tuple[str, ...] = (),
    follows: Ticket | None = None,
) -> Ticket:
    """Begin a ticket with its first message, in its category's queue; urgent ones and lost secrets
    raise `priority`. `live`: somebody waits. `follows`: an ended one; its files may come too."""
    _demand_words(text, files, _("Please describe what happened."))
    category = category or _category_of_leak(text)
    ticket = Ticket(
        public_id=spoken(),
        customer=customer,
        subject=_subject(subject, text),
        channel=channel,
        category=category,
        language=language,
        priority=max(priority or _priority(category), priority_of(leaks_in(text))),
        assurance=assurance,
        live=live,
        queue=(category.skill if category else "") or "general",
        context=context or {},
        follows=follows,
        **dict.fromkeys(("created_at", "waiting_since", "last_activity_at"), now()),
    )
    said = begin(ticket, text, client_id)
    attach(ticket=ticket, message=said.pk, files=files, customer=customer)
    _tell_of_leak(ticket, text)
    publish(_opened(ticket), MessageReceived(ticket.pk, said.pk, channel))
    return ticket


def _demand_words(text: Screened, files: tuple[str, ...], sentence: "StrOrPromise") -> None:
    if not text and not files:
        raise _empty(sentence)


def _empty(sentence: "StrOrPromise") -> DomainError:
    return DomainError(sentence, field="text", code="empty")


def _category_of_leak(text: Screened) -> Category | None:
    return Category.objects.filter(key=CATEGORY).first() if leaks_in(text) else None


def _tell_of_leak(ticket: Ticket, text: Screened) -> None:
    if leaks_in(text):
        event(ticket, "secret_removed")


def _opened(ticket: Ticket) -> TicketOpened:
    return TicketOpened(
        ticket=ticket.pk,
        channel=ticket.channel,
        category=ticket.category.key if ticket.category else "",
        language=ticket.language,
        live=ticket.live,
    )


def _subject(subject: Screened, text: Screened) -> str:
    line = subject.text.strip() or text.text.strip()
    return " ".join(line.split())[:SUBJECT_LENGTH] or "—"


def _priority(category: Category | None) -> int:
    return Priority.URGENT if category and category.urgent else Priority.NORMAL


@transaction.atomic
def receive(
    *,
    ticket: Ticket,
    customer: Customer,
    text: Screened,
    channel: str = "",
    client_id: UUID | None = None,
    files: tuple[str, ...] = (),
) -> Message:
    """Take what the customer says. Sending the same `client_id` again says it once; a secret
    that was begun in an earlier message is masked in both.

    Raises `NotAllowed` if the ticket is another customer's, `Conflict` if it is closed.
    """
    if ticket.customer_id != customer.pk:
        raise NotAllowed(_("This ticket belongs to somebody else."))
    if ticket.status == Status.CLOSED:
        raise Conflict(_("This ticket is closed. Please start a new one."), code="closed")
    _demand_words(text, files, _("Please write a message."))
    channel = channel or way_of(ticket)
    text = with_earlier(ticket=ticket.pk, text=text, client_id=client_id)
    row = append(
        ticket,
        kind="message",
        author_kind="customer",
        text=text,
        channel=channel,
        client_id=client_id,
    )
    if row.created:
        attach(ticket=ticket, message=row.id, files=files, customer=customer)
        publish(MessageReceived(ticket=ticket.pk, message=row.id, channel=channel))
        if leaked := leaks_in(text):
            from octant.core.tickets.services.leaked import note_leak  # which stands on this file

            note_leak(ticket=ticket.pk, kinds=leaked)
    return Message.objects.get(pk=row.id)


@transaction.atomic
def send(
    *,
    ticket: Ticket,
    agent: User,
    text: Screened,
    channel: str = "",
    client_id: UUID | None = None,
    files: tuple[str, ...] = (),
    waiting: bool = False,
    override: Override | None = None,
    way: Mapping[str, Any] | None = None,
) -> Message:
    """Say something to the customer. `waiting` hands the ball to them; `way`: `AtDesk.way`. Without
    a `channel` it goes where the customer is: into their chat, else by the ticket's own way.

    Raises `NotAllowed` for who may not answer, and `NeverAsked` unless a lead overrides it."""
    _must_answer(agent)
    _demand_words(text, files, _("Please write a message."))
    channel = channel or way_of(ticket)
    row = append(
        ticket,
        kind="message",
        author_kind="agent",
        author=agent.pk,
        text=text,
        channel=channel,
        client_id=client_id,
        state=_begins_as(channel),
        data={"way": dict(way)} if way else None,
        allowed_by=override.lead.pk if override else None,
    )
    if row.created:
        if override:
            record_override(ticket, override, author=agent, message=row.id, text=text)
        attach(ticket=ticket, message=row.id, files=files, agent=agent)
        if waiting:
            _hand_the_ball(ticket)
        publish(MessageSent(ticket=ticket.pk, message=row.id, channel=channel))
    ticket.refresh_from_db()
    return Message.objects.get(pk=row.id)


def _hand_the_ball(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.WAITING)
    ticket.status = Status.WAITING
    settle(ticket)


def _begins_as(channel: str) -> str:
    return Message.State.QUEUED if carried(channel) else Message.State.SENT


@transaction.atomic
def note(
    *,
    ticket: Ticket,
    agent: User,
    text: Screened,
    mentions: tuple[User, ...] = (),
    client_id: UUID | None = None,
) -> Message:
    """Write something that only staff see; each of `mentions` is told."""
    _must_answer(agent)
    if not text:
        raise _empty(_("Please write a note."))
    row = append(
        ticket, kind="note", author_kind="agent", author=agent.pk, text=text, client_id=client_id
    )
    told = [user.pk for user in mentions if user.is_staff]
    if row.created and told:
        Message.objects.filter(pk=row.id).update(mentions=told)
        publish(AgentMentioned(ticket=ticket.pk, message=row.id, users=told))
        for user in told:
            tell(f"user:{user}", mention=ticket.pk)
    return Message.objects.get(pk=row.id)


def event(ticket: Ticket, code: str, *, actor: User | None = None, **data: Any) -> None:
    """Add a line the system writes, such as `accepted` or `transferred`, for both sides.

    The words are chosen at display, in the reader's language (tickets.lines).
    """
    append(
        ticket,
        kind="event",
        author_kind="system",
        author=actor.pk if actor else None,
        text=Screened.trusted("", "an event has no text"),
        data={"code": code, **data},
    )


def _must_answer(agent: User) -> None:
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
