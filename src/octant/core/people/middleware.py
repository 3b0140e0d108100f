"""What every request of a signed-in person passes through."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase

from octant.core.people.services import sessions

Handler = Callable[[HttpRequest], HttpResponseBase]


def lifetimes(handle: Handler) -> Handler:
    """Begin a session's time when somebody signs in, and count each use of it. What a page asks
    by itself while nobody is at the keyboard (X-Octant-Idle) is no use."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = handle(request)
        if request.session.accessed and SESSION_KEY in request.session:
            sessions.keep(request, used="X-Octant-Idle" not in request.headers)
        return response

    return middleware
