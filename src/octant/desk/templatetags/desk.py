"""Words and marks for what the desk's templates show."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from octant.core.safety.labels import advice_of, readable
from octant.core.safety.links import Level
from octant.core.safety.links.words import LEVELS, level_of, links_in, reasons_of, sentence
from octant.core.tickets.lines import line
from octant.desk import words
from octant.kit.html import linkify_inert

register = template.Library()

_LINK_TONES = {
    Level.OFFICIAL: "badge--ok",
    Level.KNOWN: "badge--info",
    Level.SUSPICIOUS: "badge--warn",
    Level.DANGEROUS: "badge--danger",
}
_FILE_ICONS = {"video": "screen", "image": "camera"}


@register.filter
def message_html(text: str) -> SafeString:
    """A message's text: masks in words, addresses inert, line breaks left to the style."""
    html = linkify_inert(readable(text)).replace("<br>\n", "\n")
    return mark_safe(html)


@register.simple_tag
def message_body(text: str, found: list[dict[str, Any]]) -> SafeString:
    """A message's text with its links inert, each with what was thought of it and why."""
    parts, at = [], 0
    for link in links_in(text, found):
        parts += [message_html(text[at : link["start"]]), _checked(text, link)]
        at = link["end"]
    return mark_safe("".join([*parts, message_html(text[at:])]))


def _checked(text: str, link: Mapping[str, Any]) -> str:
    """One link: opens on a click or by keyboard, and says the verdict to a screen reader."""
    level = level_of(link)
    said = [sentence(reason) for reason in reasons_of(link)]
    return format_html(
        '<details class="link-check"><summary><span class="inert-link" dir="ltr">{}</span> '
        '<span class="badge {}" title="{}">{}</span></summary><ul>{}</ul></details>',
        text[link["start"] : link["end"]],
        _LINK_TONES.get(level, ""),
        " ".join(said),
        LEVELS[level],
        format_html_join("", "<li>{}</li>", ((each,) for each in said)),
    )


@register.simple_tag
def link_tone(level: Level) -> str:
    """The badge's class for a verdict."""
    return _LINK_TONES.get(level, "")


@register.filter
def event_line(data: Mapping[str, Any]) -> str:
    """What an event says to staff."""
    return line(data, staff=True)


@register.filter
def findings(found: list[dict[str, Any]]) -> list[str]:
    """The names of what screening found, each once."""
    kinds = dict.fromkeys(str(each.get("kind")) for each in found)
    return [str(advice_of(kind).label) for kind in kinds if kind != "link"]


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
def iso(moment: datetime) -> str:
    return moment.isoformat()


@register.filter
def clock_time(moment: datetime) -> SafeString:
    """A time of day, in UTC until the page's script puts it into the reader's zone; cheap
    enough for every message of a thread."""
    shown = moment.astimezone(UTC)
    stamp = shown.isoformat(timespec="seconds").replace("+00:00", "Z")
    html = f'<time datetime="{stamp}" data-style="time">{shown:%H:%M} UTC</time>'
    return mark_safe(html)


@register.filter
def clock_of(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


@register.simple_tag
def audit_detail(detail: Mapping[str, Any]) -> str:
    """What an audit row adds, in one line."""
    return ", ".join(f"{name} {value}" for name, value in detail.items() if value not in ("", None))
