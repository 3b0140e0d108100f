"""What agents do to a ticket besides talking: label, solve, hand over, merge, block."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.people.selectors import teams, who_answers
from octant.core.people.services.customers import block, unblock
from octant.core.proof.services.stepping import ask
from octant.core.routing.board import queues
from octant.core.routing.services.offers import take, transfer
from octant.core.safety.text import Screened, screen
from octant.core.takeover.services.cases import answer, dismiss
from octant.core.takeover.services.freezing import try_again
from octant.core.tickets.known import known_references
from octant.core.tickets.lists import category_with_key, priority_in
from octant.core.tickets.selectors import past_tickets, ticket_for
from octant.core.tickets.services import lifecycle
from octant.desk import inbox, thread, words
from octant.desk.access import answering
from octant.desk.forms import BlockForm, MergeForm, TransferForm
from octant.desk.parts import attempt, changed, reader_of

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

Verb = Callable[["Ticket", "User"], object]


def _take(ticket: "Ticket", agent: "User") -> None:
    """A waiting chat is taken by an offer, so that it counts; other tickets are assigned."""
    if ticket.live:
        take(ticket=ticket, agent=agent)
    else:
        lifecycle.assign(ticket=ticket, assignee=agent, actor=agent)


def _answer_takeover(ticket: "Ticket", agent: "User") -> None:
    """Whoever is on it has the ticket, unless somebody else has."""
    answer(ticket=ticket, actor=agent)
    if ticket.assignee_id is None:
        _take(ticket, agent)


VERBS: dict[str, Verb] = {
    "take": _take,
    "release": lambda t, a: lifecycle.assign(ticket=t, assignee=None, actor=a),
    "solve": lambda t, a: lifecycle.solve(ticket=t, actor=a),
    "reopen": lambda t, a: lifecycle.reopen(ticket=t, actor=a),
    "close": lambda t, a: lifecycle.close(ticket=t, actor=a),
    "wait": lambda t, a: lifecycle.set_status(ticket=t, status="waiting", actor=a),
    "open": lambda t, a: lifecycle.set_status(ticket=t, status="open", actor=a),
    "unblock": lambda t, a: unblock(customer=t.customer, actor=a),
    "ask_step_up": lambda t, a: ask(ticket=t, agent=a),
    "answer_takeover": lambda t, a: _answer_takeover(t, a),
    "dismiss_takeover": lambda t, a: dismiss(ticket=t, actor=a),
    "freeze_again": lambda t, a: try_again(ticket=t),
}


@answering
@require_POST
def do(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """One of the verbs that need nothing said."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    if verb not in VERBS:
        raise Http404
    VERBS[verb](ticket, agent)
    return changed(request, ticket)


@answering
@require_POST
def label(request: HttpRequest, public_id: str) -> HttpResponse:
    """Category, priority, tags or disposition: what is given is set, the rest stays."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    given = {name: request.POST[name].replace("\0", "") for name in request.POST}
    priority = given.get("priority", "")
    tags = given["tags"].replace("，", ",").replace("、", ",") if "tags" in given else None
    lifecycle.label(
        ticket=ticket,
        actor=agent,
        category=category_with_key(given["category"]) if given.get("category") else None,
        priority=(priority_in(priority) or 0) if priority else None,
        tags=tags.split(",") if tags is not None else None,
        disposition=given.get("disposition"),
    )
    return changed(request, ticket)


@answering
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """The transfer dialog."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    form = TransferForm(request.POST or None, targets=_targets(agent))
    if request.method == "POST" and form.is_valid():

        def work() -> None:
            note = screen(form.cleaned_data["note"], known=known_references(ticket))
            _hand_over(ticket, agent, form.cleaned_data["to"], note or None)

        if attempt(form, work):
            return _done(changed(request, ticket), _("The ticket was handed over."))
    context = {"form": form, "ticket": ticket}
    return render(request, "desk/dialog_transfer.html", context)


def _targets(agent: "User") -> list[tuple[str, list[tuple[str, str]]]]:
    topics = inbox.names()
    people = [(f"agent:{u.pk}", _person(u)) for u in who_answers() if u.pk != agent.pk]
    return [
        (_("Agents"), people),
        (_("Teams"), [(f"team:{team.pk}", team.name) for team in teams()]),
        (_("Queues"), [(f"queue:{key}", words.queue_name(key, topics)) for key in queues()]),
    ]


def _person(user: "User") -> str:
    return f"{user.name} ({user.alias})" if user.alias and user.alias != user.name else user.name


def _hand_over(ticket: "Ticket", actor: "User", to: str, reason: Screened | None) -> None:
    kind, _colon, key = to.partition(":")
    transfer(
        ticket=ticket,
        actor=actor,
        to_agent=next((u for u in who_answers() if str(u.pk) == key), None)
        if kind == "agent"
        else None,
        to_team=next((t for t in teams() if str(t.pk) == key), None) if kind == "team" else None,
        to_queue=key if kind == "queue" else "",
        reason=reason,
    )


@answering
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """The merge dialog: the customer's other tickets to choose from, or a number typed."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def work() -> None:
            number = form.cleaned_data["into"].strip("# ").upper()
            lifecycle.merge(ticket=ticket, into=ticket_for(agent, number), actor=agent)

        if attempt(form, work):
            return _done(changed(request, ticket), _("The tickets were merged."))
    past = [o for o in past_tickets(agent, ticket) if o.customer_id == ticket.customer_id]
    others = [other for other in past if other.merged_into_id is None]
    return render(
        request, "desk/dialog_merge.html", {"form": form, "ticket": ticket, "others": others}
    )


@answering
@require_http_methods(["GET", "POST"])
def block_customer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dialog that refuses further chats of this customer."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = screen(form.cleaned_data["reason"]).text
        block(customer=ticket.customer, actor=agent, reason=reason)
        return _done(changed(request, ticket), _("The customer can no longer start chats."))
    return render(request, "desk/dialog_block.html", {"form": form, "ticket": ticket})


def _done(response: HttpResponse, sentence: str) -> HttpResponse:
    """Close the dialog and say so."""
    response["HX-Trigger"] = json.dumps({"desk:done": {"sentence": sentence}})
    response["HX-Reswap"] = "none"
    return response
