"""Files of a ticket, and the whole of it as text."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from octant.channels.requests.reaching import reach
from octant.channels.requests.views.pages import missing
from octant.core.tickets.transcript import transcript
from octant.core.tickets.views import serve


@never_cache
@require_safe
def file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """One file of this ticket, under the same rules as everywhere; links come here, because a
    browser that holds a link's key sends none along with a picture."""
    reached = reach(request, public_id)
    if reached is None:
        return missing(request)
    return serve(request, reached.customer, file_id, ticket=reached.ticket.pk)


@never_cache
@require_safe
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The conversation as a text file."""
    reached = reach(request, public_id)
    if reached is None:
        return missing(request)
    response = HttpResponse(transcript(reached.ticket), content_type="text/plain; charset=utf-8")
    name = f"{reached.ticket.public_id}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
