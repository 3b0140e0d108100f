"""Text to HTML, safely: articles from Markdown, messages with inert links, HTML back to text.

Two walls: markdown-it never passes raw HTML through, and nh3 then keeps only what is listed here,
so that a hole in the first is closed by the second.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils import translation
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from octant.kit.ui.words import callout_title, table_label

CALLOUTS = ("note", "tip", "warning", "danger")
# Prefixed, so that no heading can take the name of an element that a page's script looks up.
HEADING_PREFIX = "s-"
HEADING_LIMIT = 64
# No paragraph of an article has as many links; beyond it brackets are only brackets.
BRACKETS_IN_A_BLOCK = 500


def _names(line: str) -> set[str]:
    return set(line.split())


_SCHEMES = {"http", "https", "mailto", "tel"}
_TAGS = _names(
    "a aside blockquote br code div em h2 h3 h4 hr img li ol p pre s strong "
    "table tbody td th thead tr ul"
)
_ATTRIBUTES = {
    "a": {"href", "rel"},
    "aside": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"src", "alt", "title", "loading", "decoding"},
    "ol": {"start"},
    "p": {"class"},
    "td": {"class"},
    "th": {"class"},
}
_CLASSES = {
    "aside": {"callout", *(f"callout--{kind}" for kind in CALLOUTS)},
    "div": {"table-scroll"},
    "p": {"callout-title"},
    "td": {"number"},
    "th": {"number"},
}

Resolve = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """`toc` lists (level, id, text) of headings 2 and 3 in order; `missing` what did not resolve,
    as written: `article:slug` or `images/name.svg`."""

    html: str
    toc: list[tuple[int, str, str]]
    plain: str
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    image_url: Resolve
    article_url: Resolve
    used: set[str] = field(default_factory=set)
    toc: list[tuple[int, str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def render_markdown(
    text: str, *, image_url: Resolve, article_url: Resolve, language: str | None = None
) -> Rendered:
    """Render an article's Markdown.

    `image_url("x.svg")` and `article_url("slug")` give an address, or None if there is none: then
    the image becomes its alternative text and the link its words, and both are listed in
    `missing`. `language` is the text's own, for the titles of callouts; the active one if None.
    """
    page = _Page(image_url, article_url)
    with translation.override(language or translation.get_language()):
        tokens = _parser().parse(text)
        _headings(tokens, page)
        for token in tokens:
            if token.children:
                token.children = _inline(token.children, page)
        html = _parser().renderer.render(tokens, _parser().options, {})
    clean = _sanitise(html)
    return Rendered(clean, page.toc, plain_text(clean), tuple(page.missing))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "brackets", _tame_brackets)
    for kind in CALLOUTS:
        container_plugin(parser, kind, render=_callout)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n", "html")
    for cell in ("th_open", "td_open"):
        parser.add_render_rule(cell, _cell)
    return parser


def _tame_brackets(state: StateCore) -> None:
    """Looking for the end of each bracket takes quadratic time: 100,000 of them, half a minute."""
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > BRACKETS_IN_A_BLOCK:
            token.content = token.content.replace("[", "\\[")


def _callout(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    if token.nesting < 0:
        return "</aside>\n"
    kind = token.type.removeprefix("container_").removesuffix("_open")
    title = token.info.strip().removeprefix(kind).strip() or callout_title(kind)
    return f'<aside class="callout callout--{kind}"><p class="callout-title">{escape(title)}</p>\n'


def _table_open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    label = escape(table_label())
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>\n'


def _cell(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    tag = tokens[at].tag
    aligned = "right" in str(tokens[at].attrGet("style") or "")
    return f'<{tag} class="number">' if aligned else f"<{tag}>"


def _headings(tokens: list[Token], page: _Page) -> None:
    """Number one belongs to the page's title, so headings end between 2 and 4."""
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        level = min(max(int(token.tag[1]), 2), 4)
        token.tag = f"h{level}"
        if token.type == "heading_close":
            continue
        words = _words(tokens[at + 1].children or [])
        anchor = heading_id(words, page.used)
        token.attrSet("id", anchor)
        if level < 4:
            page.toc.append((level, anchor, words))


