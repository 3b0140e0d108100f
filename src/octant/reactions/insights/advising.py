"""Which way was advised, which was then used, and whether it was solved there; for leads.

From `core.advice`'s rows as they stand: one for each advice, with what followed within a day, so
nothing is rolled up. Days are the workspace's. Of who writes a mail without a sign-in, and did not
press its button, nothing is known: they count as having used nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from octant.core.advice.services.following import FOLLOWS
from octant.kit.clock import now
from octant.reactions.insights.cutting import zone_name
from octant.reactions.insights.selectors import must_lead

# Where somebody helps themselves: whoever asks nobody within the day has found it there.
ALONE = ("help_center", "learn")

_AT = "at AT TIME ZONE %(zone)s"
_TIME = {
    "day": f"to_char({_AT}, 'YYYY-MM-DD')",
    "week": f"to_char(date_trunc('week', {_AT}), 'YYYY-MM-DD')",
}
_SQL = """
SELECT {time}, first, used, count(*)::int,
  count(*) FILTER (WHERE known)::int, count(*) FILTER (WHERE known AND here)::int
FROM (
  SELECT *, used <> '' AND (second <> '' OR ended OR alone) AS known,
    second = '' AND (solved OR alone) AS here
  FROM (SELECT *, used = ANY(%(alone)s) AND ticket_id IS NULL AND at < %(over)s AS alone
        FROM advice_given WHERE at >= %(since)s AND at < %(until)s {narrowed}) each
) told
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
# What the asker set by hand is kept only where they did; it may be what was understood again.
_CORRECTED = """
SELECT control, understood, own, count(*)::int FROM advice_given
CROSS JOIN LATERAL (VALUES ('urgency', urgency, own_urgency),
  ('complexity', complexity, own_complexity),
  ('preference', coalesce(nullif(preference, ''), 'none'), own_preference)
) AS set (control, understood, own)
WHERE at >= %(since)s AND at < %(until)s {narrowed} AND own NOT IN ('', understood)
  AND (own_urgency <> '' OR own_complexity <> '' OR own_preference <> '')
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
"""
_NARROWED = {
    "category": "AND (category = %(category)s OR starts_with(category, %(category)s || '/'))",
    "language": "AND language = %(language)s",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Advice of one day or week (`name`), of which `first` stood first of what could be used, and
    after which `used` was used (empty: nothing that we know of). `known`: where it ended is known;
    `solved`: it was solved there, without a second way."""

    name: str
    first: str
    used: str
    given: int
    known: int
    solved: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Some of them put together."""

    name: str
    given: int = 0
    used: int = 0
    followed: int = 0
    known: int = 0
    solved: int = 0

    @property
    def followed_percent(self) -> float | None:
        """Who used what stood first, of those who used something, to a tenth."""
        return round(100 * self.followed / self.used, 1) if self.used else None

    @property
    def solved_percent(self) -> float | None:
        """Solved where they went first, of those whose end is known, to a tenth."""
        return round(100 * self.solved / self.known, 1) if self.known else None


@dataclass(frozen=True, slots=True)
class Correction:
    """How often a `control` (urgency, complexity or preference) was set from what was understood
    to the asker's `own`; a preference of "none" is no preference."""

    control: str
    understood: str
    own: str
    times: int


def together(name: str, rows: list[Choices]) -> Followed:
    return Followed(
        name=name,
        given=sum(row.given for row in rows),
        used=sum(row.given for row in rows if row.used),
        followed=sum(row.given for row in rows if row.used and row.used == row.first),
        known=sum(row.known for row in rows),
        solved=sum(row.solved for row in rows),
    )


def advice_report(
    reader: Any,
    *,
    since: datetime,
    until: datetime,
    group: str = "day",
    category: str = "",
    language: str = "",
) -> list[Choices]:
    """Advice given from `since` to before `until`, by day or week (from Monday), first and used
    way, without empty rows. One query. Raises `NotAllowed` for who leads nobody."""
    must_lead(reader)
    sql = _SQL.replace("{time}", _TIME[group])
    return [Choices(*row) for row in _rows(sql, since, until, category, language)]


def corrections(
    reader: Any, *, since: datetime, until: datetime, category: str = "", language: str = ""
) -> list[Correction]:
    """What askers set by hand instead of what was understood, the most frequent first. One query.
    Raises `NotAllowed` for who leads nobody."""
    must_lead(reader)
    return [Correction(*row) for row in _rows(_CORRECTED, since, until, category, language)]


def _rows(
    sql: str, since: datetime, until: datetime, category: str, language: str
) -> list[tuple[Any, ...]]:
    asked = {"category": category, "language": language}
    narrowed = " ".join(_NARROWED[name] for name, value in asked.items() if value)
    values: dict[str, Any] = {
        **asked,
        "zone": zone_name(),
        "alone": list(ALONE),
        "over": now() - FOLLOWS,
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{narrowed}", narrowed), values)
        return list(cursor.fetchall())
