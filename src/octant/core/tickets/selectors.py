"""Reads of tickets; each takes the reader and shows what that reader may see."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Category
from octant.core.people.access import may_answer, may_lead
from octant.core.people.identities import ids_of
from octant.core.people.models import Customer, User
from octant.core.tickets.models import ACTIVE, File, Message, Ticket
from octant.kit.database.prepared import prepared
from octant.kit.errors import NotAllowed, NotFound

PAGE = 50
_LISTED = (
    *("public_id", "subject", "language", "channel", "status", "priority", "live", "version"),
    *("last_seq", "agent_seen_seq", "waiting_since", "last_activity_at", "created_at"),
    *("due_at", "paused_at"),
    *("customer__name", "customer__email", "category__key", "assignee__name", "merged_into"),
)
Reader = User | Customer


class Along:
    """What comes with a ticket beside its customer, topic, assignee and team: `relations`, and
    whether there is any of something (`told`). Made once by whoever needs it, for its SQL is
    written once (`kit/database/prepared.py`)."""

    def __init__(self, *relations: str, **told: Callable[[], Exists]) -> None:
        self._relations, self._told = relations, told
        self.found = prepared("public_id")(self._query)

    def _query(self, *, public_id: str) -> QuerySet[Ticket]:
        told = {name: any_of() for name, any_of in self._told.items()}
        rows = Ticket.objects.select_related("customer", "category", "assignee", "team")
        rows = rows.select_related(*self._relations) if self._relations else rows
        return rows.annotate(**told).defer("search").filter(public_id=public_id)


_ALONE = Along()


def ticket_for(reader: Reader, public_id: str, along: Along = _ALONE) -> Ticket:
    """One ticket. The same `NotFound` for none and for another customer's."""
    if not isinstance(reader, Customer) and not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    for ticket in along.found(public_id=public_id):
        if not isinstance(reader, Customer) or ticket.customer_id in reader.sees:
            return ticket
    raise NotFound(_("There is no such ticket."))


