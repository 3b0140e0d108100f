"""Inside a chat. The ticket's key comes in the header X-Octant-Key with every request."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from octant.channels.live_chat import limits, selectors
from octant.channels.live_chat.channel import KEY
from octant.channels.live_chat.services.talk import come_back, leave, screened
from octant.channels.live_chat.services.transcript import mail_transcript
from octant.channels.live_chat.views.common import body_of, chat_view, number_of, room_of
from octant.core.people.access import is_user
from octant.core.ports.registry import channels
from octant.core.safety.services.limiting import spend
from octant.core.tickets import chats, tus
from octant.core.tickets.selectors import messages_of
from octant.core.tickets.services.files import max_bytes, upload
from octant.core.tickets.services.lifecycle import rate
from octant.core.tickets.services.reading import seen
from octant.core.tickets.transcript import transcript
from octant.core.tickets.wire import file_wire, message_wire
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

# A window without a socket holds its request open this long; few may, since each holds a thread.
WAIT_SECONDS = 15
WAITERS = 2
LOOK_SECONDS = 0.7
PAGE = 200
FORM_BYTES = 64 * 1024  # what a multipart form adds to its file

_waiters = threading.BoundedSemaphore(WAITERS)


@chat_view("GET")
def state(request: HttpRequest) -> JsonResponse:
    """Where the chat stands."""
    return JsonResponse(selectors.state(room_of(request)))


@chat_view("GET", "POST")
def messages(request: HttpRequest) -> JsonResponse:
    """GET: messages above `after`, waiting for one if `wait`. POST: say something."""
    ticket = room_of(request)
    if request.method == "POST":
        return _say(request, ticket)
    after = number_of(request.GET.get("after"))
    chats.touch(ticket)
    found = _messages(ticket, after)
    if not found and request.GET.get("wait"):
        version = number_of(request.GET.get("version")) or ticket.version
        ticket = _wait(ticket, after, version)
        found = _messages(ticket, after)
    return JsonResponse({"messages": found, "state": selectors.state(ticket)})


def _messages(ticket: Ticket, after: int) -> list[dict[str, Any]]:
    return [message_wire(m) for m in messages_of(ticket.customer, ticket, after=after, limit=PAGE)]


def _wait(ticket: Ticket, after: int, version: int) -> Ticket:
    """The ticket once it has changed, or as it is when the time is up or too many wait."""
    if not _waiters.acquire(blocking=False):
        return ticket
    try:
        until = time.monotonic() + WAIT_SECONDS
        while ticket.last_seq <= after and ticket.version <= version and time.monotonic() < until:
            if not connection.in_atomic_block:
                connection.close()  # back to the pool while nothing happens
            time.sleep(LOOK_SECONDS)
            ticket = chats.by_pk(ticket.pk) or ticket
    finally:
        _waiters.release()
    return ticket


def _say(request: HttpRequest, ticket: Ticket) -> JsonResponse:
    spend(limits.SAY_TICKET, str(ticket.pk))
    data = body_of(request)
    said = channels()[KEY].receive(data, signature=request.headers.get("X-Octant-Key", "")[:500])
    return JsonResponse({"message": message_wire(said)})


@chat_view("POST")
def read(request: HttpRequest) -> JsonResponse:
    """The customer has seen everything up to `seq`."""
    ticket = room_of(request)
    seen(ticket_id=ticket.pk, by="customer", seq=number_of(body_of(request).get("seq")))
    return JsonResponse({"ok": True})


@chat_view("POST")
def files(request: HttpRequest) -> JsonResponse:
    """Keep one file for a message yet to be sent; answers with what `files` of a message wants."""
    ticket = room_of(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > max_bytes() + FORM_BYTES:
        raise DomainError(
            _("This file is larger than %(limit)s MB. Please send a smaller one.")
            % {"limit": max_bytes() // 1024 // 1024},
            code="file_too_large",
            field="file",
            status=413,
        )
    spend(limits.UPLOAD_TICKET, str(ticket.pk))
    given = request.FILES.get("file")
    if given is None:
        raise DomainError(_("Please choose a file."), code="no_file", field="file")
    return JsonResponse(
        {"file": file_wire(upload(file=given, ticket=ticket, customer=ticket.customer))}
    )


@chat_view(*tus.BEGINNING)
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin a large file, which then comes in pieces (tus 1.0)."""
    ticket = room_of(request)
    if request.method == "POST":
        spend(limits.UPLOAD_TICKET, str(ticket.pk))
    return tus.answer(request, ticket=ticket, customer=ticket.customer)


@chat_view(*tus.METHODS)
def pieces(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pieces of a large file, resumed after any cut."""
    ticket = room_of(request)
    return tus.answer(request, ticket=ticket, public_id=public_id, customer=ticket.customer)


@chat_view("POST")
def end(request: HttpRequest) -> JsonResponse:
    """End the chat; with `by_email` the answer comes by email."""
    ticket = room_of(request)
    leave(ticket=ticket, by_email=body_of(request).get("by_email") is True)
    return JsonResponse(selectors.state(room_of(request)))


@chat_view("POST")
def back(request: HttpRequest) -> JsonResponse:
    """Take an ended chat up again."""
    ticket = room_of(request)
    body_of(request)
    come_back(ticket=ticket, customer=ticket.customer)
    return JsonResponse(selectors.state(room_of(request)))


@chat_view("POST")
def stars(request: HttpRequest) -> JsonResponse:
    """Take the customer's verdict: `rating` 1 to 5 and an optional `comment`."""
    ticket, data = room_of(request), body_of(request)
    comment = screened(data.get("comment") or "", limit=2000, field="comment")
    rating = data.get("rating")
    rate(
        ticket=ticket,
        customer=ticket.customer,
        rating=rating if isinstance(rating, int) and not isinstance(rating, bool) else 0,
        comment=comment,
    )
    return JsonResponse({"ok": True})


@chat_view("GET", "POST")
def record(request: HttpRequest) -> HttpResponse:
    """The conversation as text: GET downloads it, POST mails it to the ticket's address."""
    ticket = room_of(request)
    if request.method == "POST":
        body_of(request)
        spend(limits.TRANSCRIPT_TICKET, str(ticket.pk))
        return JsonResponse({"email": mail_transcript(ticket=ticket)})
    response = HttpResponse(transcript(ticket), content_type="text/plain; charset=utf-8")
    name = f"{ticket.public_id}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@chat_view("GET")
def past(request: HttpRequest) -> JsonResponse:
    """A signed-in customer's earlier chats."""
    customer = chats.customer_of(request.user) if is_user(request.user) else None
    return JsonResponse({"chats": selectors.history(customer) if customer else []})
