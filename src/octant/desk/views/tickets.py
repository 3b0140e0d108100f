"""The three panes, and the parts of them that are fetched again."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.core.people.access import may_lead
from octant.core.ports.registry import asides
from octant.core.ports.workspace import workspace
from octant.core.privacy.services.sights import note_sight
from octant.core.routing.board import state_of
from octant.core.routing.selectors import open_offers_of
from octant.core.takeover.selectors import unanswered
from octant.core.tickets.held import held_waiting
from octant.core.tickets.lists import COUNT_CAP, tickets_among
from octant.core.tickets.selectors import file_for, messages_of, past_tickets
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.files import RESUME_BYTES, limits, max_bytes
from octant.desk import inbox, thread, words
from octant.desk.access import answering
from octant.desk.bubbles import bubbles_of
from octant.desk.parts import is_part, reader_of
from octant.kit.database.counting import counts

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

MAX_SEQ = 2_000_000_000


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the top bar and the page's script need. State and offers, and what waits for a lead."""
    reader = reader_of(request)
    waiting = [place.waiting(reader) for place in asides().values()]
    parts = [held_waiting(reader), unanswered(reader), *waiting]
    held, takeovers, *aside = counts(parts, cap=COUNT_CAP)
    state = state_of(reader)
    rings = state is not None and getattr(state, "ringing")  # noqa: B009 - an annotation
    return {
        "state": state,
        "offers": [o for o in open_offers_of(reader) if o.accepted_at is None] if rings else [],
        "accept_seconds": int(workspace().chat.get("accept_timeout_seconds", 30)),
        "max_bytes": max_bytes(),
        "resume_bytes": RESUME_BYTES,
        "file_caps": json.dumps(limits().by_ending()),
        "max_files": max_files(),
        "language_names": words.LANGUAGES,
        "leads": may_lead(reader),
        "held_count": held,
        "takeover_count": takeovers,
        "aside_count": sum(aside) if asides() else None,
    }


@answering
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The inbox, with no ticket open."""
    context = inbox.inbox(request, reader_of(request))
    return render(request, "desk/desk.html", {**context, **frame(request), "here": "inbox"})


@answering
@require_safe
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """One ticket: two panes for the desk's script, the whole desk for a browser. There the list
    follows in a request of its own, so that what the agent came for is seen first."""
    reader = reader_of(request)
    found = thread.find(reader, public_id)
    _note(request, found, "found" if _searched(request) else "ticket")
    context = thread.ticket_context(reader, found, inbox.names())
    if is_part(request):
        return render(request, "desk/ticket.html", context)
    context |= {**frame(request), "here": "inbox", "list_query": inbox.query_asked(request)}
    return render(request, "desk/desk.html", context)


@answering
@require_safe
def ticket_list(request: HttpRequest) -> HttpResponse:
    """The left pane alone."""
    return render(request, "desk/list.html", inbox.inbox(request, reader_of(request)))


@answering
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows of some tickets, as far as they belong to the list that is shown."""
    ids = [int(i) for i in request.GET.get("ids", "").split(",") if i.isascii() and i.isdigit()]
    ids = [pk for pk in ids if pk < 2**62]
    asked = inbox.wanted(request.GET)
    found = tickets_among(reader_of(request), ids, asked)
    context = {"rows": inbox.rows_of(found, inbox.names()), "query": inbox.query_of(asked)}
    return render(request, "desk/rows.html", context)


@answering
@require_safe
def messages(request: HttpRequest, public_id: str) -> HttpResponse:
    """Messages after, or before, a number, as they stand in the thread."""
    reader = reader_of(request)
    found = thread.find(reader, public_id)
    _note(request, found, "ticket")
    before, after = _number(request, "before"), _number(request, "after")
    if before:
        shown = messages_of(reader, found, before=before, limit=thread.PAGE)
    else:
        shown = messages_of(reader, found, after=after, limit=200)
    context = {"bubbles": bubbles_of(shown, found, reader=reader)}
    response = render(request, "desk/messages.html", context)
    response["X-Earlier"] = "1" if before and shown and shown[0].seq > 1 else ""
    return response


@answering
@require_safe
def file(request: HttpRequest, file_id: str) -> HttpResponse:
    """One file as it stands under its message: whether it was checked meanwhile."""
    return render(request, "desk/file.html", {"file": file_for(reader_of(request), file_id)})


@answering
@require_safe
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """Head and properties again, after somebody changed the ticket."""
    reader = reader_of(request)
    found = thread.find(reader, public_id)
    context = thread.state_context(reader, found, inbox.names())
    return render(request, "desk/parts.html", context)


@answering
@require_safe
def past(request: HttpRequest, public_id: str) -> HttpResponse:
    """The customer's other tickets; asked for after the page, like what the exchange says."""
    reader = reader_of(request)
    found = thread.find(reader, public_id)
    return render(request, "desk/past.html", {"past": past_tickets(reader, found)})


@answering
@require_safe
def exchange(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the exchange says; asked for after the page, since it may take seconds."""
    reader = reader_of(request)
    found = thread.find(reader, public_id)
    context = {"ticket": found, **thread.exchange_facts(reader, found)}
    if context["reason"] == "":
        _note(request, found, "customer")
    return render(request, "desk/exchange.html", context)


def _searched(request: HttpRequest) -> bool:
    """Whether the ticket was come to by searching: in the palette, or from a list of hits."""
    came_from = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    by_list = request.GET.get("words") or (is_part(request) and "words" in came_from)
    return bool(by_list) or request.GET.get("from") == "search"


def _note(request: HttpRequest, ticket: "Ticket", what: str) -> None:
    """Into the access log, before anything is shown."""
    note_sight(
        agent=reader_of(request), customer=ticket.customer_id, what=what, ticket=ticket.public_id
    )


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return min(int(value), MAX_SEQ) if value.isascii() and value.isdigit() else 0
