"""HTML of mails: as plain text, and as HTML that may stand in our pages.

What may stand there is decided twice: here, and by nh3 over what came of it.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote

import nh3

from octant.kit.mail.markup import VOID, Token, names, tokens, too_big

_BLOCKS = names(
    "address article aside center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "li main nav ol section table tr ul caption details summary"
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]{0,5000}>")
_RULE = "-" * 20
_TRACKER = re.compile(r"\s*0*[0-3](?:px)?\s*")

MAX_STRIPPED = 4_000_000

Link = Callable[[str], str | None]


def html_to_text(html: str) -> str:
    """The words of some HTML as a mail program would write them in text/plain.

    Lines end where blocks do, quotes carry "> ", a link's address follows its words. Linear in
    the size; what is too large or too deep is stripped of its tags and no more.
    """
    if too_big(html):
        return strip_tags(html)
    writer = _TextWriter()
    for token in tokens(html):
        writer.take(token)
    return writer.finish()


def strip_tags(html: str) -> str:
    """The words of HTML that is too large or deep to be read as such, its first 4 MB at most."""
    html = html[:MAX_STRIPPED]
    for begin, end in (("<!--", "-->"), ("<style", "</style"), ("<script", "</script")):
        html = _without(html, begin, end)
    text = unescape(_TAG.sub("\n", html)).replace("\xa0", " ")
    return "\n".join(line for each in text.split("\n") if (line := each.strip()))


def _without(html: str, begin: str, end: str) -> str:
    """Without what stands between `begin` and `end`; what has no end stays."""
    lower = html.lower()
    if len(lower) != len(html):  # some letters of Turkish
        return html
    out, at = [], 0
    while (start := lower.find(begin, at)) >= 0 and (stop := lower.find(end, start)) >= 0:
        out.append(html[at:start])
        at = stop + len(end)
    return "".join([*out, html[at:]])


class _TextWriter:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.pre = 0
        self.blank = False
        self.links: list[tuple[str, int]] = []
        self.tight: list[bool] = []  # of each open paragraph: whether it has no margins
        self.depth = 0  # of the last line's quote

    def take(self, token: Token) -> None:
        tag = token.tag
        if not tag:
            self._text(token.text)
        elif tag == "br":
            self._break(keep_blank=True)
        elif tag == "img":
            self._image(token)
        elif tag == "a":
            self._link(token)
        elif tag in ("blockquote", "p", "hr", "pre"):
            self._paragraph(token)
        elif tag in _BLOCKS:
            self._break()
            if tag == "li" and not token.end:
                self.line.append("- ")
        elif tag in ("td", "th") and not token.end and self.line:
            self.line.append(" ")

    def _text(self, text: str) -> None:
        text = text.replace("\xa0", " ") if self.pre else _SPACE.sub(" ", text)
        if not self.pre:
            self.line.append(text.lstrip(" ") if self._at_start() else text)
            return
        first, *rest = text.split("\n")
        self.line.append(first)
        for line in rest:
            self._break(keep_blank=True)
            self.line.append(line)

    def _at_start(self) -> bool:
        return not self.line or self.line[-1].endswith(" ")

    def _break(self, *, keep_blank: bool = False) -> None:
        joined = "".join(self.line)
        text = joined.replace("\xa0", " ").rstrip()
        self.line = []
        if text or keep_blank:
            self._put(text)
        elif joined.strip(" "):  # Outlook and Foxmail write &nbsp; where a line is blank
            self.blank = True

    def _put(self, text: str) -> None:
        if self.blank and self.lines and not self._last_blank():
            self.lines.append(">" * min(self.quotes, self.depth))
        self.blank = False
        prefix = ">" * self.quotes + " " if self.quotes else ""
        self.lines.append((prefix + text).rstrip())
        self.depth = self.quotes

    def _last_blank(self) -> bool:
        return not self.lines[-1].strip("> ")

    def _paragraph(self, token: Token) -> None:
        self._break()
        if token.tag != "p" or not self._tight(token):
            self.blank = True
        step = -1 if token.end else 1
        if token.tag == "hr" and not token.end and self.lines:
            self._put(_RULE)
            self.blank = True
        if token.tag == "blockquote":
            self.quotes = max(0, self.quotes + step)
        elif token.tag == "pre":
            self.pre = max(0, self.pre + step)

    def _tight(self, token: Token) -> bool:
        """Outlook writes each line as a paragraph without margins."""
        if token.end:
            return bool(self.tight) and self.tight.pop()
        style = token.get("style").replace(" ", "") + token.get("class")
        self.tight.append("margin:0" in style or "Mso" in style)
        return self.tight[-1]

    def _image(self, token: Token) -> None:
        if (name := token.get("alt").strip()) and not _is_tracker(token):
            self.line.append(f"[{name}]")

    def _link(self, token: Token) -> None:
        if not token.end:
            self.links.append((token.get("href"), len(self.line)))
        elif self.links:
            href, at = self.links.pop()
            words = "".join(self.line[at:]).strip()
            if href and words and not _says(words, href):
                self.line.append(f" <{href}>")

    def finish(self) -> str:
        self._break()
        text = "\n".join(self.lines)
        return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n")


def _says(words: str, href: str) -> bool:
    """Whether a link's words already are its address."""

    def bare(text: str) -> str:
        text = unquote(text).strip().lower().rstrip("/")
        return re.sub(r"^(?:https?://|mailto:|tel:)(?:www\.)?|^www\.", "", text)

    return bare(words) == bare(href) or href.lower().startswith("cid:")


