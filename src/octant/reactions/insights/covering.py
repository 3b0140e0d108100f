"""Whether anybody was on duty, by language, and which chats met nobody; for leads.

From `core.routing`'s stretches of duty, which are right to a minute, and the chats of the hourly
counts. A minute counts as covered if somebody who speaks the language was on duty in it. Hours
are the workspace's. Before the first stretch that was ever kept nothing is known, and nothing
counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from octant.core.ports.workspace import workspace
from octant.core.routing.past import Lane, kept_since, lanes
from octant.kit.clock import now, zone_of
from octant.reactions.insights.cutting import zone_name
from octant.reactions.insights.models import Hour
from octant.reactions.insights.selectors import must_lead

MINUTE = 60  # seconds
HOUR = 60  # minutes
# Zones differ from UTC by quarters of an hour, and change their difference at such.
QUARTER = 15
Minutes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cover:
    """One hour of the workspace's clock (`at` its beginning, in that zone), or several together
    (`at` that of the first).

    Of its `minutes`, `covered` had somebody on duty; `manned` are minutes of all agents together.
    Of the `chats` that began in it, `unmet` found nobody on duty who speaks their language.
    """

    at: datetime
    minutes: int = 0
    covered: int = 0
    manned: int = 0
    chats: int = 0
    unmet: int = 0

    @property
    def covered_percent(self) -> float | None:
        """Of the time, to a tenth."""
        return round(100 * self.covered / self.minutes, 1) if self.minutes else None

    @property
    def people(self) -> float | None:
        """On duty on average, to a tenth."""
        return round(self.manned / self.minutes, 1) if self.minutes else None

    @property
    def unmet_percent(self) -> float | None:
        """Of the chats, to a tenth."""
        return round(100 * self.unmet / self.chats, 1) if self.chats else None

    @classmethod
    def of_all(cls, rows: "Sequence[Cover]", at: datetime) -> "Cover":
        names = ("minutes", "covered", "manned", "chats", "unmet")
        return cls(at, *(sum(getattr(row, name) for row in rows) for name in names))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hours of a span in order, those without chats too. `all`: minutes count in which every
    language was spoken. `languages`: the same hours for each one. `skills`: (key, share of the
    time in percent, people on average) of each skill that somebody had."""

    all: list[Cover]
    languages: dict[str, list[Cover]]
    skills: list[tuple[str, float, float]]


def coverage_report(reader: Any, *, since: datetime, until: datetime) -> Coverage:
    """Of the minutes from `since` to before `until`, of which those to come do not count. Three
    queries. Raises `NotAllowed` for who leads nobody."""
    must_lead(reader)
    first = kept_since()
    start = max(_minute(since), _minute(first)) if first else _minute(until)
    end = max(start, min(_minute(until), _minute(now())))
    found = lanes(since, until)
    manned = [_manned(lane, start, end) for lane in found]
    nobody = np.zeros(end - start, dtype=np.int64)

    def those(chosen: Iterable[bool]) -> Minutes:
        return sum((m for m, counts in zip(manned, chosen, strict=True) if counts), nobody)

    languages = workspace().languages
    on_duty = {key: those(key in lane.languages for lane in found) for key in languages}
    every = np.minimum.reduce(list(on_duty.values()))
    hours, chats = _Hours(start, end, zone_of(zone_name())), _chats(since, until)
    skills = sorted({skill for lane in found for skill in lane.skills})
    return Coverage(
        all=hours.cut(every > 0, those(True for _lane in found), chats, languages),
        languages={key: hours.cut(mine > 0, mine, chats, [key]) for key, mine in on_duty.items()},
        skills=[(key, *_share(those(key in lane.skills for lane in found))) for key in skills],
    )


def _minute(at: datetime) -> int:
    """Minutes since 1970 of an instant."""
    return int(at.timestamp()) // MINUTE


def _share(manned: Minutes) -> tuple[float, float]:
    size = max(manned.size, 1)
    return round(100 * np.count_nonzero(manned) / size, 1), round(int(manned.sum()) / size, 1)


def _manned(lane: Lane, start: int, end: int) -> Minutes:
    """How many of the lane were on duty in each minute from `start` to before `end`."""
    change = np.zeros(end - start + 1, dtype=np.int64)
    np.add.at(change, np.clip(np.array(lane.firsts), start, end) - start, 1)
    np.add.at(change, np.clip(np.array(lane.lasts) + 1, start, end) - start, -1)
    return np.cumsum(change)[:-1]


_Chats = dict[tuple[int, str], tuple[int, int]]


def _chats(since: datetime, until: datetime) -> _Chats:
    """{(minute at which an hour begins, language): (chats, of which met nobody)}."""
    rows = Hour.objects.filter(hour__gte=since, hour__lt=until, watched__gt=0)
    sums = rows.values("hour", "language").annotate(all=Sum("watched"), none=Sum("unmet"))
    found = sums.values_list("hour", "language", "all", "none")
    return {(_minute(hour), language): (all_, none) for hour, language, all_, none in found}


class _Hours:
    """The hours of a zone's clock over the minutes from `start` to before `end`."""

    def __init__(self, start: int, end: int, zone: tzinfo) -> None:
        self.zone = zone
        minutes = np.arange(start, end, dtype=np.int64)
        begins = minutes - (minutes + _offsets(start, end, zone)) % HOUR
        fresh = np.ones(minutes.size, dtype=bool)
        fresh[1:] = begins[1:] != begins[:-1]
        self._first = np.flatnonzero(fresh)
        self._begins = begins[self._first]
        self._sizes = np.diff(np.append(self._first, minutes.size))

    def cut(
        self, covered: NDArray[np.bool_], manned: Minutes, chats: _Chats, languages: Sequence[str]
    ) -> list[Cover]:
        """A row for each hour."""
        if not self._first.size:
            return []
        sums = [np.add.reduceat(each, self._first) for each in (covered.astype(np.int64), manned)]
        rows = zip(
            self._begins.tolist(), self._sizes.tolist(), *(s.tolist() for s in sums), strict=True
        )
        return [
            Cover(self._when(begins), size, some, people, *_sum_of(chats, begins, languages))
            for begins, size, some, people in rows
        ]

    def _when(self, minute: int) -> datetime:
        return datetime.fromtimestamp(minute * MINUTE, self.zone)


def _sum_of(chats: _Chats, begins: int, languages: Sequence[str]) -> tuple[int, int]:
    found = [chats.get((begins, language), (0, 0)) for language in languages]
    return sum(all_ for all_, _none in found), sum(none for _all, none in found)


def _offsets(start: int, end: int, zone: tzinfo) -> Minutes:
    """By how many minutes the zone's clock is ahead of UTC in each minute."""
    first = start - start % QUARTER
    quarters = [
        int((datetime.fromtimestamp(m * MINUTE, zone).utcoffset() or timedelta()).total_seconds())
        // MINUTE
        for m in range(first, end, QUARTER)
    ]
    return np.repeat(np.array(quarters, dtype=np.int64), QUARTER)[start - first :][: end - start]


def together(rows: Sequence[Cover], name: Callable[[datetime], Any]) -> dict[Any, Cover]:
    """Hours with the same name put together, in the order of their first."""
    groups: dict[Any, list[Cover]] = {}
    for row in rows:
        groups.setdefault(name(row.at), []).append(row)
    return {key: Cover.of_all(group, group[0].at) for key, group in groups.items()}
