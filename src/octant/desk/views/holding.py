"""Replies that the outbound guard stopped: shown, asked of a lead, released or refused."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from octant.core.people.access import may_lead
from octant.core.safety.guard import NeverAsked
from octant.core.safety.text import screen
from octant.core.tickets.caps import max_characters
from octant.core.tickets.held import held_everywhere
from octant.core.tickets.known import known_references
from octant.core.tickets.services.drafting import drop_draft
from octant.core.tickets.services.holding import hold, refuse, release, withdraw
from octant.core.tickets.services.overriding import REASON_LENGTH
from octant.desk import guarding, thread
from octant.desk.access import answering, leading
from octant.desk.parts import changed, markup, reader_of, refused
from octant.desk.views.tickets import frame
from octant.kit.errors import DomainError
from octant.kit.ids import read_uuid

if TYPE_CHECKING:
    from octant.core.people.models import User

FILES_AT_MOST = 20


def stopped_by_guard(request: HttpRequest, stopped: NeverAsked) -> JsonResponse:
    """The refusal, and what the composer shows of it: why, and what can be done."""
    asks = guarding.shown([{"kind": ask.kind, "quote": ask.quote} for ask in stopped.asks])
    context = {"asks": asks, "leads": may_lead(reader_of(request))}
    data = {
        "code": stopped.code,
        "sentence": str(stopped),
        "field": stopped.field,
        "html": markup(request, "desk/guard.html", context),
    }
    return JsonResponse(data, status=stopped.status)


@answering
@require_POST
def hold_reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a lead about a reply that was stopped; it waits on the ticket."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    try:
        hold(
            ticket=ticket,
            agent=agent,
            text=screen(
                request.POST.get("text", ""),
                known=known_references(ticket),
                max_chars=max_characters(),
            ),
            why=screen(request.POST.get("guard_reason", "")[:REASON_LENGTH]),
            client_id=read_uuid(request.POST.get("id", "")),
            files=tuple(request.POST.getlist("files")[:FILES_AT_MOST]),
            waiting=request.POST.get("then", "") == "wait",
            way=thread.way_of(ticket, request.POST),
        )
        drop_draft(ticket=ticket, agent=agent, mode="reply")
    except DomainError as error:
        return refused(error)
    return JsonResponse({"held": True})


@answering
@require_POST
def decide(request: HttpRequest, public_id: str, held: int, verb: str) -> HttpResponse:
    """A lead releases or refuses; the author takes it back."""
    reader = reader_of(request)
    ticket = thread.find(reader, public_id)
    _decide(reader, held, verb, request.POST.get("reason", "")[:REASON_LENGTH])
    return changed(request, ticket)


def _decide(reader: "User", held: int, verb: str, reason: str) -> None:
    match verb:
        case "release":
            release(held_id=held, lead=reader, reason=screen(reason))
        case "refuse":
            refuse(held_id=held, lead=reader, reason=screen(reason))
        case "withdraw":
            withdraw(held_id=held, agent=reader)
        case _:
            raise Http404


@leading
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a lead, oldest first."""
    rows = [(held, guarding.shown(held.asks)) for held in held_everywhere(reader_of(request))]
    return render(request, "desk/waiting.html", {**frame(request), "rows": rows, "here": "held"})
