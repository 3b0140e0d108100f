"""Who a ticket's customer is over all channels, and the dialogs that join and separate them."""

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octant.core.people.services.merging import merge, separate
from octant.core.people.together import candidates, customer_with_id, merger_on, together
from octant.core.ports.assurance import Assurance
from octant.core.privacy.services.sights import note_sight
from octant.core.tickets.assurance import level_of
from octant.core.tickets.selectors import channels_of, ticket_for
from octant.desk import thread
from octant.desk.access import answering
from octant.desk.forms import ApartForm, SameForm
from octant.desk.parts import attempt, changed, reader_of
from octant.kit.errors import NotFound

if TYPE_CHECKING:
    from django.forms import Form

    from octant.core.people.models import Customer, User
    from octant.core.people.together import Candidate
    from octant.core.tickets.models import Ticket


@answering
@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rows of one person; asked for after the page, like their other tickets."""
    reader = reader_of(request)
    ticket = thread.find(reader, public_id)
    found = together(reader, ticket.customer)
    ways = channels_of(reader, [each.customer.pk for each in found.identities])
    context = {
        "ticket": ticket,
        "identities": [(each, ways.get(each.customer.pk, ())) for each in found.identities],
        "mergers": found.mergers,
        # Which account it is stands beside what else the exchange tells, at the same level.
        "sure": level_of(ticket) >= Assurance.SIGNED_IN,
    }
    return render(request, "desk/person.html", context)


@answering
@require_http_methods(["GET", "POST"])
def same(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dialog that makes two one: candidates with their proof, or a ticket's number."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    form = SameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def work() -> None:
            other = _chosen(agent, form)
            merge(
                one=ticket.customer,
                other=other,
                actor=agent,
                reason=form.cleaned_data["reason"],
            )

        if attempt(form, work):
            return _done(request, ticket, _("They are one person now."))
    found = candidates(agent, ticket.customer)
    _note(agent, found)
    context = {
        "form": form,
        "ticket": ticket,
        "may_join": [each for each in found if each.may_join],
        "others": [each for each in found if not each.may_join],
        "chosen": request.POST.get("other", ""),
    }
    return render(request, "desk/dialog_same.html", context)


def _chosen(agent: "User", form: "Form") -> "Customer":
    """Of the typed number, which is meant where both are given. Raises `NotFound`."""
    if number := form.cleaned_data["number"].strip("# ").upper():
        try:
            return ticket_for(agent, number.replace("\0", "")).customer
        except NotFound as error:
            error.field = "number"
            raise
    return customer_with_id(agent, form.cleaned_data["other"])


def _note(agent: "User", found: "list[Candidate]") -> None:
    """Into the access log, before anything is shown."""
    for each in found:
        note_sight(agent=agent, customer=each.identity.customer.pk, what="found")


@answering
@require_http_methods(["GET", "POST"])
def apart(request: HttpRequest, public_id: str, merger: int) -> HttpResponse:
    """The dialog that undoes one merger of this ticket's customer."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    try:
        found = merger_on(agent, ticket.customer, merger)
    except NotFound as error:
        raise Http404 from error
    form = ApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def work() -> None:
            separate(merger=found.pk, actor=agent, reason=form.cleaned_data["reason"])

        if attempt(form, work):
            return _done(request, ticket, _("They are separate again."))
    context = {"form": form, "ticket": ticket, "merger": found}
    return render(request, "desk/dialog_apart.html", context)


def _done(request: HttpRequest, ticket: "Ticket", sentence: str) -> HttpResponse:
    """Close the dialog, say so, and have the parts about the person fetched again."""
    response = changed(request, ticket)
    response["HX-Trigger"] = json.dumps({"desk:done": {"sentence": sentence}, "desk:people": {}})
    response["HX-Reswap"] = "none"
    return response
