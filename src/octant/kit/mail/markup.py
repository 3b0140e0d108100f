"""HTML of strangers into a stream of simple tokens: nh3 (html5ever) reads it, so that what is left
is well formed, and what a reader would never see is gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import nh3

# Beyond these a browser is slow too: characters, tags, and elements within each other. Parsing
# takes quadratic time in the depth, and 10 to 20 microseconds a tag.
MAX_HTML = 1_000_000
MAX_TAGS = 50_000
MAX_NESTING = 400


def names(line: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(line.split())


_TAGS = names(
    "a abbr b blockquote br caption center cite code dd del div dl dt em figcaption figure font "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup "
    "table tbody td tfoot th thead tr tt u ul address article aside footer header main nav section "
    "details summary"
)
_SILENT = names(
    "script style title template noscript object applet svg math iframe frameset audio video "
    "select textarea button canvas"
)
_ATTRIBUTES = {
    "*": {"style", "class", "hidden"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid"})
_STYLES = frozenset({"display", "visibility", "font-size", "mso-hide", "max-height", "margin"})
VOID = frozenset({"br", "hr", "img"})

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*>|([^<]+)|<')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ANY_TAG = re.compile(r"<(/?)[a-zA-Z]")
_HIDDEN = re.compile(
    r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all|max-height:\s*0(?![.\d])"
    r"|font-size:\s*0(?:px|pt|em|%)?(?:;|$)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text (`tag` is ""), or the begin or end of an element."""

    tag: str
    text: str = ""
    end: bool = False
    attributes: str = ""

    def get(self, name: str) -> str:
        """An attribute's value, "" if it has none."""
        found = (m for m in _ATTRIBUTE.finditer(self.attributes) if m[1] == name)
        return next((unescape(match[2]) for match in found), "")


def too_big(html: str) -> bool:
    """Whether some HTML is larger or deeper than what is read as HTML."""
    marks = html.count("<")
    if len(html) > MAX_HTML or marks > MAX_TAGS:
        return True
    if marks <= MAX_NESTING:
        return False
    depth = deepest = 0
    for match in _ANY_TAG.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > MAX_NESTING + _never_closed(html)


_UNCLOSED = re.compile(r"<(?:br|hr|img|meta|link|input|p|li|td|tr|o:p|wbr|col)\b", re.IGNORECASE)


def _never_closed(html: str) -> int:
    return len(_UNCLOSED.findall(html))


def tokens(html: str) -> Iterator[Token]:
    """The visible tokens of some HTML, every element closed. Callers check `too_big` first."""
    hidden: list[str] = []
    for match in _TOKEN.finditer(_simplified(html)):
        end, tag, attributes, text = match.groups()
        if hidden:
            _leave(hidden, tag, bool(end))
        elif text is not None:
            yield Token("", unescape(text))
        elif tag:
            token = Token(tag, end=bool(end), attributes=attributes or "")
            if attributes and not end and tag not in VOID and _is_hidden(token):
                hidden.append(tag)
            else:
                yield token


def _leave(hidden: list[str], tag: str | None, end: bool) -> None:
    if tag == hidden[-1] and end:
        hidden.pop()
    elif tag == hidden[-1]:
        hidden.append(tag)


def _is_hidden(token: Token) -> bool:
    return " hidden=" in token.attributes or bool(_HIDDEN.search(token.get("style").lower()))


def _simplified(html: str) -> str:
    return nh3.clean(
        html.replace("\x00", ""),
        tags=set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes=_ATTRIBUTES,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
        filter_style_properties=set(_STYLES),
    )