def _words(tokens: Sequence[Token]) -> str:
    kinds = {"text", "code_inline", "softbreak", "hardbreak"}
    return " ".join(
        "".join(t.content if t.content else " " for t in tokens if t.type in kinds).split()
    )


def heading_id(words: str, used: set[str]) -> str:
    """A readable id that stays the same while the words do, Chinese included.

    Letters and digits of every script are kept; the rest becomes hyphens. A repeated heading gets
    `-2`, `-3`, … in order. The id is added to `used`.
    """
    kept = re.sub(r"[^\w]+|_+", "-", unicodedata.normalize("NFKC", words).lower())
    base = HEADING_PREFIX + (kept.strip("-")[:HEADING_LIMIT].strip("-") or "section")
    anchor, number = base, 1
    while anchor in used:
        number += 1
        anchor = f"{base}-{number}"
    used.add(anchor)
    return anchor


def _inline(tokens: Sequence[Token], page: _Page) -> list[Token]:
    out: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            dropped.append(not _link(token, page))
            if dropped[-1]:
                continue
        elif token.type == "link_close":
            if dropped.pop():
                continue
        elif token.type == "image":
            token = _image(token, page)
        out.append(token)
    return out


def _link(token: Token, page: _Page) -> bool:
    """Resolve a link in place; False if only its words should stay."""
    href = str(token.attrGet("href") or "")
    if href.startswith("article:"):
        slug, mark, part = href.removeprefix("article:").partition("#")
        address = page.article_url(slug)
        if address is None:
            page.missing.append(href)
            return False
        token.attrSet("href", address + mark + part)
        return True
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme and parts.scheme.lower() not in _SCHEMES:
        return False
    if parts.netloc or "\\" in href:
        token.attrSet("rel", "nofollow noopener")
    return True


def _image(token: Token, page: _Page) -> Token:
    source = str(token.attrGet("src") or "")
    name = source.removeprefix("images/")
    known = source.startswith("images/") and "/" not in name and ".." not in name
    address = page.image_url(name) if known else None
    if address is None:
        page.missing.append(source)
        return Token("text", "", 0, content=_words(token.children or []))
    token.attrSet("src", address)
    token.attrSet("loading", "lazy")
    token.attrSet("decoding", "async")
    return token


def _sanitise(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={
            "*": set(),  # nh3 would allow `title` and `lang` everywhere
            **{tag: names - {"class"} for tag, names in _ATTRIBUTES.items()},
        },
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


_BLOCKS = _names(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tr ul"
)
_SILENT = {"script", "style", "template", "head", "title", "noscript"}


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "img" and not self.silent:
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """The words of some HTML, a line for each block; what a reader never sees is left out."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


# An address in a message ends at a space, a quote, or the first Chinese character or full-width
# mark: people write “请打开https://x.example登录” without spaces.
_URL = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,15}://|www\.)"
    r"[^\s<>\"'`\u2010-\u202f\u2066-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{1,2048}"
    r"|(?<![@\w.-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:app|cc|cn|co|com|example|finance|info|io|link|me|net|online|org|site|top|vip|xyz)\b"
    r"(?:/[^\s<>\"'`\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{0,2048})?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}*_~"


def linkify_inert(text: str) -> str:
    """A message's text as HTML: escaped, line breaks kept, addresses marked but never links.

    A link in a chat is how people lose their coins: it becomes one only after it was checked.
    """
    out: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        address = match.group().rstrip(_TRAILING)
        out.append(escape(text[end : match.start()]))
        out.append(f'<span class="inert-link" dir="ltr">{escape(address)}</span>')
        end = match.start() + len(address)
    out.append(escape(text[end:]))
    lines = "".join(out).replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\n", "<br>\n")
