"""What a report page shows: which span and tickets were asked for, its charts, its table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from django.utils import formats
from django.utils.translation import gettext as _

from octant.core.ports.registry import channels, surfaces
from octant.core.ports.workspace import workspace
from octant.desk import inbox, words
from octant.desk.charts import Chart, Number, Scale, Series, chart, counting_tops
from octant.kit.clock import now, zone_of
from octant.reactions.insights.cutting import zone_name
from octant.reactions.insights.helping import Help, Helped, help_report, tomorrow
from octant.reactions.insights.selectors import Line, Report, report

if TYPE_CHECKING:
    from datetime import date

    from octant.core.people.models import User

WEEKLY_FROM_DAYS = 91  # longer spans are drawn by weeks
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_SPANS = [
    *(_MINUTE * each for each in (1, 2, 4, 10, 20, 30)),
    *(_HOUR * each for each in (1, 2, 4, 8, 12)),
    *(_DAY * each for each in (1, 2, 4, 8, 14, 28, 56)),
]

COUNTS = Scale(lambda value: "–" if value is None else f"{value:.0f}", counting_tops())
PERCENTS = Scale(lambda value: "–" if value is None else f"{value:g} %", (10, 20, 50, 100))


class Named(Protocol):
    """A line of a report over time: `name` is its first day, 2026-11-30."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """The page's parameters, each one that there is; empty ones narrow nothing."""

    days: int
    by: str
    channel: str
    category: str
    language: str

    @property
    def query(self) -> str:
        names = ("days", "by", "channel", "category", "language")
        return urlencode({name: getattr(self, name) for name in names if getattr(self, name)})

    @property
    def time_group(self) -> str:
        return "week" if self.days >= WEEKLY_FROM_DAYS else "day"

    @property
    def first_day(self) -> "date":
        """Of the span: whole days, or whole weeks from a Monday, this one included."""
        return self.first_day_until(now().astimezone(zone_of(zone_name())).date())

    def first_day_until(self, today: "date") -> "date":
        """The same, by another clock's today."""
        if self.time_group == "day":
            return today - timedelta(days=self.days - 1)
        return today - timedelta(days=today.weekday() + self.days - 7)

    def days_from(self, first: "date") -> list[str]:
        """The first day of each line over time, as reports name them."""
        step = 7 if self.time_group == "week" else 1
        return [str(first + timedelta(days=step * place)) for place in range(self.days // step)]


def choices() -> dict[str, list[tuple[str, str]]]:
    """(key, name) of what a report can be narrowed by, and how it can be put together."""
    held = channels()
    return {
        "days": [(str(days), str(name)) for days, name in words.REPORT_SPANS.items()],
        "by": [(key, str(name)) for key, name in words.REPORT_GROUPS.items()],
        "channel": [(s.key, str(s.name)) for s in surfaces() if s.key in held],
        "category": inbox.topic_choices(inbox.names()),
        "language": [(key, str(words.LANGUAGES.get(key, key))) for key in workspace().languages],
    }


def asked(given: Mapping[str, str], offered: dict[str, list[tuple[str, str]]]) -> Asked:
    """What of `given` is among what is offered."""
    chosen = {
        name: value
        for name, pairs in offered.items()
        if (value := given.get(name, "")) in dict(pairs)
    }
    return Asked(
        days=int(chosen.get("days", 28)),
        by=chosen.get("by", "time"),
        **{name: chosen.get(name, "") for name in ("channel", "category", "language")},
    )


def topics() -> dict[str, str]:
    """What topics, and so queues and skills, are called."""
    return inbox.names()


def found(reader: "User", wanted: Asked) -> Report:
    """The report of the span by day or week, with those in which no ticket began, and also by what
    the table is to be put together by. One query."""
    midnight = datetime.combine(wanted.first_day, time.min, zone_of(zone_name()))
    by_time = report(
        reader,
        group=wanted.time_group,
        also="" if wanted.by == "time" else wanted.by,
        since=midnight,
        until=now() + timedelta(seconds=1),
        channel=wanted.channel,
        category=wanted.category,
        language=wanted.language,
    )
    known = {line.name: line for line in by_time.lines}
    days = wanted.days_from(wanted.first_day)
    return replace(by_time, lines=[known.get(day) or Line(day) for day in days])


def helped(reader: "User", wanted: Asked) -> Help:
    """The Help Center's report of the span, in the days of UTC, with days on which nobody read."""
    until = tomorrow()
    first = wanted.first_day_until(until - timedelta(days=1))
    found = help_report(
        reader, since=first, until=until, group=wanted.time_group, language=wanted.language
    )
    known = {line.name: line for line in found.lines}
    days = wanted.days_from(first)
    return replace(found, lines=[known.get(day) or Helped(day) for day in days])


def drawn_help(lines: list[Helped]) -> list[Chart]:
    """Readers, and who of them did not ask."""
    labels = day_labels(lines)
    plans = (
        ("readers", _("Readers"), COUNTS, Series(_("A day each"), [x.readers for x in lines])),
        ("spared", _("Without a question"), PERCENTS,
            Series(_("Of all readers"), [x.spared_percent for x in lines])),
    )  # fmt: skip
    return [
        chart(key, title, in_words(labels, [series], scale), labels=labels, series=[series],
            scale=scale, bars=key == "readers")
        for key, title, scale, series in plans
    ]  # fmt: skip


def table(wanted: Asked, of: Report) -> list[Line]:
    """The lines of the page's table."""
    return of.lines if wanted.by == "time" else of.also


def named(
    wanted: Asked, lines: list[Line], offered: dict[str, list[tuple[str, str]]]
) -> list[tuple[str, Line]]:
    """Each line with what people call it."""
    if wanted.by == "time":
        return [(_day(line.name, "DATE_FORMAT"), line) for line in lines]
    names = dict(offered[wanted.by])
    return [(names.get(line.name, line.name) or _("None"), line) for line in lines]


def drawn(lines: list[Line]) -> list[Chart]:
    """The charts of a report over time."""
    labels = day_labels(lines)
    half, most = _("Half within"), _("Nine of ten within")
    spans = Scale(words.duration, _SPANS)
    stars = Scale(lambda value: "–" if value is None else f"{value:g}", (5,))
    plans: list[tuple[str, str, Scale, dict[str, Callable[[Line], Number]]]] = [
        ("begun", _("Tickets begun"), COUNTS, {_("Tickets"): lambda line: line.begun}),
        ("first", _("Until the first answer"), spans, {
            half: lambda line: line.first_half, most: lambda line: line.first_most}),
        ("solution", _("Until the solution"), spans, {
            half: lambda line: line.solution_half, most: lambda line: line.solution_most}),
        ("rating", _("Average rating"), stars, {_("Of five stars"): lambda line: line.rating}),
        ("reopened", _("Reopened after the solution"), PERCENTS, {
            _("Of all tickets"): lambda line: line.reopened_percent}),
        ("abandoned", _("Left the queue of the chat"), PERCENTS, {
            _("Of those that waited in it"): lambda line: line.abandoned_percent}),
    ]  # fmt: skip
    result = []
    for key, title, scale, kinds in plans:
        series = [Series(name, [take(line) for line in lines]) for name, take in kinds.items()]
        about = in_words(labels, series, scale)
        result.append(
            chart(key, title, about, labels=labels, series=series, scale=scale, bars=key == "begun")
        )
    return result


def in_words(labels: list[str], series: list[Series], scale: Scale) -> str:
    """The chart in words, for who does not see it."""
    sentences = []
    for each in series:
        there = [value for value in each.values if value is not None]
        if there:
            sentences.append(
                _("%(name)s, %(first)s to %(last)s: least %(least)s, most %(most)s.")
                % {
                    "name": each.name,
                    "first": labels[0],
                    "last": labels[-1],
                    "least": scale.say(min(there)),
                    "most": scale.say(max(there)),
                }
            )
    return " ".join(sentences) or _("There is nothing to draw in this time.")


def day_labels(lines: "Sequence[Named]") -> list[str]:
    """The days of lines over time, as a chart has room for them."""
    form = formats.get_format("MONTH_DAY_FORMAT").replace("m", "n")  # no 06月 for June
    return [_day(line.name, form) for line in lines]


def _day(name: str, form: str) -> str:
    return str(formats.date_format(datetime.fromisoformat(name).date(), form))
