"""Small answers for the page's script: socket token, canned replies, articles, people."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from octant.core.knowledge.selectors.search import search
from octant.core.people.selectors import who_answers
from octant.core.tickets.access import socket_token_for
from octant.core.tickets.canned import filled, values_for
from octant.core.tickets.lists import canned_replies
from octant.core.tickets.selectors import Filter, ticket_for, ticket_page
from octant.desk import thread
from octant.desk.access import answering
from octant.desk.parts import reader_of
from octant.kit.errors import NotFound

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

FOUND = 8


@answering
@require_safe
def socket(request: HttpRequest) -> JsonResponse:
    """Where the socket is and a token that opens it within a minute."""
    return JsonResponse(
        {
            "token": socket_token_for(reader_of(request)),
            "url": settings.OCTANT_SOCKET_URL,
            "port": settings.OCTANT_PORT + 1,
            "language": get_language(),
        }
    )


@answering
@require_safe
def canned(request: HttpRequest, public_id: str) -> JsonResponse:
    """Prepared answers in the customer's language, placeholders filled."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    values = values_for(ticket, agent)
    category = ticket.category.key if ticket.category else ""
    found = canned_replies(ticket.language, category=category)
    rows = [{"label": c.shortcut, "text": filled(c.text, values)} for c in found]
    return JsonResponse({"items": rows})


@answering
@require_safe
def articles(request: HttpRequest, public_id: str) -> JsonResponse:
    """Articles for the customer: what to insert for each, their language first."""
    ticket = thread.find(reader_of(request), public_id)
    asked = request.GET.get("q", "").replace("\0", " ")[:200] or ticket.subject
    page = search(asked, ticket.language, per_page=FOUND)
    rows = [
        {
            "label": hit.title,
            "detail": hit.snippet[:120],
            "text": f"{hit.title}\n{settings.OCTANT_URL}{hit.url}",
            "foreign": hit.foreign,
        }
        for hit in page.hits
    ]
    return JsonResponse({"items": rows})


@answering
@require_safe
def people(request: HttpRequest) -> JsonResponse:
    """Colleagues who can be named in a note."""
    rows = [
        {"label": u.name, "detail": u.alias, "text": f"@{u.name} ", "id": u.pk}
        for u in who_answers()
    ]
    return JsonResponse({"items": rows})


@answering
@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Tickets for the palette: by number, else by words."""
    reader = reader_of(request)
    asked = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    found: list[Ticket] = []
    try:
        found = [ticket_for(reader, asked.strip("#").upper())] if asked else []
    except NotFound:
        found = ticket_page(reader, Filter(view="all", words=asked), limit=FOUND).tickets
    return JsonResponse({"items": [_row(ticket) for ticket in found]})


def _row(ticket: "Ticket") -> dict[str, Any]:
    return {
        "label": ticket.subject,
        "detail": f"{ticket.public_id} · {ticket.customer}",
        "href": reverse("desk:ticket", args=[ticket.public_id]) + "?from=search",
    }
