"""What the report on advice shows: its matrix, its charts, its lines over time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from octant.core.advice.naming import PARTS
from octant.core.ports.registry import surfaces
from octant.desk.charts import Chart, Series, chart
from octant.desk.reporting import COUNTS, PERCENTS, Asked, day_labels, in_words
from octant.kit.clock import now, zone_of
from octant.reactions.insights.advising import (
    Choices,
    Followed,
    advice_report,
    corrections,
    together,
)
from octant.reactions.insights.cutting import zone_name

if TYPE_CHECKING:
    from octant.core.people.models import User

NOTHING = ""  # used: nothing that we know of


@dataclass(frozen=True, slots=True)
class Row:
    """One way that stood first: what was then used, in the order of the matrix's columns, each with
    its shade (0 to 4, by the row's largest) and whether it is the advised way itself."""

    name: str
    cells: list[tuple[int, int, bool]]
    total: Followed


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: list[str]
    rows: list[Row]


def choices_of(reader: "User", wanted: Asked) -> list[Choices]:
    """All of the span. One query."""
    return advice_report(reader, group=wanted.time_group, **_narrowed(wanted))


def corrections_of(reader: "User", wanted: Asked) -> list[tuple[str, str, str, int]]:
    """(control, what was understood, what the asker set, how often) in words, the most frequent
    first. One query."""
    names = {key: str(name) for _part, rows in PARTS for key, name in rows}
    names |= {"preference.none": _("No preference")}
    controls = {key: str(part) for part, rows in PARTS for key in [rows[0][0].partition(".")[0]]}
    return [
        (
            controls[x.control],
            names[f"{x.control}.{x.understood}"],
            names[f"{x.control}.{x.own}"],
            x.times,
        )
        for x in corrections(reader, **_narrowed(wanted))
    ]


def _narrowed(wanted: Asked) -> dict[str, Any]:
    return {
        "since": datetime.combine(wanted.first_day, time.min, zone_of(zone_name())),
        "until": now() + timedelta(seconds=1),
        "category": wanted.category,
        "language": wanted.language,
    }


def over_time(wanted: Asked, found: list[Choices]) -> list[Followed]:
    """A line for each day or week, those without advice too."""
    by_day: dict[str, list[Choices]] = {day: [] for day in wanted.days_from(wanted.first_day)}
    for row in found:
        by_day.setdefault(row.name, []).append(row)
    return [together(day, rows) for day, rows in by_day.items()]


def matrix(found: list[Choices]) -> Matrix:
    """What stood first against what was used, in the order of the surfaces."""
    names = {surface.key: str(surface.name) for surface in surfaces()} | {NOTHING: _("None known")}
    order = list(names)
    firsts = sorted({row.first for row in found}, key=order.index)
    useds = sorted({row.used for row in found}, key=order.index)
    rows = []
    for first in firsts:
        mine = [row for row in found if row.first == first]
        counts = [sum(row.given for row in mine if row.used == used) for used in useds]
        most = max(counts) or 1
        cells = [
            (count, -(-4 * count // most), used == first)
            for used, count in zip(useds, counts, strict=True)
        ]
        rows.append(Row(names[first], cells, together(first, mine)))
    return Matrix([names[used] for used in useds], rows)


def drawn_advice(lines: list[Followed]) -> list[Chart]:
    """Advice over time, who followed it, and who was helped there."""
    labels = day_labels(lines)
    plans = (
        ("given", _("Advice given"), COUNTS,
            Series(_("Advice"), [line.given for line in lines])),
        ("followed", _("Took the first way"), PERCENTS,
            Series(_("Of those who took one"), [line.followed_percent for line in lines])),
        ("here", _("Solved there"), PERCENTS,
            Series(_("Of those whose end is known"), [line.solved_percent for line in lines])),
    )  # fmt: skip
    return [
        chart(key, title, in_words(labels, [series], scale), labels=labels, series=[series],
            scale=scale, bars=key == "given")
        for key, title, scale, series in plans
    ]  # fmt: skip
