"""Two tickets become one: of each clock the earlier promise is kept."""

from datetime import datetime, timedelta

from octant.core.promises.models import Promise
from octant.core.promises.rules import rule_for, rules
from octant.core.promises.services.book import NEXT, REPLIES, SOLUTION, Book, left_of
from octant.core.promises.services.settling import close_book, open_book, settle
from octant.core.tickets.models import ACTIVE, Ticket
from octant.kit.business_time import due
from octant.kit.clock import now


def merge_promises(gone: Ticket, stays: Ticket) -> None:
    """Before `gone` is closed: what it promised, and sooner than `stays` does, goes on there."""
    among = rules()
    for ticket in (gone, stays):
        settle(ticket, among)
    if stays.status not in ACTIVE:
        return
    old, new = (open_book(ticket, rule_for(ticket, among)) for ticket in (gone, stays))
    answer = next((old.open[clock] for clock in REPLIES if clock in old.open), None)
    mine = next((clock for clock in REPLIES if clock in new.open), NEXT)
    if answer is not None:
        _carry(old, answer, new, mine)
    if SOLUTION in old.open:
        _carry(old, old.open[SOLUTION], new, SOLUTION)
    for row in new.open.values():
        new.reckon(row)
    close_book(new, stays)


def _carry(old: Book, row: Promise, new: Book, clock: str) -> None:
    mine = new.open.get(clock)
    if row.minutes is None or row.broken_at is not None:
        return
    if mine is None:
        new.rounds[clock] = new.rounds.get(clock, 0) + 1
        mine = Promise(ticket_id=new.ticket, clock=clock, round=new.rounds[clock])
        new.open[clock] = mine
    elif mine.broken_at is not None or _end(new, mine) <= _end(old, row):
        return
    mine.started_at, mine.minutes, mine.carried = row.started_at, row.minutes, True
    mine.pauses = [pause for pause in row.pauses if pause[1]]
    if new.paused_at is not None and clock != "first":
        begun = max(new.paused_at, row.started_at)
        mine.pauses = [*mine.pauses, [begun.isoformat(), None]]


def _end(book: Book, row: Promise) -> datetime:
    """When it is due, or would be if it went on now."""
    if row.due_at is not None:
        return row.due_at
    left = left_of(row, book.rule)
    if left is None:
        return datetime.max.replace(tzinfo=now().tzinfo)
    return due(book.rule.hours, now(), max(left, timedelta(0)))
