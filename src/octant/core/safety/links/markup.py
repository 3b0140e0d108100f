"""A message's text as markup: escaped, masks in words, addresses marked but never links."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from octant.core.safety.labels import readable
from octant.core.safety.links.words import links_in
from octant.kit.html import linkify_inert


def message_html(text: str) -> SafeString:
    """A message's text: masks in words, addresses inert, line breaks left to the style."""
    html = linkify_inert(readable(text)).replace("<br>\n", "\n")
    return mark_safe(html)


def with_links(
    text: str,
    found: Sequence[Mapping[str, Any]],
    shown: Callable[[str, Mapping[str, Any]], str],
) -> SafeString:
    """The same with each link that was looked at as `shown(address, finding)` draws it, escaped."""
    parts, at = [], 0
    for link in links_in(text, found):
        parts += [
            message_html(text[at : link["start"]]),
            shown(text[link["start"] : link["end"]], link),
        ]
        at = link["end"]
    return mark_safe("".join([*parts, message_html(text[at:])]))
