"""Resumable uploads over HTTP: the core of tus 1.0.0 with creation, expiration and termination.

https://tus.io/protocols/resumable-upload. Which ticket and whose upload it is, and whether the
request comes from where it says, the caller has settled (the chat by the ticket's key and
Origin, the desk by its session and form token). One thing is our own: POST to an upload makes
the whole file of it and answers what a message's `files` want, or why it is refused.
"""

import base64
from datetime import datetime
from email.utils import format_datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.safety.files.types import TYPES
from octant.core.tickets.models import Ticket, Upload
from octant.core.tickets.services import uploads
from octant.core.tickets.services.files import limits
from octant.core.tickets.wire import file_wire
from octant.kit.errors import DomainError

VERSION = "1.0.0"
BEGINNING = ("OPTIONS", "POST")  # where uploads begin
METHODS = ("OPTIONS", "POST", "HEAD", "PATCH", "DELETE")  # where the pieces of one go
_BODY = "application/offset+octet-stream"


def answer(
    request: HttpRequest,
    *,
    ticket: Ticket,
    public_id: str = "",
    customer: Customer | None = None,
    agent: User | None = None,
) -> HttpResponse:
    """One request of the protocol. Raises `DomainError` with the protocol's status."""
    if request.method == "OPTIONS":
        return _options()
    if request.headers.get("Tus-Resumable") != VERSION:
        raise DomainError(_("Please reload the page."), code="tus_version", status=412)
    if not public_id:
        made = _create(request, ticket, customer, agent)
        return _answer(made, 201, Location=f"{request.path.rstrip('/')}/{made.public_id}")
    upload = uploads.upload_of(ticket=ticket, public_id=public_id, agent=agent)
    if request.method == "PATCH":
        return _patch(request, upload)
    if request.method == "DELETE":
        uploads.drop(upload=upload)
        return _answer(None, 204)
    if request.method == "POST":
        return JsonResponse({"file": file_wire(uploads.finish(upload=upload))})
    return _answer(
        upload,
        200,
        **{"Upload-Offset": str(upload.received), "Upload-Length": str(upload.size)},
    )


def _options() -> HttpResponse:
    known = limits()
    return _answer(
        None,
        204,
        **{
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,expiration,termination",
            "Tus-Max-Size": str(max(known.largest(kind) for kind in TYPES)),
        },
    )


def _create(
    request: HttpRequest, ticket: Ticket, customer: Customer | None, agent: User | None
) -> Upload:
    return uploads.begin(
        ticket=ticket,
        name=_name(request.headers.get("Upload-Metadata", "")),
        size=_number(request, "Upload-Length"),
        customer=customer,
        agent=agent,
    )


def _patch(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.content_type != _BODY:
        raise _unreadable(415)
    offset = uploads.receive_pieces(
        upload=upload,
        offset=_number(request, "Upload-Offset"),
        body=request,
        length=_number(request, "Content-Length"),
    )
    upload.refresh_from_db(fields=["expires_at"])
    return _answer(upload, 204, **{"Upload-Offset": str(offset)})


def _answer(upload: Upload | None, status: int, **headers: str) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if upload is not None:
        response["Upload-Expires"] = _date(upload.expires_at)
    for name, value in headers.items():
        response[name] = value
    return response


def _name(metadata: str) -> str:
    """`filename` of Upload-Metadata: pairs with commas between, each a key and base64."""
    for pair in metadata[:8192].split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except ValueError as error:  # no base64, no UTF-8, or letters that no base64 has
                raise _unreadable(400) from error
    raise _unreadable(400)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise _unreadable(400)
    return int(value)


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def _unreadable(status: int) -> DomainError:
    return DomainError(
        _("This could not be read. Please send the file again."), code="bad", status=status
    )
