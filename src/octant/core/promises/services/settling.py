"""Bring a ticket's clocks up to date with what was said and done. Any number of times.

What happened is read from the messages since the last time (their own times count, however late
this runs) and from the ticket's status, which only changes in transactions that settle at once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from octant.core.outbox.services import publish
from octant.core.promises.events import PromiseBroken
from octant.core.promises.models import Promise
from octant.core.promises.rules import Rule, rule_for, rules
from octant.core.promises.services.book import (
    FIRST,
    NEXT,
    REPLIES,
    SOLUTION,
    Book,
    left_of,
)
from octant.core.tickets.models import ACTIVE, NEVER, Message, Status, Ticket
from octant.core.tickets.services.beginning import BEGUN
from octant.kit.clock import now
from octant.kit.database.prepared import prepared
from octant.kit.database.rows import insert_all

_COLUMNS = {FIRST: "first_reply_due_at", NEXT: "next_reply_due_at", SOLUTION: "solution_due_at"}


@transaction.atomic
def settle_one(pk: int, among: Sequence[Rule] | None = None) -> bool:
    """Settle a ticket by its number; False if somebody else has it at this moment."""
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",))
    ticket = rows.select_related("customer", "category").filter(pk=pk).first()
    if ticket is not None:
        settle(ticket, among)
    return ticket is not None


@transaction.atomic
def settle(ticket: Ticket, among: Sequence[Rule] | None = None) -> None:
    """Settle a ticket whose row this transaction has locked; its columns in memory follow."""
    book = open_book(ticket, rule_for(ticket, rules() if among is None else among))
    _replay(book, ticket)
    _follow_status(book, ticket)
    for row in book.open.values():
        book.reckon(row)
    close_book(book, ticket)


def begin(ticket: Ticket) -> Callable[[], None]:
    """Start the clocks of a ticket that its customer's first words are about to make; call what is
    returned once it is written."""
    book = Book(0, rule_for(ticket, rules()), {}, {})
    for clock in (FIRST, SOLUTION):
        book.start(clock, ticket.created_at)
        book.reckon(book.open[clock])
    for name, value in {**_columns(book, ticket), "clocks_seq": 1}.items():
        setattr(ticket, name, value)

    def write() -> None:
        for row in book.open.values():
            row.ticket_id = ticket.pk
        insert_all([*book.open.values()])

    return write


def open_book(ticket: Ticket, rule: Rule) -> Book:
    """The clocks as they were left."""
    rows = _last_rounds(ticket=ticket.pk)
    return Book(
        ticket=ticket.pk,
        rule=rule,
        open={row.clock: row for row in rows if row.ended_at is None},
        rounds={row.clock: row.round for row in rows},
        paused_at=ticket.paused_at,
    )


@prepared("ticket")
def _last_rounds(*, ticket: int) -> QuerySet[Promise]:
    """Of each clock the last round; no other one runs."""
    return Promise.objects.filter(ticket=ticket).order_by("clock", "-round").distinct("clock")


def _replay(book: Book, ticket: Ticket) -> None:
    if not book.rounds:
        if not ticket.context.get(BEGUN):  # nobody asked, so no first answer is owed
            book.start(FIRST, ticket.created_at)
        book.start(SOLUTION, ticket.created_at)
    for said in _said(ticket=ticket.pk, since=ticket.clocks_seq):
        if said.author_kind == Message.Author.CUSTOMER:
            book.customer_spoke(said.created_at)
        elif said.author_kind == Message.Author.AGENT:
            book.agent_spoke(said.created_at)


@prepared("ticket", "since")
def _said(*, ticket: int, since: int) -> QuerySet[Message]:
    said = Message.objects.filter(ticket=ticket, kind=Message.Kind.MESSAGE, seq__gt=since)
    return said.order_by("seq").only("author_kind", "created_at")


def _follow_status(book: Book, ticket: Ticket) -> None:
    if ticket.status in ACTIVE:
        _follow_active(book, ticket, now())
        return
    solved = ticket.status == Status.SOLVED or (
        ticket.solved_at is not None and ticket.merged_into_id is None
    )
    at = ticket.solved_at or ticket.closed_at or now()
    for clock in REPLIES:
        book.end(clock, at, dropped=True)
    book.end(SOLUTION, at, dropped=not solved)
    book.paused_at = None


def _follow_active(book: Book, ticket: Ticket, at: datetime) -> None:
    book.start(SOLUTION, at)  # reopened
    if ticket.status == Status.WAITING:
        if book.paused_at is None:
            book.pause(at)
        return
    if book.paused_at is not None:
        book.resume(at)
    if ticket.waiting_since is not None and FIRST not in book.open:
        book.start(NEXT, ticket.waiting_since)


def close_book(book: Book, ticket: Ticket) -> None:
    """Write what changed: promises, the ticket's columns, and events of promises broken before
    anybody looked."""
    rows = [*book.ended, *book.open.values()]
    known = [row for row in rows if row.pk is not None]
    Promise.objects.bulk_create(row for row in rows if row.pk is None)
    for row in known:
        row.save()
    late = [row for row in book.ended if row.broken_at and row.escalated_at is None]
    if late:
        Promise.objects.filter(pk__in=[row.pk for row in late]).update(escalated_at=now())
        publish(*(broken(row, answered=True) for row in late))
    columns = _columns(book, ticket)
    changed = {name: value for name, value in columns.items() if getattr(ticket, name) != value}
    for name, value in changed.items():
        setattr(ticket, name, value)
    if changed:
        Ticket.objects.filter(pk=ticket.pk).update(**changed)


def _columns(book: Book, ticket: Ticket) -> dict[str, Any]:
    dues = {name: _due(book, clock) for clock, name in _COLUMNS.items()}
    solution = book.open.get(SOLUTION)
    left = left_of(solution, book.rule) if solution is not None else None
    return {
        **dues,
        "due_at": min((at for at in dues.values() if at is not None), default=NEVER),
        "policy": book.rule.key,
        "paused_at": book.paused_at,
        "solution_left": round(left.total_seconds()) if left is not None else None,
        "reminded_at": ticket.reminded_at if book.paused_at else None,
        "clocks_stale": False,
        "clocks_seq": ticket.last_seq,
    }


def _due(book: Book, clock: str) -> datetime | None:
    row = book.open.get(clock)
    return row.due_at if row is not None else None


def unsay(ticket: Ticket, at: datetime) -> None:
    """Let what the reply of that moment ended run on: the reply was taken back in time."""
    rows = Promise.objects.filter(ticket=ticket.pk, clock__in=REPLIES)
    running = rows.filter(ended_at=None).values_list("clock", flat=True)
    ended = rows.filter(ended_at=at).exclude(clock__in=list(running))
    ended.update(ended_at=None, outcome="", seconds=None)


def broken(row: Promise, *, answered: bool = False) -> PromiseBroken:
    return PromiseBroken(
        ticket=row.ticket_id,
        clock=row.clock,
        round=row.round,
        due_at=row.due_at.isoformat() if row.due_at else "",
        policy=row.policy,
        answered=answered,
    )
