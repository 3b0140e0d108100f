"""Chats offered to an agent, and whether they are here to take them."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from octant.core.routing.services import offers, presence
from octant.desk.access import answering
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame


@answering
@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """The banner of chats that ring, and the presence menu."""
    return render(request, "desk/offers.html", frame(request))


@answering
@require_POST
def accept(request: HttpRequest, offer: int) -> HttpResponse:
    """Take the chat and go there."""
    ticket = offers.accept(offer_id=offer, agent=reader_of(request))
    response = render(request, "desk/offers.html", frame(request))
    where = reverse("desk:ticket", args=[ticket.public_id])
    response["HX-Trigger"] = json.dumps({"desk:go": {"path": where}})
    return response


@answering
@require_POST
def decline(request: HttpRequest, offer: int) -> HttpResponse:
    """Give it back."""
    offers.decline(offer_id=offer, agent=reader_of(request))
    return render(request, "desk/offers.html", frame(request))


@answering
@require_POST
def set_presence(request: HttpRequest) -> HttpResponse:
    """Come online, step away or go."""
    presence.set_presence(user=reader_of(request), presence=request.POST.get("presence", ""))
    return render(request, "desk/offers.html", frame(request))


@answering
@require_POST
def pulse(request: HttpRequest) -> HttpResponse:
    """A desk without a socket says that it is open."""
    presence.touch(user=reader_of(request))
    return HttpResponse(status=204)
