"""Before there is a chat: what a window needs, articles on the way, and the start itself."""

import re
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from octant.channels.live_chat import limits, selectors
from octant.channels.live_chat.identity import Identity
from octant.channels.live_chat.services.starting import Wanted, start
from octant.channels.live_chat.services.talk import screened
from octant.channels.live_chat.views.asking import owner_of
from octant.channels.live_chat.views.common import (
    address_of,
    body_of,
    chat_view,
    identity_of,
    text_of,
)
from octant.core.exchange.proof import Assured
from octant.core.knowledge.reader import lately_reader_of
from octant.core.knowledge.selectors.search import search
from octant.core.knowledge.selectors.visits import visits_of
from octant.core.people.access import is_user
from octant.core.safety.services.limiting import spend
from octant.core.safety.text import Screened, screen
from octant.core.takeover.urgency import urgency
from octant.core.tickets import chats
from octant.core.tickets.access import key_for
from octant.core.tickets.intake import kept, look
from octant.core.tickets.known import known_of
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import read_uuid

SUGGESTIONS = 3
SUGGEST_CHARACTERS = 500
_ZONE = re.compile(r"^[A-Za-z0-9_+/-]{1,64}$")


@chat_view("GET")
def config(request: HttpRequest) -> JsonResponse:
    """What a window needs before the first word."""
    return JsonResponse(selectors.config(request))


@chat_view("POST")
def suggest(request: HttpRequest) -> JsonResponse:
    """`articles` that may answer what is being written, and why it is `urgent`, if it is.

    By POST, so that what somebody types stands in no log of addresses. Nothing is stored.
    """
    data = body_of(request)
    spend(limits.SUGGEST_ADDRESS, address_of(request))
    text = screened(data.get("text"), limit=limits.max_characters()).text
    category = text_of(data, "category", 80)
    topic = chats.category(category)
    urgent = urgency(text, category, straight_through=bool(topic and topic.straight_through))
    language = get_language() or "en"
    words = text.strip()[-SUGGEST_CHARACTERS:]
    hits = () if urgent or len(words) < 2 else search(words, language, per_page=SUGGESTIONS).hits
    return JsonResponse(
        {
            "urgent": urgent,
            "articles": [
                {"title": hit.title, "url": hit.url, "language": hit.language} for hit in hits
            ],
        }
    )


@chat_view("POST")
def begin(request: HttpRequest) -> JsonResponse:
    """Begin a chat; the same `id` again finds the same one."""
    data = body_of(request)
    started = start(_wanted(request, data, *identity_of(data)))
    ticket = started.ticket
    return JsonResponse(
        {
            "key": key_for(ticket),
            "urgent": started.urgent,
            "answer_by": started.answer_by.isoformat() if started.answer_by else None,
            "state": selectors.state(ticket),
        }
    )


@chat_view("POST")
def identify(request: HttpRequest) -> JsonResponse:
    """Whether the exchange's token is good, and who it names; a bad one goes on as a guest."""
    who, problem = identity_of(body_of(request))
    if problem is not None:
        return JsonResponse({"ok": False, "code": problem.code, "sentence": str(problem)})
    if who is None:
        return JsonResponse({"ok": False, "code": "identity_bad", "sentence": ""})
    return JsonResponse({"ok": True, "name": who.name, "email": who.email})


def _wanted(
    request: HttpRequest,
    data: dict[str, Any],
    identity: Identity | None,
    problem: NotAllowed | None,
) -> Wanted:
    user = request.user if identity is None and is_user(request.user) else None
    known = identity is not None or user is not None
    zone = text_of(data, "timezone", 64)
    readers, language = lately_reader_of(request), get_language() or "en"
    name = text_of(data, "name", limits.NAME_CHARACTERS) if known else _name(data)
    email = "" if known else _email(data)
    who, category = owner_of(request, identity), _category(data)
    text = _description(data, who)
    told = look(category=category, text=text.text, language=language, who=who, offer=False)
    return Wanted(
        client_id=read_uuid(data.get("id")),
        person=f"user:{user.pk}" if user else text_of(data, "person", 64) or address_of(request),
        address=address_of(request),
        name=name,
        email=email,
        category=category,
        text=text,
        language=language,
        timezone=zone if _ZONE.match(zone) else "UTC",
        user=user,
        identity=identity,
        readers=readers,
        context={
            "page": _page(data),
            **visits_of(readers[0]),
            **({"identity": problem.code} if problem else {}),
            "at": now().isoformat(),
            "intake": kept(told),
        },
    )


def _page(data: dict[str, Any]) -> str:
    """Where the customer was; an address may carry what they searched for there."""
    page = text_of(data, "page", limits.PAGE_CHARACTERS)
    seen = screen(unquote(page))
    return seen.text if seen.findings else page


def _name(data: dict[str, Any]) -> str:
    name = text_of(data, "name", limits.NAME_CHARACTERS)
    if not name:
        raise DomainError(_("Please enter your name."), code="required", field="name")
    return name


def _email(data: dict[str, Any]) -> str:
    email = text_of(data, "email", 254)
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError(
            _("Enter an address like name@example.com."), code="bad_email", field="email"
        ) from error
    return email


def _category(data: dict[str, Any]) -> str:
    key = text_of(data, "category", 80)
    if not key or chats.category(key) is None:
        raise DomainError(_("Choose what it is about."), code="required", field="category")
    return key


def _description(data: dict[str, Any], who: Assured | None) -> Screened:
    text = screened(
        data.get("text", ""), limit=limits.max_characters(), known=known_of(lambda: who)
    )
    if not text:
        raise DomainError(_("Please describe what happened."), code="required", field="text")
    return text