def _is_tracker(token: Token) -> bool:
    sizes = (token.get("width"), token.get("height"))
    return any(size and _TRACKER.fullmatch(size) for size in sizes)


_FINAL_TAGS = names(
    "a b blockquote br caption code dd del div dl dt em h2 h3 h4 hr i img ins li ol p pre s span "
    "strong sub sup table tbody td tfoot th thead tr u ul"
)
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "tt": "code", "kbd": "code"}
_RENAMED |= {"samp": "code", "address": "div", "article": "div", "section": "div", "center": "div"}
_RENAMED |= {"header": "div", "footer": "div", "main": "div", "nav": "div", "aside": "div"}
_RENAMED |= {"figure": "div", "figcaption": "div", "details": "div", "summary": "div"}
_FINAL_ATTRIBUTES = {
    "*": set[str](),
    "a": {"href", "rel", "target"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "span": {"dir"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def clean_html(html: str, *, inline: Mapping[str, str], link: Link | None = None) -> str:
    """HTML that may stand in our pages, in light and in dark.

    `inline` gives our own address for a Content-ID without brackets; every other picture becomes
    its words. `link(address)` gives the address that may be opened, or None; without it no link
    can be: the words stay, and the address beside them if they are not the same. No style, class
    or colour of the sender's is left. What is too large or deep comes back as text.
    """
    if too_big(html):
        return f"<pre>{escape(strip_tags(html))}</pre>"
    writer = _Writer(inline, link)
    for token in tokens(html):
        writer.take(token)
    return nh3.clean(
        "".join(writer.out),
        tags=set(_FINAL_TAGS),
        attributes=_FINAL_ATTRIBUTES,
        allowed_classes={"span": {"inert-link", "mail-picture"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()


class _Writer:
    def __init__(self, inline: Mapping[str, str], link: Link | None) -> None:
        self.inline, self.link = inline, link
        self.out: list[str] = []
        self.links: list[tuple[str, str | None, int]] = []

    def take(self, token: Token) -> None:
        tag = _RENAMED.get(token.tag, token.tag)
        if not tag:
            self.out.append(escape(token.text))
        elif tag == "a":
            self._link(token)
        elif tag == "img":
            self._image(token)
        elif tag in _FINAL_TAGS:
            kept = "" if token.end else self._kept(token)
            if tag not in VOID or not token.end:
                self.out.append(f"<{'/' if token.end else ''}{tag}{kept}>")

    def _kept(self, token: Token) -> str:
        kept = [name for name in ("colspan", "rowspan", "start") if token.get(name).isdecimal()]
        return "".join(f' {name}="{token.get(name)[:3]}"' for name in kept)

    def _image(self, token: Token) -> None:
        source, words = token.get("src"), token.get("alt").strip()
        cid = unquote(source[4:]) if source[:4].lower() == "cid:" else ""
        address = self.inline.get(cid) if cid else None
        if address:
            alt = escape(words)
            self.out.append(f'<img src="{escape(address)}" alt="{alt}" loading="lazy">')
        elif words and not _is_tracker(token):
            self.out.append(f'<span class="mail-picture">[{escape(words)}]</span>')

    def _link(self, token: Token) -> None:
        if not token.end:
            href = token.get("href")
            opened = self.link(href) if href and self.link else None
            self.links.append((href, opened, len(self.out)))
            if opened:
                self.out.append(f'<a href="{escape(opened)}" rel="nofollow noopener noreferrer">')
        elif self.links:
            href, opened, at = self.links.pop()
            if opened:
                self.out.append("</a>")
            words = unescape(re.sub(r"<[^>]*>", "", "".join(self.out[at:])))
            if href and not _says(words, href):
                self.out.append(f' <span class="inert-link" dir="ltr">{escape(href)}</span>')
