"""Words and marks for what the desk's templates show."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.translation import get_language

from octant.core.ports.audit_words import subject_name, verb_name
from octant.core.ports.registry import surfaces
from octant.core.safety.links import Level
from octant.core.safety.links.markup import message_html
from octant.core.tickets import pictures
from octant.desk import words
from octant.desk.bubbles import LINK_TONES, found_names
from octant.desk.context import SHORTCUTS, script_words

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from octant.core.tickets.models import File

register = template.Library()
register.filter(message_html)
register.filter("span", words.span)
register.filter("duration", words.duration)
register.filter("clipped", words.clipped)
register.filter("address_proof", words.address_proof)
register.filter("proof_name", words.proof_name)
register.filter("audit_verb", verb_name)
register.filter("audit_subject", subject_name)

_FILE_ICONS = {"video": "screen", "image": "camera"}


@register.simple_tag
def link_tone(level: Level) -> str:
    """The badge's class for a verdict."""
    return LINK_TONES.get(level, "")


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """`mapping[key]`, else the key itself."""
    return mapping.get(key, key)


@register.filter
def queue_name(key: str, topics: Mapping[str, str]) -> str:
    return words.queue_name(key, topics)


@register.filter
def status_tone(status: str) -> str:
    return words.STATUS_TONES.get(status, "")


@register.filter
def file_icon(content_type: str) -> str:
    return _FILE_ICONS.get(content_type.partition("/")[0], "file")


@register.filter
def is_picture(content_type: str) -> bool:
    return content_type in {"image/png", "image/jpeg", "image/webp", "image/gif"}


@register.filter
def may_hold_text(content_type: str) -> bool:
    """Whether text in pictures could be read in it."""
    return is_picture(content_type) or content_type == "application/pdf"


@register.filter
def is_held(file: "File") -> bool:
    """Whether nobody may see it (yet)."""
    return pictures.is_held(file)


@register.filter
def secret_names(kinds: list[str]) -> list[str]:
    """The names of what was masked."""
    return found_names([{"kind": kind} for kind in kinds])


@register.filter
def channel_name(key: str) -> str:
    """A surface's name."""
    return next((str(surface.name) for surface in surfaces() if surface.key == key), key)


@register.filter
def reference_kind(kind: str) -> str:
    return str(words.KINDS.get(kind, kind))


@register.filter
def state_name(state: str) -> str:
    return str(words.STATES.get(state, (state, ""))[0])


@register.filter
def state_tone(state: str) -> str:
    return words.STATES.get(state, ("", ""))[1]


@register.filter
def fact(value: str) -> str:
    return str(words.FACTS.get(value, value))


@register.filter
def disposition(key: str) -> str:
    return words.disposition_name(key)


@register.filter
def minutes(seconds: float | None) -> str:
    """Seconds as `m:ss`, or a dash."""
    if seconds is None:
        return "–"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@register.filter
def span_of_seconds(seconds: int | None) -> str:
    return words.span(None if seconds is None else seconds / 60)


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:g} %"


@register.filter
def clock_of(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


@register.simple_tag
def audit_detail(detail: Mapping[str, Any]) -> str:
    """What an audit row adds, in one line."""
    return ", ".join(
        f"{name} {' · '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in detail.items()
        if value not in ("", None, [])
    )


_RAIL = ("leads", "here", "takeover_count", "aside_count", "held_count")


@register.simple_tag(takes_context=True)
def rail(context: Context) -> "SafeString":
    """The ways to other pages of the desk, with what waits there."""
    facts = tuple((name, context.get(name)) for name in _RAIL)
    return _drawn("desk/rail.html", get_language(), facts)


@register.simple_tag
def dialogs() -> "SafeString":
    """The dialogs that every page has, and the words of its scripts."""
    return _drawn("desk/dialogs.html", get_language(), ())


@lru_cache(maxsize=512)  # the same on every page until a count changes: a fifth of a page's time
def _drawn(name: str, language: str | None, facts: tuple[tuple[str, Any], ...]) -> "SafeString":
    words_and_keys = {"script_words": script_words(), "shortcuts": SHORTCUTS}
    return render_to_string(name, {**words_and_keys, **dict(facts)})
