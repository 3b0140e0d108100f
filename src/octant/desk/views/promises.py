"""What leads promise, by which calendars, and how well it was kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.ports.registry import surfaces
from octant.core.promises import report, selectors
from octant.core.promises.services import policies
from octant.core.routing.board import queues
from octant.desk import inbox, words
from octant.desk.access import leading
from octant.desk.exporting import table_file
from octant.desk.parts import attempt, reader_of
from octant.desk.promise_forms import CalendarForm, PolicyForm
from octant.desk.views.tickets import frame

CLOCKS = ("first", "next", "solution")
BY = ("week", "channel", "category", "all")


@leading
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The policies in their order, and the calendars."""
    reader = reader_of(request)
    rows = [(each, _name(each.names, request)) for each in selectors.all_policies(reader)]
    days = [(each, _name(each.names, request)) for each in selectors.all_calendars(reader)]
    context = {"rows": rows, "calendars": days, "here": "promises"}
    return render(request, "desk/promises.html", {**frame(request), **context})


@leading
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Change a policy or write a new one; `do=try` shows what it would mean now."""
    reader = reader_of(request)
    row, calendars = selectors.policy_with(reader, pk), selectors.all_calendars(reader)
    topics = inbox.names()
    form = PolicyForm(
        request.POST or None,
        initial=PolicyForm.of(row),
        calendars=[(str(c.pk), _name(c.names, request)) for c in calendars],
        topics=inbox.topic_choices(topics),
        queues=[(key, words.queue_name(key, topics)) for key in queues()],
    )
    tried: list[Any] = []

    def work() -> None:
        filled = form.fill(row, calendars)
        policies.check_policy(filled)
        if request.POST.get("do") == "try":
            tried.append(selectors.preview(reader, filled))
        else:
            policies.save_policy(actor=reader, policy=filled)

    if request.method == "POST" and form.is_valid() and attempt(form, work) and not tried:
        return redirect("desk:promises")
    context = {"form": form, "row": row, "tried": tried, "here": "promises"}
    return render(request, "desk/policy.html", {**frame(request), **context})


@leading
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a policy away."""
    reader = reader_of(request)
    policies.remove_policy(actor=reader, policy=selectors.policy_with(reader, pk))
    return redirect("desk:promises")


@leading
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Change a calendar or write a new one."""
    reader = reader_of(request)
    row = selectors.calendar_with(reader, pk)
    form = CalendarForm(request.POST or None, initial=CalendarForm.of(row))

    def work() -> None:
        policies.save_calendar(actor=reader, calendar=form.fill(row))

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        return redirect("desk:promises")
    context = {"form": form, "row": row, "here": "promises"}
    return render(request, "desk/calendar.html", {**frame(request), **context})


@leading
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a calendar away that no policy counts by."""
    reader = reader_of(request)
    policies.remove_calendar(actor=reader, calendar=selectors.calendar_with(reader, pk))
    return redirect("desk:promises")


@leading
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """How well promises were kept, and the latest that broke."""
    asked = _asked(request)
    since, until = report.period(asked["days"])
    context = {
        **asked,
        "lines": _lines(request, asked),
        "broken": report.broken_promises(
            reader_of(request), clock=asked["clock"], since=since, until=until
        ),
        "clocks": words.CLOCKS.items(),
        "groups": words.GROUPS.items(),
        "periods": report.PERIODS,
        "query": urlencode({"clock": asked["clock"], "by": asked["group"], "days": asked["days"]}),
        "here": "kept",
    }
    return render(request, "desk/kept.html", {**frame(request), **context})


@leading
@require_safe
def kept_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same table as a file; names are keys, times are seconds that counted."""
    asked = _asked(request)
    head = ("kept", "broken", "running", "dropped", "percent", "seconds_50", "seconds_90")
    rows = [
        (x.name, x.kept, x.broken, x.running, x.dropped, x.percent, x.half, x.most)
        for x, _name_shown in _lines(request, asked)
    ]
    return table_file(f"promises-{asked['group']}", form, (asked["group"], *head), rows)


def _asked(request: HttpRequest) -> dict[str, Any]:
    clock, group = request.GET.get("clock", ""), request.GET.get("by", "")
    days = request.GET.get("days", "")
    return {
        "clock": clock if clock in CLOCKS else "first",
        "group": group if group in BY else "week",
        "days": int(days) if days in {str(each) for each in report.PERIODS} else 28,
    }


def _lines(request: HttpRequest, asked: dict[str, Any]) -> list[tuple[report.Line, str]]:
    since, until = report.period(asked["days"])
    found = report.attainment(
        reader_of(request), clock=asked["clock"], group=asked["group"], since=since, until=until
    )
    names: dict[str, Any] = {}
    if asked["group"] == "category":
        names = dict(inbox.topic_choices(inbox.names()))
    elif asked["group"] == "channel":
        names = {surface.key: surface.name for surface in surfaces()}
    return [(line, str(names.get(line.name, line.name)) or "–") for line in found]


def _name(names: dict[str, str], request: HttpRequest) -> str:
    return names.get(request.LANGUAGE_CODE) or names.get("en", "")
