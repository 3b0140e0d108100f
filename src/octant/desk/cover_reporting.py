"""What the report on coverage shows: its week, its charts, its lines over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from octant.desk import words
from octant.desk.charts import Chart, Scale, Series, chart
from octant.desk.reporting import COUNTS, PERCENTS, Asked, day_labels, in_words
from octant.kit.clock import now, zone_of
from octant.reactions.insights.covering import Cover, Coverage, coverage_report, together
from octant.reactions.insights.cutting import zone_name

if TYPE_CHECKING:
    from octant.core.people.models import User

HOURS_A_DAY = range(24)
_PEOPLE = Scale(lambda value: "–" if value is None else f"{value:g}", (1, 2, 4, 10, 20, 40, 100))


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what was counted under it: of one language, one day, one hour of the week."""

    name: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week. `share`: of the time in whole percent, 100 only if nothing is missing,
    None if the hour has not been yet; `tone`: 0 nobody ever to 4 always somebody."""

    hour: int
    share: int | None
    tone: int | None
    unmet: int


def coverage_of(reader: "User", wanted: Asked) -> Coverage:
    """All hours of the span until now."""
    return coverage_report(
        reader,
        since=datetime.combine(wanted.first_day, time.min, zone_of(zone_name())),
        until=now() + timedelta(minutes=1),
    )


def chosen(wanted: Asked, found: Coverage) -> list[Cover]:
    """The hours of the language that was asked for."""
    return found.languages[wanted.language] if wanted.language else found.all


def over_time(wanted: Asked, hours: Sequence[Cover]) -> list[Row]:
    """A line for each day or week, those of which nothing is known too."""

    def name(at: datetime) -> str:
        back = at.weekday() if wanted.time_group == "week" else 0
        return str(at.date() - timedelta(days=back))

    known = together(hours, name)
    return [
        Row(day, known.get(day) or Cover(datetime.fromisoformat(day)))
        for day in wanted.days_from(wanted.first_day)
    ]


def week(hours: Sequence[Cover]) -> list[tuple[str, list[Cell]]]:
    """Seven days from Monday, of 24 hours each."""
    known = together(hours, lambda at: (at.weekday(), at.hour))
    return [
        (str(name), [_cell(hour, known.get((day, hour))) for hour in HOURS_A_DAY])
        for day, name in enumerate(words.DAYS)
    ]


def _cell(hour: int, cover: Cover | None) -> Cell:
    if cover is None:
        return Cell(hour, None, None, 0)
    share = 100 * cover.covered // cover.minutes
    tone = 4 if share == 100 else 0 if not cover.covered else 1 + share // 34
    return Cell(hour, share, tone, cover.unmet)


def by_language(found: Coverage) -> list[Row]:
    return [
        Row(str(words.LANGUAGES.get(key, key)), Cover.of_all(hours, hours[0].at))
        for key, hours in found.languages.items()
        if hours
    ]


def drawn_coverage(lines: Sequence[Row]) -> list[Chart]:
    """Share of the time, people, and chats that met nobody."""
    labels, covers = day_labels(lines), [line.cover for line in lines]
    plans = (
        ("covered", _("Covered"), PERCENTS,
            Series(_("Of the time"), [x.covered_percent for x in covers])),
        ("people", _("On duty"), _PEOPLE,
            Series(_("People on average"), [x.people for x in covers])),
        ("unmet", _("Chats that met nobody"), COUNTS,
            Series(_("Chats"), [x.unmet for x in covers])),
    )  # fmt: skip
    return [
        chart(key, title, in_words(labels, [series], scale), labels=labels, series=[series],
            scale=scale, bars=key == "unmet")
        for key, title, scale, series in plans
    ]  # fmt: skip
