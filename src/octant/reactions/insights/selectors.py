"""Reports over any span, for leads: summed up by the database, percentiles found here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import connection
from django.utils.translation import gettext as _

from octant.core.people.access import may_lead
from octant.kit.errors import NotAllowed
from octant.reactions.insights.cutting import zone_name
from octant.reactions.insights.models import Counting, StaleHour
from octant.reactions.insights.spans import percentiles

GROUPS = {
    "day": "to_char(hour AT TIME ZONE %(zone)s, 'YYYY-MM-DD')",
    "week": "to_char(date_trunc('week', hour AT TIME ZONE %(zone)s), 'YYYY-MM-DD')",
    "channel": "channel",
    "category": "category",
    "language": "language",
}
MOST_ROWS = 50_000  # a year of weeks by a thousand topics
SHARES = (0.5, 0.9)

_SQL = """
SELECT {group} AS name, {also} AS other,
  sum(begun)::int, sum(answered)::int, string_agg(answered_seconds, ''),
  sum(solved)::int, string_agg(solved_seconds, ''), sum(reopened)::int, sum(rated)::int,
  sum(rating_sum)::int, sum(queued)::int, sum(abandoned)::int
FROM insights_hour WHERE hour >= %(since)s AND hour < %(until)s {narrowed}
GROUP BY 1, 2 ORDER BY 1, 2 LIMIT %(limit)s
"""
_NARROWED = {
    "channel": "AND channel = %(channel)s",
    "category": "AND (category = %(category)s OR starts_with(category, %(category)s || '/'))",
    "language": "AND language = %(language)s",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Tickets that began in one day, by one channel … and what became of them until now.

    `first_half`, `first_most`: seconds within which half, and nine of ten, of those that were
    answered had their first answer; `solution_*` the same for those that are solved. Seconds as
    they pass, nights and holidays too.
    """

    name: str
    begun: int = 0
    answered: int = 0
    first_half: int | None = None
    first_most: int | None = None
    solved: int = 0
    solution_half: int | None = None
    solution_most: int | None = None
    reopened: int = 0
    rated: int = 0
    rating_sum: int = 0
    queued: int = 0
    abandoned: int = 0

    @property
    def rating(self) -> float | None:
        """The average of 1 to 5, to a hundredth."""
        return round(self.rating_sum / self.rated, 2) if self.rated else None

    @property
    def reopened_percent(self) -> float | None:
        """Taken up again after they were ended, of all, to a tenth."""
        return round(100 * self.reopened / self.begun, 1) if self.begun else None

    @property
    def abandoned_percent(self) -> float | None:
        """Left before an agent came, of those that stood in a queue, to a tenth."""
        return round(100 * self.abandoned / self.queued, 1) if self.queued else None


@dataclass(frozen=True, slots=True)
class _Sum:
    """A row as the database gives it, its seconds strung together."""

    name: str
    other: str
    begun: int
    answered: int
    first: bytes
    solved: int
    solution: bytes
    reopened: int
    rated: int
    rating_sum: int
    queued: int
    abandoned: int

    def line(self) -> Line:
        counts = {name: getattr(self, name) for name in _COUNTS}
        first, solution = (percentiles(each, SHARES) for each in (self.first, self.solution))
        return Line(
            name=self.name,
            first_half=first[0],
            first_most=first[1],
            solution_half=solution[0],
            solution_most=solution[1],
            **counts,
        )

    @classmethod
    def of_all(cls, rows: "list[_Sum]", name: str = "") -> Self:
        counts = {count: sum(getattr(row, count) for row in rows) for count in _COUNTS}
        first = b"".join(row.first for row in rows)
        solution = b"".join(row.solution for row in rows)
        return cls(name=name, other="", first=first, solution=solution, **counts)


def _lines(rows: list[_Sum], names: list[str]) -> list[Line]:
    """The rows that have the same of `names`, put together."""
    groups: dict[str, list[_Sum]] = {}
    for row, name in zip(rows, names, strict=True):
        groups.setdefault(name, []).append(row)
    return [_Sum.of_all(groups[name], name).line() for name in sorted(groups)]


_COUNTS = ("begun", "answered", "solved", "reopened", "rated", "rating_sum", "queued", "abandoned")


@dataclass(frozen=True, slots=True)
class Report:
    """`total` of all tickets of the span; `lines` by the order of their names, without empty ones;
    `also` the same tickets put together by the other group, if one was asked for."""

    total: Line
    lines: list[Line]
    also: list[Line]


def report(
    reader: Any,
    *,
    group: str,
    since: datetime,
    until: datetime,
    also: str = "",
    channel: str = "",
    category: str = "",
    language: str = "",
) -> Report:
    """Tickets of hours that began from `since` to before `until`, by day, week (from Monday, both
    in the workspace's time zone), channel, category or language. A category holds for those below
    it. `also`: a second group, at the price of the first: one query. Raises `NotAllowed` for who
    leads nobody."""
    must_lead(reader)
    asked = {"channel": channel, "category": category, "language": language}
    narrowed = " ".join(_NARROWED[name] for name, value in asked.items() if value)
    values: dict[str, Any] = {
        **asked,
        "zone": zone_name(),
        "since": since,
        "until": until,
        "limit": MOST_ROWS,
    }
    other = GROUPS[also] if also else "''"
    sql = _SQL.format(group=GROUPS[group], also=other, narrowed=narrowed)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [_Sum(*row) for row in cursor.fetchall()]
    return Report(
        total=_Sum.of_all(rows).line(),
        lines=_lines(rows, [row.name for row in rows]),
        also=_lines(rows, [row.other for row in rows]) if also else [],
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Until when tickets were looked at (None: never yet), and how many hours wait."""

    seen_until: datetime | None
    hours_left: int


def progress(reader: Any) -> Progress:
    must_lead(reader)
    row = Counting.objects.first()
    return Progress(row.seen_until if row else None, StaleHour.objects.count())


def must_lead(reader: Any) -> None:
    """Raise `NotAllowed` for who leads nobody."""
    if not may_lead(reader):
        raise NotAllowed(_("Only leads read reports."))
