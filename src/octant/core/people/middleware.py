"""What every request of a signed-in person passes through."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from octant.core.people import place
from octant.core.people.services import sessions

Handler = Callable[[HttpRequest], HttpResponseBase]


def lifetimes(handle: Handler) -> Handler:
    """Begin a session's time when somebody signs in, and count each use of it. What a page asks
    by itself while nobody is at the keyboard (X-Octant-Idle) is no use."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = handle(request)
        if request.session.accessed and SESSION_KEY in request.session:
            sessions.keep(request, used="X-Octant-Idle" not in request.headers)
            _keep_nowhere(response)
        elif request.path_info.startswith("/accounts/"):
            _keep_nowhere(response)  # pages with one-time links in their address
        return response

    return middleware


def same_place(handle: Handler) -> Handler:
    """A sign-in of staff that was carried elsewhere shows nothing before it is confirmed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return place.stop(request) or handle(request)

    return middleware


def _keep_nowhere(response: HttpResponseBase) -> None:
    """What a person sees signed in stays in no cache, unless its view says that it may."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, no_store=True, private=True)
