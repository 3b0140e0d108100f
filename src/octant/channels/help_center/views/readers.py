"""Signals that pages send by themselves: nothing personal, and never an error for a reader."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from octant.channels.help_center.rendering import here
from octant.core.knowledge.reader import is_robot, reader_of
from octant.core.knowledge.services import feedback
from octant.kit.errors import DomainError

log = structlog.get_logger()


# `navigator.sendBeacon` cannot carry a form token. What these take is a count, worth nothing
# to a forger, and browsers say themselves whether another site sent it.
@csrf_exempt
@require_POST
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """A reader has had the article in front of them for a while."""
    if _from_here(request) and not is_robot(request):
        language = request.POST.get("language", here())
        try:
            feedback.note_reading(reader=reader_of(request), slug=slug, language=language)
        except DomainError as error:
            log.info("reading_not_counted", code=error.code)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """A reader opened an article from their own search."""
    number = request.POST.get("search", "")
    slug = request.POST.get("slug", "")
    if _from_here(request) and number.isascii() and number.isdigit() and len(number) < 19:
        feedback.note_click(reader=reader_of(request), search=int(number), slug=slug)
    return HttpResponse(status=204)


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
