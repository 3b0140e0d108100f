"""Files, handed out one request at a time to readers who may see them."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from octant.core.safety import store
from octant.core.tickets.access import reader_of
from octant.core.tickets.selectors import file_for

# Types that we wrote anew or that browsers show inside their own sandbox.
SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm"}


@cache_control(private=True, max_age=300)
@require_safe
def file(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """One file; as a download unless it is an image or video. Never runs anything."""
    found = file_for(reader_of(request), public_id)
    response = StreamingHttpResponse(store.get(found.digest), content_type=found.content_type)
    inline = found.content_type in SHOWN and "download" not in request.GET
    response["Content-Disposition"] = (
        content_disposition_header(not inline, found.name) or "attachment"
    )
    response["Content-Length"] = str(found.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
