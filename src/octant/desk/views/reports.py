"""What became of customers' problems over time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.desk import advice_reporting, reporting
from octant.desk.access import leading
from octant.desk.exporting import table_file
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame
from octant.reactions.insights.advising import together
from octant.reactions.insights.cutting import zone_name
from octant.reactions.insights.selectors import progress

COLUMNS = (
    "begun",
    "answered",
    "first_half",
    "first_most",
    "solved",
    "solution_half",
    "solution_most",
    "reopened",
    "rated",
    "rating_sum",
    "queued",
    "abandoned",
)
# Half and nine of ten by their names in a table of figures.
_HEADS = {
    "first_half": "first_answer_seconds_50",
    "first_most": "first_answer_seconds_90",
    "solution_half": "solution_seconds_50",
    "solution_most": "solution_seconds_90",
}


@leading
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Charts over time and a table by time, channel, topic or language."""
    reader, offered = reader_of(request), reporting.choices()
    wanted = reporting.asked(request.GET, offered)
    found = reporting.found(reader, wanted)
    context: dict[str, Any] = {
        "wanted": wanted,
        "offered": offered,
        "total": found.total,
        "charts": reporting.drawn(found.lines) if found.total.begun else [],
        "lines": reporting.named(wanted, reporting.table(wanted, found), offered),
        "progress": progress(reader),
        "zone": zone_name(),
        "here": "reports",
    }
    return render(request, "desk/reports.html", {**frame(request), **context})


@leading
@require_safe
def reports_file(request: HttpRequest, form: str) -> HttpResponse:
    """The page's table as a file: names are keys, times are seconds, shares are left to the
    reader, who has both numbers of each."""
    wanted = reporting.asked(request.GET, reporting.choices())
    group = wanted.time_group if wanted.by == "time" else wanted.by
    found = reporting.found(reader_of(request), wanted)
    head = (group, *(_HEADS.get(column, column) for column in COLUMNS))
    rows = [
        (line.name, *(getattr(line, column) for column in COLUMNS))
        for line in reporting.table(wanted, found)
    ]
    return table_file(f"tickets-by-{group}", form, head, rows)


@leading
@require_safe
def help_center(request: HttpRequest) -> HttpResponse:
    """How many readers found their answer without asking, and what stood before questions."""
    offered = reporting.choices()
    wanted = reporting.asked(request.GET, offered)
    found = reporting.helped(reader_of(request), wanted)
    context = {
        "wanted": wanted,
        "offered": offered,
        "found": found,
        "charts": reporting.drawn_help(found.lines) if found.total.readers else [],
        "here": "reports",
    }
    return render(request, "desk/reports_help.html", {**frame(request), **context})


@leading
@require_safe
def help_file(request: HttpRequest, form: str) -> HttpResponse:
    """Its days or weeks as a file."""
    wanted = reporting.asked(request.GET, reporting.choices())
    found = reporting.helped(reader_of(request), wanted)
    rows = [(line.name, line.readers, line.asked) for line in found.lines]
    head = (wanted.time_group, "readers", "asked")
    return table_file(f"help-center-by-{wanted.time_group}", form, head, rows)


@leading
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Which way was advised, which was used, and whether it was solved there."""
    offered = reporting.choices()
    wanted = reporting.asked(request.GET, offered)
    found = advice_reporting.choices_of(reader_of(request), wanted)
    lines = advice_reporting.over_time(wanted, found)
    context = {
        "wanted": wanted,
        "offered": offered,
        "total": together("", found),
        "corrections": advice_reporting.corrections_of(reader_of(request), wanted),
        "matrix": advice_reporting.matrix(found),
        "charts": advice_reporting.drawn_advice(lines) if found else [],
        "zone": zone_name(),
        "here": "reports",
    }
    return render(request, "desk/reports_advice.html", {**frame(request), **context})


@leading
@require_safe
def advice_file(request: HttpRequest, form: str) -> HttpResponse:
    """Day or week by first and used way: keys and counts, from which all shares follow."""
    wanted = reporting.asked(request.GET, reporting.choices())
    found = advice_reporting.choices_of(reader_of(request), wanted)
    rows = [(x.name, x.first, x.used, x.given, x.known, x.solved) for x in found]
    head = (wanted.time_group, "first", "used", "given", "known", "solved")
    return table_file(f"advice-by-{wanted.time_group}", form, head, rows)
