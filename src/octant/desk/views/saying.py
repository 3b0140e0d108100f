"""Replies, notes and files, each safe to send again."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.people.selectors import mentioned_in
from octant.core.safety.guard import NeverAsked
from octant.core.safety.text import KnownReferences, Screened, screen
from octant.core.tickets import tus
from octant.core.tickets.caps import max_characters
from octant.core.tickets.known import known_references
from octant.core.tickets.selectors import messages_of
from octant.core.tickets.services.conversation import note, send
from octant.core.tickets.services.drafting import drop_draft
from octant.core.tickets.services.files import upload
from octant.core.tickets.services.holding import note_stopped
from octant.core.tickets.services.lifecycle import solve
from octant.core.tickets.services.overriding import REASON_LENGTH, Override
from octant.core.tickets.services.reading import seen
from octant.core.tickets.wire import file_wire
from octant.desk import thread
from octant.desk.access import answering
from octant.desk.bubbles import bubbles_of
from octant.desk.parts import markup, reader_of, refused
from octant.desk.views.drafting import plan
from octant.desk.views.holding import stopped_by_guard
from octant.kit.errors import DomainError
from octant.kit.ids import read_uuid

if TYPE_CHECKING:
    from octant.core.people.models import User

FILES_AT_MOST = 20


@answering
@require_POST
def say(request: HttpRequest, public_id: str) -> HttpResponse:
    """A reply (`then`: solve, wait) or a note. The same `id` again says it once.

    `then` may be `later`, with the moment in `at`: it is planned. Answers `{seq, html}`; refusals
    are `{code, sentence, field}`.
    """
    found = thread.find(reader_of(request), public_id)
    try:
        seq = _say(request, found.public_id)
    except NeverAsked as stopped:
        note_stopped(ticket=found.pk, agent=reader_of(request).pk, asks=stopped.asks)
        return stopped_by_guard(request, stopped)
    except DomainError as error:
        return refused(error)
    reader = reader_of(request)
    if not seq:
        return JsonResponse({"seq": 0, "html": ""})
    shown = messages_of(reader, found, after=seq - 1, limit=1)
    context = {"bubbles": bubbles_of(shown, found, reader=reader)}
    return JsonResponse({"seq": seq, "html": markup(request, "desk/messages.html", context)})


@transaction.atomic
def _say(request: HttpRequest, public_id: str) -> int:
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    mode = "note" if request.POST.get("mode") == "note" else "reply"
    drop_draft(ticket=ticket, agent=agent, mode=mode)
    if mode == "reply" and request.POST.get("then") == "later":
        plan(request, agent, ticket)
        return 0
    text = _screened(request, known_references(ticket))
    client_id = read_uuid(request.POST.get("id", ""))
    if mode == "note":
        named = mentioned_in(text.text)
        return note(ticket=ticket, agent=agent, text=text, mentions=named, client_id=client_id).seq
    then = request.POST.get("then", "")
    message = send(
        ticket=ticket,
        agent=agent,
        text=text,
        client_id=client_id,
        files=tuple(request.POST.getlist("files")[:FILES_AT_MOST]),
        waiting=then == "wait",
        override=_override(request, agent),
        way=thread.way_of(ticket, request.POST),
    )
    if then == "solve":
        solve(ticket=ticket, actor=agent)
    return message.seq


def _override(request: HttpRequest, agent: "User") -> Override | None:
    reason = request.POST.get("guard_reason", "")[:REASON_LENGTH]
    return Override(agent, screen(reason)) if reason else None


def _screened(request: HttpRequest, known: KnownReferences) -> Screened:
    return screen(request.POST.get("text", ""), known=known, max_chars=max_characters())


@answering
@require_POST
def add_file(request: HttpRequest, public_id: str) -> JsonResponse:
    """Take one file for a message yet to be sent; answers its name, size and id."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise DomainError(_("Choose a file first."), code="no_file", field="file")
        return JsonResponse(file_wire(upload(file=given, ticket=ticket, agent=agent)))
    except DomainError as error:
        return refused(error)


@answering
@require_http_methods(list(tus.BEGINNING))
def uploads(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a large file, which then comes in pieces (tus 1.0)."""
    return _tus(request, public_id, "")


@answering
@require_http_methods(list(tus.METHODS))
def pieces(request: HttpRequest, public_id: str, upload: str) -> HttpResponse:
    """The pieces of a large file, resumed after any cut."""
    return _tus(request, public_id, upload)


def _tus(request: HttpRequest, public_id: str, upload: str) -> HttpResponse:
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    try:
        return tus.answer(request, ticket=ticket, public_id=upload, agent=agent)
    except DomainError as error:
        return refused(error)


@answering
@require_POST
def mark_seen(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far staff have read, where there is no socket to say it over."""
    ticket = thread.find(reader_of(request), public_id)
    value = request.POST.get("seq", "")
    if value.isascii() and value.isdigit() and len(value) < 10:
        seen(ticket_id=ticket.pk, by="agent", seq=int(value))
    return HttpResponse(status=204)
