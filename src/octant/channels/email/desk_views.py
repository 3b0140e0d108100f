"""Mails at the desk: the original of a message, a reply taken back, a mail read once more."""

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octant.channels.email import desk_words, originals
from octant.channels.email.selectors import arrival_for, letter_for
from octant.channels.email.services.again import read_again
from octant.channels.email.services.taking_back import take_back_reply
from octant.core.people.access import is_user
from octant.core.people.rooms import answering
from octant.core.privacy.services.sights import note_sight
from octant.core.tickets.selectors import message_at_desk
from octant.core.tickets.wire import file_wire
from octant.kit.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from octant.core.people.models import User


def reader_of(request: HttpRequest) -> "User":
    """The signed-in person; the guard in front of every view has let only staff in."""
    if not is_user(request.user):
        raise NotAllowed("")
    return request.user


@answering
@require_safe
def original(request: HttpRequest, message: int, way: str) -> HttpResponse:
    """The part that a dialog shows: the whole text, the formatted mail, or its source."""
    reader = reader_of(request)
    try:
        letter = letter_for(reader, message)
    except NotFound as error:
        raise Http404(str(error)) from error
    ways = {
        "whole": (_("Whole mail"), originals.whole),
        "formatted": (_("As formatted"), originals.formatted),
        "original": (_("Original"), lambda each: originals.source(each.arrival)),
    }
    if way not in ways:
        raise Http404
    ticket = letter.message.ticket
    note_sight(agent=reader, customer=ticket.customer_id, what="ticket", ticket=ticket.public_id)
    shown = ways[way][1](letter)
    context = {
        "letter": letter,
        "way": way,
        "ways": [(key, name) for key, (name, _show) in ways.items()],
        "text": shown.text,
        "html": shown.html,
        "missing": shown.missing,
        "cut": shown.cut,
    }
    return render(request, "email/original.html", context)


@answering
@require_safe
def arrival(request: HttpRequest, arrival: int, way: str) -> HttpResponse:
    """A mail that stands on no ticket: what it says, or its source."""
    try:
        row = arrival_for(reader_of(request), arrival)
    except NotFound as error:
        raise Http404(str(error)) from error
    ways = {"whole": _("Whole mail"), "original": _("Original")}
    if way not in ways:
        raise Http404
    shown = originals.said(row) if way == "whole" else originals.source(row)
    context = {
        "row": row,
        "way": way,
        "ways": ways.items(),
        "why": desk_words.why(row.reason),
        "sentences": desk_words.reasons(row.reasons),
        "text": shown.text,
        "missing": shown.missing,
        "cut": shown.cut,
    }
    return render(request, "email/arrival.html", context)


@answering
@require_POST
def undo(request: HttpRequest, message: int) -> JsonResponse:
    """Take a reply back; answers `{text, files}` for the composer."""
    agent = reader_of(request)
    try:
        found = message_at_desk(agent, message)
        row, files = take_back_reply(message_id=found.pk, agent=agent)
    except DomainError as error:
        data = {"code": error.code, "sentence": str(error), "field": error.field}
        return JsonResponse(data, status=error.status)
    return JsonResponse({"text": row.text, "files": [file_wire(file) for file in files]})


@answering
@require_POST
def again(request: HttpRequest, arrival: int) -> HttpResponse:
    """Read a mail once more that could not be read; goes to where it then stands."""
    try:
        row = read_again(arrival_id=arrival, actor=reader_of(request))
    except DomainError as error:
        data = {"code": error.code, "sentence": str(error), "field": error.field}
        return JsonResponse(data, status=error.status)
    response = HttpResponse(status=204)
    if row.ticket is not None:
        where = reverse("desk:ticket", args=[row.ticket.public_id])
        response["HX-Trigger"] = json.dumps({"desk:go": {"path": where}})
    return response
