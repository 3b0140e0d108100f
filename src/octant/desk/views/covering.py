"""Whether anybody was on duty when customers came."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.desk import cover_reporting, reporting
from octant.desk.access import leading
from octant.desk.exporting import Cell, table_file
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame
from octant.reactions.insights.covering import Cover, Coverage
from octant.reactions.insights.cutting import zone_name

HEAD = ("hour", "language", "minutes", "covered_minutes", "agent_minutes", "chats", "met_nobody")


@leading
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Shares of the time, the hours of the week, and chats that met nobody."""
    offered = reporting.choices()
    wanted = reporting.asked(request.GET, offered)
    found = cover_reporting.coverage_of(reader_of(request), wanted)
    hours = cover_reporting.chosen(wanted, found)
    lines = cover_reporting.over_time(wanted, hours)
    context = {
        "wanted": wanted,
        "offered": offered,
        "total": Cover.of_all(hours, hours[0].at) if hours else None,
        "week": cover_reporting.week(hours),
        "hours": cover_reporting.HOURS_A_DAY,
        "languages": cover_reporting.by_language(found),
        "skills": found.skills,
        "topics": reporting.topics(),
        "charts": cover_reporting.drawn_coverage(lines) if hours else [],
        "zone": zone_name(),
        "here": "reports",
    }
    return render(request, "desk/reports_coverage.html", {**frame(request), **context})


@leading
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """Every hour of the span for each language, or the one that was asked for."""
    wanted = reporting.asked(request.GET, reporting.choices())
    found = cover_reporting.coverage_of(reader_of(request), wanted)
    return table_file("coverage-by-hour", form, HEAD, _rows(found, wanted.language))


def _rows(found: Coverage, language: str) -> Iterator[tuple[Cell, ...]]:
    for key, hours in found.languages.items():
        if language in ("", key):
            for x in hours:
                at = x.at.isoformat(timespec="minutes")
                yield at, key, x.minutes, x.covered, x.manned, x.chats, x.unmet