def _visible(reader: Reader, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    if isinstance(reader, Customer):
        return tickets.filter(customer__in=reader.sees)
    if may_answer(reader):
        return tickets
    raise NotAllowed(_("Only agents may read tickets."))


def messages_of(
    reader: Reader, ticket: Ticket, *, after: int = 0, before: int | None = None, limit: int = 200
) -> list[Message]:
    """Messages by number, oldest first, with authors and what is `attached`; notes only for
    agents.

    With `before`, the last `limit` ones below that number; else the first above `after`.
    """
    if isinstance(reader, Customer):
        if ticket.customer_id not in reader.sees:
            raise NotFound(_("There is no such ticket."))
    elif not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    notes = not isinstance(reader, Customer)
    if before is None:
        found = _after(ticket=ticket.pk, seq=after, notes=notes, limit=limit)
    else:
        found = _before(ticket=ticket.pk, seq=before, notes=notes, limit=limit)[::-1]
    with_files = [message for message in found if getattr(message, "has_files", True)]
    prefetch_related_objects(with_files, "files")
    for message in found:
        message.ticket = ticket
    return found


@prepared("ticket", "seq")
def _before(*, ticket: int, seq: int, notes: bool, limit: int) -> QuerySet[Message]:
    return _said(ticket, notes=notes).filter(seq__lt=seq).order_by("-seq")[:limit]


@prepared("ticket", "seq")
def _after(*, ticket: int, seq: int, notes: bool, limit: int) -> QuerySet[Message]:
    return _said(ticket, notes=notes).filter(seq__gt=seq).order_by("seq")[:limit]


def _said(ticket: int, *, notes: bool) -> QuerySet[Message]:
    files = Exists(File.objects.filter(message=OuterRef("pk")))
    found = Message.objects.filter(ticket=ticket).select_related("author")
    found = found if notes else found.exclude(kind=Message.Kind.NOTE)
    return found.annotate(has_files=files)


def latest_texts(reader: Reader, *, limit: int) -> Iterator[str]:
    """What customers said last, newest first, for a lead's trial of a screening rule."""
    if isinstance(reader, Customer) or not may_lead(reader):
        raise NotAllowed(_("Only leads may look through all tickets."))
    said = Message.objects.filter(kind=Message.Kind.MESSAGE, author_kind="customer")
    return said.order_by("-id").values_list("text", flat=True)[:limit].iterator(500)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows. `view`: mine, unassigned, live, open, waiting, solved, all."""

    view: str = "open"
    queue: str = ""
    category: str = ""
    language: str = ""
    priority: int | None = None
    tag: str = ""
    words: str = ""
    sort: str = ""  # `due`: by time left, in the views of tickets that are worked on

    @property
    def by_due(self) -> bool:
        return self.sort == "due" and self.view not in ("solved", "all")


@dataclass(frozen=True, slots=True)
class Page:
    """A keyset page: `next` and `previous` are cursors, empty at the ends."""

    tickets: list[Ticket]
    next: str = ""
    previous: str = ""


def ticket_page(reader: User, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The newest activity first, or what is due soonest (`wanted.sort`); any page costs the same
    however many tickets there are.

    `cursor` is `<`/`>` + ISO time + `,` + id as the last page gave it.
    """
    if not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    rows = listed(_matching(reader, wanted))
    column = "due_at" if wanted.by_due else "last_activity_at"
    return keyset(rows, column=column, upwards=wanted.by_due, cursor=cursor, limit=limit)


def keyset(rows: QuerySet[Ticket], *, column: str, upwards: bool, cursor: str, limit: int) -> Page:
    """One page of `rows` in the order of a moment, the latest first or, `upwards`, the soonest."""
    at, pk = _read_cursor(cursor)
    backwards = at is not None and cursor.startswith(">")
    rising = backwards != upwards
    if at is not None:
        rows = rows.filter(_beyond(column, at, pk, "gt" if rising else "lt"))
    order = (column, "pk") if rising else (f"-{column}", "-pk")
    found = list(rows.order_by(*order)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_next = more if not backwards else True
    has_previous = more if backwards else at is not None
    return Page(
        tickets=found,
        next=_cursor("<", found[-1], column) if found and has_next else "",
        previous=_cursor(">", found[0], column) if found and has_previous else "",
    )


def _beyond(column: str, at: datetime, pk: int, side: str) -> Q:
    """Rows after a place of an index on (column, id). The first half bounds the walk."""
    edge = Q(**{f"{column}__{side}e": at})
    return edge & (Q(**{f"{column}__{side}": at}) | Q(**{column: at, f"pk__{side}": pk}))


def _matching(reader: User | int, wanted: Filter) -> QuerySet[Ticket]:
    rows = Ticket.objects.all()
    views: dict[str, Q] = {
        "mine": Q(assignee=reader, status__in=ACTIVE),
        "unassigned": Q(assignee=None, status__in=["new", "open"]),
        "live": Q(live=True),
        "open": Q(status__in=["new", "open"]),
        "waiting": Q(status="waiting"),
        "solved": Q(status="solved"),
        "all": Q(),
    }
    rows = rows.filter(views.get(wanted.view, Q(status__in=["new", "open"])))
    exact: dict[str, Any] = {
        "queue": wanted.queue,
        "language": wanted.language,
        "priority": wanted.priority,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.category:
        # By id, so that the index of its tickets in order of activity can be walked.
        chosen = Category.objects.filter(key=wanted.category).values("pk")[:1]
        rows = rows.filter(category=Subquery(chosen))
    if wanted.tag:
        rows = rows.filter(tags__contains=[wanted.tag])
    if wanted.words.strip():
        from octant.core.tickets.search import matching

        rows = matching(rows, wanted.words)
    return rows


def listed(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Tickets with what a line of a list tells, and none of their heavy columns."""
    return rows.select_related("customer", "category", "assignee").only(*_LISTED)


def _cursor(sign: str, ticket: Ticket, column: str) -> str:
    return f"{sign}{getattr(ticket, column).isoformat()},{ticket.pk}"


def _read_cursor(cursor: str) -> tuple[datetime | None, int]:
    """Where a page begins; nowhere for anything that no page ever gave."""
    try:
        at, _comma, pk = cursor[1:].rpartition(",")
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), int(pk)) if moment.tzinfo else (None, 0)
    except (ValueError, OverflowError):
        return None, 0


def past_tickets(reader: User, ticket: Ticket, *, limit: int = 10) -> list[Ticket]:
    """Other tickets of the same person, newest first."""
    rows = listed(_visible(reader, Ticket.objects.all()))
    return list(
        rows.filter(customer__in=ids_of(ticket.customer))
        .exclude(pk=ticket.pk)
        .order_by("-created_at")[:limit]
    )


def channels_of(reader: User, customers: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """By which channels tickets of these customers came, and how many by each."""
    rows = _visible(reader, Ticket.objects.filter(customer__in=customers))
    found: dict[int, list[tuple[str, int]]] = {}
    for customer, channel, count in (
        rows.values_list("customer", "channel")
        .annotate(count=Count("pk"))
        .order_by("customer", "-count", "channel")
    ):
        found.setdefault(customer, []).append((channel, count))
    return found


def file_for(reader: Reader, public_id: str) -> File:
    """One file, if the reader may see the ticket and, for customers, the message it is on."""
    found = File.objects.select_related("ticket", "message").filter(public_id=public_id).first()
    if found is None or found.ticket is None:
        raise NotFound(_("There is no such file."))
    if isinstance(reader, Customer):
        on_note = found.message is not None and found.message.kind == Message.Kind.NOTE
        if found.ticket.customer_id not in reader.sees or on_note:
            raise NotFound(_("There is no such file."))
    elif not may_answer(reader):
        raise NotFound(_("There is no such file."))
    return found


def files_waiting(reader: Reader, ticket: Ticket, names: Sequence[str]) -> list[File]:
    """Files of a message that is yet to be sent, for staff; no query without names."""
    if not names or isinstance(reader, Customer) or not may_answer(reader):
        return []
    rows = File.objects.filter(ticket=ticket, message=None, public_id__in=list(names))
    return list(rows.order_by("pk"))


def ticket_by_number(number: str) -> Ticket | None:
    """A ticket with its customer, for the product's own jobs."""
    return Ticket.objects.select_related("customer", "category").filter(public_id=number).first()


def active_of_channel(customer: Customer, channel: str, *, since: datetime) -> QuerySet[Ticket]:
    """A customer's tickets that began by `channel` and are still worked on."""
    return Ticket.objects.filter(
        customer=customer, channel=channel, status__in=ACTIVE, created_at__gte=since
    )


def said_before(customer: Customer, client_id: UUID) -> Message | None:
    """What this customer said under that id, on whichever ticket."""
    found = Message.objects.filter(ticket__customer=customer, client_id=client_id)
    return found.select_related("ticket__customer").order_by("pk").first()


def begun_under(client_id: UUID) -> Ticket | None:
    """The ticket whose first message somebody sent under that id."""
    found = Message.objects.filter(client_id=client_id, seq=1, author_kind="customer")
    first = found.select_related("ticket__customer").first()
    return first.ticket if first else None


def first_message(ticket: Ticket) -> Message:
    """Raises `IndexError` where nothing was said."""
    return ticket.opening or _first_message(ticket=ticket.pk)[0]


@prepared("ticket")
def _first_message(*, ticket: int) -> QuerySet[Message]:
    return Message.objects.filter(ticket=ticket, seq=1)


def message_for_delivery(pk: int) -> Message | None:
    """A public message of staff with its ticket, author and files, for the channel that carries
    it; locked, so that it is not taken back at the same moment. In a transaction."""
    rows = Message.objects.filter(pk=pk, kind="message", author_kind="agent")
    rows = rows.select_for_update(of=("self",))
    along = rows.select_related("ticket__customer__user", "author").prefetch_related("files")
    return along.first()


def said_by_customer(ticket: Ticket, most: int = 20) -> list[str]:
    """What the customer wrote, the newest first, and the references that their files show; for
    reading what a case tells."""
    rows = ticket.messages.filter(kind="message", author_kind="customer").order_by("-seq")[:most]
    files = File.objects.filter(message__ticket=ticket, message__author_kind="customer")
    shown = files.exclude(references=[]).values_list("references", flat=True)[:most]
    told = [str(each.get("value", "")) for row in shown for each in row]
    return [*rows.values_list("text", flat=True), " ".join(told)]


def last_of_customer(ticket: Ticket, *, before: int) -> Message | None:
    """What the customer said last before the message numbered `before`."""
    rows = ticket.messages.filter(kind="message", author_kind="customer", seq__lt=before)
    return rows.order_by("-seq").first()


def message_at_desk(reader: Reader, pk: int) -> Message:
    """One message with its ticket, for staff who answer. Raises `NotFound`."""
    if isinstance(reader, Customer) or not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    rows = Message.objects.select_related("ticket__customer", "author")
    found = rows.filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise NotFound(_("There is no such message."))
    return found
