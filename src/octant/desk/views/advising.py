"""Which channel is advised when: leads change the points, and see first what that would mean."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.advice.selectors import standing
from octant.core.advice.services.points import restore_points, save_points
from octant.core.advice.trying import try_points
from octant.core.safety.text import screen
from octant.desk.access import leading
from octant.desk.advice_form import LONGEST, PointsForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame
from octant.kit.errors import Conflict


@leading
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The points. `do`: save, or try (which stores nothing)."""
    actor = reader_of(request)
    known = standing(actor)
    form = PointsForm(request.POST or None, standing=known)
    valid = request.method == "POST" and form.is_valid()
    if valid and request.POST.get("do") == "save":
        given = form.cleaned_data
        if attempt(
            form, lambda: save_points(actor=actor, points=form.points(), seen=given["seen"])
        ):
            return redirect("desk:advice")
    wrong = request.method == "POST" and bool(form.errors)
    context = {
        **frame(request),
        "form": form,
        "known": known,
        "trial": _trial(request, form) if valid or request.method != "POST" else None,
        "tried": valid,
        "here": "advice",
    }
    return render(request, "desk/advice.html", context, status=400 if wrong else 200)


@leading
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Back to the workspace's own points."""
    # Where somebody was faster, the page that follows shows what stands now, and the button again.
    with suppress(Conflict):
        restore_points(actor=reader_of(request), seen=request.POST.get("seen", "")[:40])
    return redirect("desk:advice")


def _trial(request: HttpRequest, form: PointsForm) -> Any:
    given = form.points() if form.is_bound else form.standing.chosen
    said = form.cleaned_data["sentence"] if form.is_bound else ""
    return try_points(
        reader_of(request),
        points=given,
        sentence=screen(said[:LONGEST]),
        language=request.LANGUAGE_CODE,
    )
