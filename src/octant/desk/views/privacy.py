"""How long data is kept, who saw it, and what leads do for one person's data."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.people.access import View, confirmed
from octant.core.people.selectors import customer_for, who_answers
from octant.core.ports.privacy import register
from octant.core.privacy import selectors
from octant.core.privacy.services import erasing, exports, retention
from octant.core.privacy.services.holds import lift_hold, place_hold
from octant.core.privacy.sessions import level_of
from octant.core.privacy.views.own import download
from octant.core.privacy.watching import sight_page
from octant.core.tickets.selectors import ticket_for
from octant.desk.access import leading
from octant.desk.forms import HoldForm, PeriodForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame
from octant.kit.errors import NotFound


def _sure(view: View) -> View:
    """Leads who signed in lately: these pages reach all that we keep of somebody."""
    return leading(confirmed(view))


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {**frame(request), "here": "privacy", **context})


@leading
@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """Every kind with its time; a change is shown with what it would delete before it is made."""
    names = [(k.key, k.name) for k in register().kinds if not k.fixed]
    form = PeriodForm(
        request.POST if request.method == "POST" else None, kinds=names, initial={"kind": "chats"}
    )
    asked: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        kind, days = form.cleaned_data["kind"], form.cleaned_data["days"]
        reader = reader_of(request)
        if "sure" in request.POST:
            if attempt(form, lambda: retention.set_period(actor=reader, kind=kind, days=days)):
                return redirect("desk:privacy")
        else:
            would = selectors.preview(reader, kind=kind, days=days)
            asked = {"kind": dict(names)[kind], "days": days, "would": would}
    board = selectors.board(reader_of(request))
    runs = [(run, board.total[run.pk]) for run in board.runs]
    return _page(request, "desk/privacy.html", board=board, runs=runs, form=form, asked=asked)


@leading
@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """Who saw whose data, newest first, by customer and by member of staff."""
    customer, agent = _number(request, "customer"), _number(request, "agent")
    page = sight_page(
        reader_of(request),
        customer=customer,
        agent=agent,
        cursor=request.GET.get("page", "").replace("\0", "")[:80],
    )
    kept = {"customer": customer or "", "agent": agent or "", "page": page.next}
    about = customer_for(reader_of(request), customer) if customer else None
    return _page(
        request,
        "desk/seen.html",
        rows=page.rows,
        next=urlencode(kept) if page.next else "",
        people=who_answers(),
        agent=agent,
        customer=customer,
        about=about,
    )


@leading
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """Requests for erasure, and what became of them."""
    page = selectors.erasure_page(reader_of(request), after=request.GET.get("after", ""))
    return _page(request, "desk/erasures.html", rows=page.rows, next=page.next)


@leading
@require_safe
def erasure(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what may be done with it, or the report of it."""
    row = selectors.erasure_for(reader_of(request), public_id.replace("\0", ""))
    return _page(
        request,
        "desk/erasure.html",
        erasure=row,
        report=selectors.report_of(row),
        kept=register().kept,
        mine=row.asked_by_id == reader_of(request).pk,
    )


@_sure
@require_POST
def decide(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Confirm as the second person, or cancel."""
    verbs = {"confirm": erasing.confirm, "cancel": erasing.cancel}
    if verb not in verbs:
        raise NotFound(_("There is nothing at this address."))
    row = verbs[verb](actor=reader_of(request), public_id=public_id.replace("\0", ""))
    return redirect("desk:erasure", public_id=row.public_id)


@_sure
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer's data: holds, export, erasure, consents."""
    return _person(request, pk, HoldForm())


def _person(request: HttpRequest, pk: int, form: HoldForm) -> HttpResponse:
    file = selectors.person_file(reader_of(request), pk)
    admin = reader_of(request).role == "admin"
    return _page(request, "desk/person_data.html", file=file, form=form, admin=admin)


@_sure
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Place a hold, have an export made, or ask for an erasure."""
    reader = reader_of(request)
    customer = selectors.person_file(reader, pk).customer
    if verb == "hold":
        form = HoldForm(request.POST)
        if not form.is_valid() or not attempt(form, lambda: _hold(request, pk, form)):
            return _person(request, pk, form)
    elif verb == "export":
        exports.ask_for(actor=reader, customer=customer)
    elif verb == "erase":
        row = erasing.ask_for(actor=reader, customer=customer)
        return redirect("desk:erasure", public_id=row.public_id)
    else:
        raise NotFound(_("There is nothing at this address."))
    return redirect("desk:person_data", pk=pk)


def _hold(request: HttpRequest, pk: int, form: HoldForm) -> None:
    """On the ticket that was named, else on the customer."""
    reader = reader_of(request)
    customer = selectors.person_file(reader, pk).customer
    reason, named = form.cleaned_data["reason"], form.cleaned_data["ticket"].strip().upper()
    if not named:
        place_hold(actor=reader, customer=customer, reason=reason)
        return
    ticket = ticket_for(reader, named.replace("\0", ""))
    if ticket.customer_id != customer.pk:
        raise NotFound(_("This customer has no such ticket."), field="ticket")
    place_hold(actor=reader, ticket=ticket, reason=reason)


@_sure
@require_POST
def lift(request: HttpRequest, hold: int) -> HttpResponse:
    """Lift a legal hold and go back to where it was seen."""
    lift_hold(actor=reader_of(request), hold_id=hold)
    messages.success(request, _("The hold is lifted."))
    back = request.POST.get("person", "")
    known = back.isascii() and back.isdigit() and len(back) < 18
    return redirect(reverse("desk:person_data", args=[back]) if known else "desk:privacy")


@_sure
@require_safe
def export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The archive that this administrator asked for."""
    return download(reader_of(request), public_id, level=level_of(request))


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None
