"""What every request passes through. Domain logic does not live here."""

import hashlib
import re
from collections.abc import Callable
from contextvars import Token

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    JsonResponse,
)
from django.shortcuts import render
from django.utils import translation

from octant.core.knowledge import generation
from octant.core.people.services import refusals
from octant.core.safety import audit
from octant.kit.errors import DomainError
from octant.kit.ids import uuid7
from octant.project import said

log = structlog.get_logger()
Handler = Callable[[HttpRequest], HttpResponseBase]
CACHED_PATH = 300  # characters; what is longer is no address of ours
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def request_context(handle: Handler) -> Handler:
    """Give each request an id and know its address for audit rows."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _REQUEST_ID.match(given) else uuid7().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if settings.OCTANT_BEHIND_PROXY:
            # The last entry is the one our own proxy wrote; those before it anybody can make up.
            forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            request.META["REMOTE_ADDR"] = forwarded or request.META.get("REMOTE_ADDR")
        token: Token[str | None] = audit.address.set(request.META.get("REMOTE_ADDR"))
        try:
            response = handle(request)
        finally:
            audit.address.reset(token)
        response["X-Request-Id"] = request_id
        return response

    return middleware


# What a file needs that never changes under its name: no browser asks for it again, and no
# document is governed by it. An open chat is a dozen such files, and these are 3 kB of its 30.
NEEDLESS = (
    *("ETag", "Last-Modified", "X-Request-Id"),
    *("Cross-Origin-Opener-Policy", "Referrer-Policy", "Content-Language"),
)


def lean(handle: Handler) -> Handler:
    """Send what is immutable without the headers that it does not need."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = handle(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            for name in NEEDLESS:
                del response[name]
        return response

    return middleware


def addresses(handle: Handler) -> Handler:
    """No address of ours has a control character in it, and PostgreSQL takes no NUL: whoever asks
    for one is told that there is nothing, once for all views."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if any(ord(letter) < 32 for letter in request.path_info):
            return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8")
        return handle(request)

    return middleware


def trusted_types(handle: Handler) -> Handler:
    """Which policies may make markup of text, by room: none on pages of customers; the editors'
    preview has one by name; at the desk HTMX and our modules put in what the server rendered,
    so there the default policy lets markup in, and no script or address of a script."""
    rooms = {"desk": ["default"], "editor": ["octant"]}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = handle(request)
        if allowed := rooms.get(request.path_info.split("/", 2)[1]):
            replaced = {**getattr(response, "_csp_replace", {}), "trusted-types": allowed}
            response._csp_replace = replaced  # type: ignore[attr-defined]
        return response

    return middleware


def language(handle: Handler) -> Handler:
    """The language is the first part of a public page's path; elsewhere the cookie's, the
    signed-in person's, or the browser's."""
    codes = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        first = request.path_info.split("/", 2)[1]
        chosen = first if first in codes else translation.get_language_from_request(request)
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = handle(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return middleware


# Pages that are the same for everybody who is not signed in declare themselves so with
# `response.octant_cache = seconds`; they are kept whole, keyed by path, theme and language.
def page_cache(handle: Handler) -> Handler:
    """Answer signed-out readers of unchanged pages without touching the database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = _cache_key(request)
        if key and (kept := cache.get(key)) is not None:
            # Readers of kept pages are counted by the page's own beacon.
            return HttpResponse(kept[0], headers=kept[1])
        answer = handle(request)
        seconds = getattr(answer, "octant_cache", 0)
        if key and seconds and isinstance(answer, HttpResponse) and answer.status_code == 200:
            headers = {k: v for k, v in answer.items() if k.lower() != "x-request-id"}
            cache.set(key, (answer.content, headers), seconds)
        return answer

    return middleware


def _cache_key(request: HttpRequest) -> str:
    anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    plain = request.method == "GET" and not request.headers.get("HX-Request")
    if not (anonymous and plain and said.NAME not in request.COOKIES):
        return ""
    theme = request.COOKIES.get(settings.OCTANT_THEME_COOKIE, "")
    theme = theme if theme in ("light", "dark") else ""
    packed = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else ""
    path = request.get_full_path()
    if len(path) > CACHED_PATH:
        return ""
    digest = hashlib.sha256(path.encode()).hexdigest()
    return f"page:{generation.current()}:{theme}:{packed}:{digest}"


def domain_errors(handle: Handler) -> Handler:
    """Turn a DomainError into its sentence: JSON for programs, a page for people."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return handle(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        log.info("refused", code=error.code, status=error.status)
        refusals.note(request=request, error=error)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {"code": error.code, "sentence": str(error), "field": error.field},
                status=error.status,
            )
        return render(request, "ui/refused.html", {"error": error}, status=error.status)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
