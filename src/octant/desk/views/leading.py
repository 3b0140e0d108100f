"""What leads look after: the team, its coverage of the week, and the audit trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.people.selectors import who_answers
from octant.core.ports.audit_words import areas
from octant.core.routing.board import shifts_of_everybody
from octant.core.routing.present import board
from octant.core.routing.services.shifts import add_shift, remove_shift
from octant.core.safety.selectors import audit_page
from octant.desk import coverage as week
from octant.desk import inbox, words
from octant.desk.access import leading
from octant.desk.forms import ShiftForm
from octant.desk.parts import attempt, is_part, reader_of
from octant.desk.views.tickets import frame


@leading
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Who is here with how much work, and how long each queue waits; as a part, for a page that
    is open already."""
    topics = inbox.names()
    found = board(reader_of(request))
    numbers = [(words.queue_name(n.queue, topics), n) for n in found.queues]
    context = {
        "now": found,
        "numbers": numbers,
        "topics": topics,
        "language_names": words.LANGUAGES,
        "here": "team",
    }
    if is_part(request):
        return render(request, "desk/team_now.html", context)
    return render(request, "desk/team.html", {**frame(request), **context})


@leading
@require_http_methods(["GET", "POST"])
def coverage(request: HttpRequest) -> HttpResponse:
    """The week's grid in each language, the shifts behind it, and a form for another."""
    people = [(str(user.pk), user.name) for user in who_answers()]
    form = ShiftForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        start, minutes = form.span()
        user = next(u for u in who_answers() if str(u.pk) == form.cleaned_data["user"])

        def work() -> None:
            add_shift(user=user, actor=reader_of(request), start_minute=start, minutes=minutes)

        if attempt(form, work):
            return redirect("desk:coverage")
    shifts = [
        (week.moment(shift.start_minute), week.moment(shift.end_minute), shift)
        for shift in shifts_of_everybody()
    ]
    context = {"weeks": week.weeks(), "shifts": shifts, "form": form, "here": "coverage"}
    return render(request, "desk/coverage.html", {**frame(request), **context})


@leading
@require_POST
def remove(request: HttpRequest, shift: int) -> HttpResponse:
    """Take a shift out of the plan."""
    remove_shift(shift_id=shift, actor=reader_of(request))
    return redirect("desk:coverage")


@leading
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What staff did, newest first."""
    actor = request.GET.get("actor", "")
    verb = request.GET.get("verb", "").replace("\0", "")[:60]
    page = audit_page(
        cursor=request.GET.get("page", "").replace("\0", ""),
        actor=int(actor) if actor.isascii() and actor.isdigit() and len(actor) < 18 else None,
        verb=verb,
    )
    asked = {"actor": actor, "verb": verb, "people": who_answers(), "areas": areas()}
    context = {"page": page, "here": "audit", **asked}
    return render(request, "desk/audit.html", {**frame(request), **context})
