"""What a chat window reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from octant.channels.live_chat import limits
from octant.channels.live_chat.origin import official_domain
from octant.channels.live_chat.services.starting import answer_by
from octant.channels.live_chat.words import cards, masks, words
from octant.core.knowledge.selectors.categories import CategoryCard, categories
from octant.core.people.access import is_user
from octant.core.ports.registry import surfaces
from octant.core.ports.workspace import workspace
from octant.core.routing.selectors import handle_seconds, on_duty, wait_for
from octant.core.routing.services.places import places
from octant.core.tickets import chats
from octant.core.tickets.access import key_for
from octant.core.tickets.lines import lines
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.files import RESUME_BYTES, max_bytes
from octant.core.tickets.services.files import limits as file_limits
from octant.kit.clock import now

if TYPE_CHECKING:
    from octant.core.people.models import Customer
    from octant.core.tickets.models import Ticket

WAITS_SECONDS = 10


def config(request: HttpRequest) -> dict[str, Any]:
    """Everything a window needs before the first word, in the active language."""
    language = get_language() or "en"
    current = workspace()
    customer = chats.customer_of(request.user) if is_user(request.user) else None
    return {
        "language": language,
        "domains": list(current.official_domains) or [official_domain()],
        "reminder": current.text("reminder", language=language),
        "reminder_short": current.text("reminder_short", language=language),
        "words": words(),
        "lines": lines(staff=False),
        "masks": masks(),
        "categories": [
            _topic(card) for card in categories(language, with_empty=True) if _offered(card)
        ],
        "waits": waits(language),
        "socket": settings.OCTANT_SOCKET_URL,
        "socket_port": settings.OCTANT_PORT + 1,
        "limits": {
            "characters": limits.max_characters(),
            "file_bytes": max_bytes(),
            "file_caps": file_limits().by_ending(),
            "resume_bytes": RESUME_BYTES,
            "files": max_files(),
            "types": limits.file_types(),
            "long_wait_minutes": limits.long_wait_minutes(),
            "reopen_hours": limits.reopen_hours(),
        },
        "email_hours": current.email_answer_hours,
        "user": _who(request),
        "resumable": _resumable(customer),
        "ways": ways(),
        "lock_line": _lock_line(language),
        "verify": reverse("verify"),
        "takeover": reverse("takeover"),
        "cards": cards(),
        "intake": {"script": static("tickets/intake.js"), "style": static("tickets/intake.css")},
    }


def _offered(card: CategoryCard) -> bool:
    return card.offered_in_chat or any(child.offered_in_chat for child in card.children)


def _topic(card: CategoryCard) -> dict[str, Any]:
    return {
        "key": card.key,
        "name": card.name,
        "children": [
            {"key": child.key, "name": child.name}
            for child in card.children
            if child.offered_in_chat
        ],
    }


def waits(language: str) -> dict[str, Any]:
    """`open`: whether anybody is on duty; `minutes`: the wait of the average newcomer.

    `queues` has {minutes, agents} by queue. Kept for ten seconds.
    """
    name = f"live_chat:waits:{language}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = _waits(language)
        cache.set(name, kept, WAITS_SECONDS)
    return kept


def _waits(language: str) -> dict[str, Any]:
    agents = list(on_duty())
    waiting = chats.waiting_by_queue()
    queues = sorted({queue for state in agents for queue in state.skills} | {"general"})
    found = {}
    for queue in queues:
        wait = wait_for(
            place=waiting.get((queue, language), 0) + 1,
            queue=queue,
            language=language,
            agents=agents,
            seconds=handle_seconds(queue),
        )
        found[queue] = {"minutes": wait.minutes, "agents": wait.agents}
    minutes = [row["minutes"] for row in found.values() if row["minutes"] is not None]
    return {
        "open": bool(agents),
        "minutes": round(sum(minutes) / len(minutes)) if minutes else None,
        "queues": found,
        "answer_by": answer_by(now()).isoformat(),
    }


def _who(request: HttpRequest) -> dict[str, Any] | None:
    if not is_user(request.user):
        return None
    return {
        "name": request.user.name,
        "email": request.user.email,
        "staff": request.user.is_staff,
    }


def _resumable(customer: Customer | None) -> dict[str, Any] | None:
    ticket = chats.live_of(customer) if customer else None
    return {"key": key_for(ticket, customer), **chats.facts(ticket)} if ticket else None


def ways() -> list[dict[str, str]]:
    """Other surfaces that are open, for those who would rather not wait."""
    return [
        {"key": s.key, "name": str(s.name), "promise": str(s.promise), "url": s.url, "icon": s.icon}
        for s in surfaces()
        if s.key != "live_chat" and s.available and s.url
    ]


def _lock_line(language: str) -> dict[str, str] | None:
    """The official number that locks accounts: the workspace marks it with `locks: true`."""
    for row in workspace().raw.get("official", {}).get("phones", []):
        if row.get("locks"):
            label = row["label"].get(language) or row["label"].get("en", "")
            return {"number": str(row["number"]), "label": str(label)}
    return None


def state(ticket: Ticket) -> dict[str, Any]:
    """Where a chat stands: place and wait, agent, status, what may be done now."""
    hours = timedelta(hours=limits.reopen_hours())
    ended = None if ticket.live else chats.ended_at(ticket)
    return {
        **chats.facts(ticket),
        "queue": _place(ticket),
        "email": ticket.customer.email,
        "staffed": ticket.live or on_duty().exists(),
        "may_reopen": chats.may_reopen(ticket, hours=limits.reopen_hours()),
        "reopen_until": (ended + hours).isoformat() if ended else None,
        "answer_by": answer_by(ticket.waiting_since).isoformat() if ticket.waiting_since else None,
    }


def _place(ticket: Ticket) -> dict[str, Any] | None:
    if not ticket.live or ticket.assignee_id is not None:
        return None
    wait = places().get(ticket.pk)
    return {"place": wait.place, "minutes": wait.minutes, "agents": wait.agents} if wait else None


def history(customer: Customer) -> list[dict[str, Any]]:
    """A signed-in customer's earlier chats, newest first, each with its key."""
    found = chats.chats_of(customer)
    return [{"key": key_for(ticket, customer), **chats.facts(ticket)} for ticket in found]
