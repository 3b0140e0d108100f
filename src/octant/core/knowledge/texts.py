"""What may be stored as text, and what a text says without its Markdown."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PLAIN = (
    (re.compile(r"^:::.*$", re.M), ""),  # callout fences
    (re.compile(r"^\s*(```|~~~).*$", re.M), ""),  # code fences; the code stays
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$", re.M), ""),  # table rules
    (re.compile(r"^\s*\||\|\s*$", re.M), ""),
    (re.compile(r"\s*\|\s*"), " · "),
    (re.compile(r"^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+", re.M), ""),
    (re.compile(r"(\*\*|__|`)"), ""),
    (re.compile(r"\n{2,}"), "\n"),
)


def clean(text: str) -> str:
    """`text` without control characters and broken surrogates, which no table can hold;
    line ends as in Unix. Tabs and newlines stay."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, most: int) -> str:
    """Cleaned, with runs of white space as one space, at most `most` characters."""
    return " ".join(clean(text).split())[:most]


def key(text: str, most: int = 100) -> str:
    """A key, slug or code that somebody sent, safe to ask the database for."""
    return clean(text)[:most]


def plain(markdown: str) -> str:
    """The words of a Markdown text, for searching and for excerpts."""
    for pattern, by in _PLAIN:
        markdown = pattern.sub(by, markdown)
    return markdown.strip()
