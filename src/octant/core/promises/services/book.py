"""The clocks of one ticket in memory: what starts, pauses and ends them. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from octant.core.promises.models import Promise
from octant.core.promises.rules import Rule
from octant.kit.business_time import Between, due, used

FIRST, NEXT, SOLUTION = "first", "next", "solution"
REPLIES = (FIRST, NEXT)


@dataclass
class Book:
    """`open` holds the promise that runs on each clock, `ended` those that ended here."""

    ticket: int
    rule: Rule
    open: dict[str, Promise]
    rounds: dict[str, int]
    paused_at: datetime | None = None
    ended: list[Promise] = field(default_factory=list)

    def start(self, clock: str, at: datetime) -> None:
        """Begin another round, unless one runs. Next answers without a target are not noted."""
        minutes = self.rule.minutes[clock]
        if clock in self.open or (clock == NEXT and minutes is None):
            return
        self.rounds[clock] = self.rounds.get(clock, 0) + 1
        self.open[clock] = Promise(
            ticket_id=self.ticket,
            clock=clock,
            round=self.rounds[clock],
            policy=self.rule.key,
            minutes=minutes,
            started_at=at,
        )

    def customer_spoke(self, at: datetime) -> None:
        """They answer or ask: what paused goes on, what was solved begins anew."""
        self.resume(at)
        if self.rounds.get(SOLUTION):
            self.start(SOLUTION, at)
        if FIRST not in self.open:
            self.start(NEXT, at)

    def agent_spoke(self, at: datetime) -> None:
        for clock in REPLIES:
            self.end(clock, at)

    def pause(self, at: datetime) -> None:
        """The customer has the ball. Nobody can be said to wait for somebody who has never been
        answered, so the first answer's clock goes on."""
        self.paused_at = at
        for clock in (NEXT, SOLUTION):
            if (row := self.open.get(clock)) is not None:
                row.pauses = [*row.pauses, [at.isoformat(), None]]

    def resume(self, at: datetime) -> None:
        self.paused_at = None
        for row in self.open.values():
            _close_pause(row, at)

    def end(self, clock: str, at: datetime, *, dropped: bool = False) -> None:
        """Kept or late, or no longer needed: then it counts for nothing."""
        row = self.open.pop(clock, None)
        if row is None:
            return
        _close_pause(row, at)
        self.reckon(row)
        row.ended_at = max(at, row.started_at)
        row.seconds = round(
            used(self.rule.hours, row.started_at, row.ended_at, pauses_of(row)).total_seconds()
        )
        late = row.broken_at is not None or (row.due_at is not None and at > row.due_at)
        row.outcome = "dropped" if dropped and row.broken_at is None else "late" if late else "kept"
        if row.outcome == "late":
            row.broken_at = row.broken_at or row.due_at
        self.ended.append(row)

    def reckon(self, row: Promise) -> None:
        """When it is due, and when to warn, by the policy that holds now. A promise that was
        broken stays as it was."""
        if row.broken_at is not None:
            return
        minutes = self.rule.minutes[row.clock]
        if row.carried and row.minutes is not None:
            minutes = row.minutes if minutes is None else min(minutes, row.minutes)
        row.minutes, row.policy = minutes, self.rule.key
        if minutes is None or left_of(row, self.rule) is not None:
            row.due_at = row.warn_at = None
            return
        amount, pauses = timedelta(minutes=minutes), pauses_of(row)
        row.due_at = due(self.rule.hours, row.started_at, amount, pauses)
        share = amount * self.rule.warn_percent / 100
        row.warn_at = due(self.rule.hours, row.started_at, share, pauses)


def left_of(row: Promise, rule: Rule) -> timedelta | None:
    """What a paused promise has left, of time that counts; None while it runs."""
    if not row.pauses or row.pauses[-1][1] is not None or row.minutes is None:
        return None
    since = datetime.fromisoformat(row.pauses[-1][0])
    spent = used(rule.hours, row.started_at, since, pauses_of(row))
    return timedelta(minutes=row.minutes) - spent


def pauses_of(row: Promise) -> list[Between]:
    """Pauses that are over."""
    return [(_moment(begins), _moment(ends)) for begins, ends in row.pauses if ends]


def _close_pause(row: Promise, at: datetime) -> None:
    if row.pauses and row.pauses[-1][1] is None:
        row.pauses = [*row.pauses[:-1], [row.pauses[-1][0], at.isoformat()]]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def by_clock(rows: Iterable[Promise]) -> dict[str, Promise]:
    return {row.clock: row for row in rows}
