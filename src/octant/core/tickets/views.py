"""Files, handed out one request at a time to readers who may see them."""

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from octant.core.people.access import is_user
from octant.core.people.models import Customer
from octant.core.privacy.services.sights import note_sight
from octant.core.safety import store
from octant.core.safety.files import Scan
from octant.core.tickets.access import demand_ticket, reader_of
from octant.core.tickets.models import File
from octant.core.tickets.pictures import is_held
from octant.core.tickets.selectors import Reader, file_for
from octant.core.tickets.wire import file_wire
from octant.kit.errors import DomainError, NotFound

# Pictures that we wrote anew and recordings that we checked from end to end. A PDF is written
# anew too, but browsers do not show one inside a sandbox: it has a preview and is downloaded.
SHOWN = {
    "image/png", "image/jpeg", "image/webp", "image/gif",
    "video/mp4", "video/webm", "video/quicktime",
}  # fmt: skip
# No script, no form, no request to anywhere, an origin of its own.
POLICY = "sandbox; default-src 'none'"
# A recording opened by itself: the page that browsers make around it asks for it again.
POLICY_OF_VIDEO = f"{POLICY}; media-src 'self'"


@cache_control(private=True, no_store=True)
@require_safe
def file(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """One file; as a download unless we made or checked it. `?preview` is a small picture of
    it. Never runs anything."""
    reader = reader_of(request)
    found = file_for(reader, public_id)
    demand_ticket(request, found.ticket_id)
    return _served(request, reader, found)


def serve(
    request: HttpRequest, reader: Customer, public_id: str, *, ticket: int
) -> StreamingHttpResponse:
    """One file of this ticket alone, for a page that knows its reader otherwise."""
    found = file_for(reader, public_id)
    if found.ticket_id != ticket:
        raise NotFound(_("There is no such file."))
    return _served(request, reader, found)


def _served(request: HttpRequest, reader: Reader, found: File) -> StreamingHttpResponse:
    if is_user(reader) and found.ticket is not None:
        note_sight(
            agent=reader,
            customer=found.ticket.customer_id,
            what="file",
            ticket=found.ticket.public_id,
        )
    if found.scanned == Scan.INFECTED:
        raise DomainError(
            _("Our scanner found malware in this file, so it is gone."),
            code="file_infected",
            status=410,
        )
    _demand_checked(found)
    small = "preview" in request.GET
    response = _preview(found) if small else _whole(found)
    inline = small or (found.content_type in SHOWN and "download" not in request.GET)
    response["Content-Disposition"] = (
        content_disposition_header(not inline, found.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    video = found.content_type.startswith("video/") and not small
    response["Content-Security-Policy"] = POLICY_OF_VIDEO if video else POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response


@cache_control(private=True, no_store=True)
@require_safe
def state(request: HttpRequest, public_id: str) -> JsonResponse:
    """How far the file is, for browsers that wait until it may be seen."""
    found = file_for(reader_of(request), public_id)
    demand_ticket(request, found.ticket_id)
    return JsonResponse(file_wire(found))


def _demand_checked(found: File) -> None:
    if not is_held(found):
        return
    if found.reading == File.Reading.REMOVED:
        raise DomainError(
            _("This file held a secret, so it is gone."), code="file_secret", status=410
        )
    if found.reading == File.Reading.UNREAD:
        raise DomainError(
            _("This picture could not be checked for secrets, so it is not shown."),
            code="file_unread",
            status=403,
        )
    raise DomainError(
        _("This picture is being checked for secrets. Please wait a moment."),
        code="file_waiting",
        status=409,
    )


def _whole(found: File) -> StreamingHttpResponse:
    response = StreamingHttpResponse(store.get(found.digest), content_type=found.content_type)
    response["Content-Length"] = str(found.size)
    return response


def _preview(found: File) -> StreamingHttpResponse:
    if not found.preview:
        raise NotFound(_("There is no such file."))
    return StreamingHttpResponse(store.get(found.preview), content_type="image/webp")
