"""What all JSON addresses of the chat share: official hosts only, the reader's language, one
shape of refusal, and input that may be anything at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    UnreadablePostError,
)
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from octant.channels.live_chat.identity import Identity, verify
from octant.channels.live_chat.limits import BODY_BYTES
from octant.channels.live_chat.origin import demand_official
from octant.channels.live_chat.services.talk import demand_unblocked
from octant.core.tickets import chats
from octant.kit.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

log = structlog.get_logger()
View = Callable[..., HttpResponseBase]


def chat_view(*methods: str) -> Callable[[View], View]:
    """A JSON address. No form token is needed: writing takes a JSON body or our own header,
    which no foreign page can send, and Origin is checked; inside a frame on another site
    there are no cookies to carry a token in."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with translation.override(_language(request)):
                answer = _answer(view, methods, request, *args, **kwargs)
            patch_cache_control(answer, no_store=True, private=True)
            return answer

        return guarded

    return decorate


def _language(request: HttpRequest) -> str:
    wanted = request.headers.get("X-Octant-Language") or request.GET.get("lang", "")
    known = dict(settings.LANGUAGES)
    return wanted if wanted in known else (translation.get_language() or "en")


def _answer(
    view: View, methods: tuple[str, ...], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    try:
        if request.method not in methods:
            return _other_method(methods)
        demand_official(request)
        return view(request, *args, **kwargs)
    except DomainError as error:
        log.info("refused", code=error.code, status=error.status)
        return refusal(error)
    except (RequestDataTooBig, BadRequest, SuspiciousOperation, UnreadablePostError):
        return refusal(DomainError(_("This could not be read. Please send it again."), code="bad"))


def _other_method(methods: tuple[str, ...]) -> HttpResponse:
    answer = refusal(
        DomainError(_("The page and the server do not match."), code="method", status=405)
    )
    answer["Allow"] = ", ".join(methods)
    return answer


def refusal(error: DomainError) -> HttpResponse:
    """A refusal as programs and pages read it."""
    body = {"code": error.code, "sentence": str(error), "field": error.field}
    return JsonResponse(body, status=error.status)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises `DomainError` for anything else, or too much."""
    if request.content_type != "application/json":
        raise DomainError(_("This could not be read. Please send it again."), code="bad_type")
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
        raise DomainError(
            _("This is too long. Please shorten it or send it in parts."),
            code="too_long",
            status=413,
        )
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise DomainError(
            _("This could not be read. Please send it again."), code="bad_json"
        ) from error
    if not isinstance(found, dict):
        raise DomainError(_("This could not be read. Please send it again."), code="bad_json")
    return found


def text_of(data: dict[str, Any], name: str, limit: int) -> str:
    """One line of text from a body: control characters out, spaces single, cut at `limit`."""
    value = data.get(name)
    if not isinstance(value, str):
        return ""
    plain = value.encode("utf-8", "ignore").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:limit]


def number_of(value: Any) -> int:
    """A whole number from a query or body, 0 for anything else."""
    try:
        found = int(value) if isinstance(value, int | str) else 0
    except ValueError:
        return 0
    return found if 0 < found < 2**31 else 0


def room_of(request: HttpRequest) -> Ticket:
    """The ticket whose key came in the header. Raises `NotAllowed` for none, bad and blocked."""
    ticket = chats.by_key(request.headers.get("X-Octant-Key", "")[:500])
    demand_unblocked(ticket.customer)
    return ticket


def identity_of(data: dict[str, Any]) -> tuple[Identity | None, NotAllowed | None]:
    """Whom the exchange's token in a body names, or why it names nobody."""
    token = data.get("identity")
    if not isinstance(token, str) or not token:
        return None, None
    try:
        return verify(token[:4096]), None
    except NotAllowed as problem:
        return None, problem


def address_of(request: HttpRequest) -> str:
    """Where a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))
