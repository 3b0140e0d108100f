"""What became of customers' problems over time."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.desk import reporting
from octant.desk.access import leading
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame
from octant.kit.spreadsheet import harmless
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
def reports_csv(request: HttpRequest) -> HttpResponse:
    """The page's table as a file: names are keys, times are seconds, shares are left to the
    reader, who has both numbers of each."""
    wanted = reporting.asked(request.GET, reporting.choices())
    group = wanted.time_group if wanted.by == "time" else wanted.by
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tickets-by-{group}.csv"'
    out = csv.writer(response)
    out.writerow((group, *(_HEADS.get(column, column) for column in COLUMNS)))
    found = reporting.found(reader_of(request), wanted)
    for line in reporting.table(wanted, found):
        out.writerow((harmless(line.name), *(getattr(line, column) for column in COLUMNS)))
    return response
