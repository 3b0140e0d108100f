"""Mails that were sent on within the text of another: who wrote them, and what stands above.

By the heads that programs put before them, in the languages they speak (`reply_words`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octant.kit.mail.markers_of_quotes import QUOTE, RULE, Kind, Marker, find_markers
from octant.kit.mail.replies import MAX_LINES, MAX_TEXT
from octant.kit.mail.reply_words import FIELD, field_kind

_ADDRESS = re.compile(r"[^\s@<>\"'(),;:\[\]]{1,64}@[^\s@<>\"'(),;:\[\]]{1,255}")
_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|i|pd|doorst|vl|ilt|пересл|转发|轉寄|轉發|转寄)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_UNQUOTED = re.compile(r"^[ \t]*> ?")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One mail within a text. `above`: the words before it, of whoever sent it on."""

    address: str
    name: str
    subject: str
    text: str
    above: str


def is_forwarded(subject: str, text: str) -> bool:
    """Whether a mail says that it sends on another one; an answer that quotes does not."""
    if _SUBJECT.match(subject):
        return True
    return any(marker.kind is Kind.FORWARDED for marker in _markers(text))


def forwarded_in(text: str) -> Iterator[Forwarded]:
    """Every mail below a head that names its writer's address, the outermost first."""
    lines = text.split("\n")
    for marker in _markers(text):
        if marker.kind is not Kind.FIELDS:
            continue
        fields = _fields(lines[marker.start : marker.end])
        writer = fields.get("from", "")
        if address := _ADDRESS.search(writer):
            yield Forwarded(
                address=address[0],
                name=writer[: address.start()].removesuffix("mailto:").strip(" <\"'*|[("),
                subject=fields.get("subject", ""),
                text=_below(lines, marker),
                above="\n".join(lines[: _top(lines, marker.start)]).strip(),
            )


def _markers(text: str) -> list[Marker]:
    lines = text.split("\n")
    if len(text) > MAX_TEXT or len(lines) > MAX_LINES:
        return []
    return find_markers(text, lines)


def _fields(lines: list[str]) -> dict[str, str]:
    """The first value of each kind of field; one may run over several lines."""
    found: dict[str, str] = {}
    kind = ""
    for line in lines:
        if match := FIELD.match(line):
            kind = field_kind(match[1])
            kind = "" if kind in found else kind
            line = line[match.end() :]
        if kind:
            found[kind] = f"{found.get(kind, '')} {_UNQUOTED.sub('', line)}".strip(" \t|*")
    return found


def _below(lines: list[str], marker: Marker) -> str:
    below = lines[marker.end :]
    if QUOTE.match(lines[marker.end - 1]):  # Apple Mail marks all of it
        below = [_UNQUOTED.sub("", line) for line in below]
    return "\n".join(below).strip("\n")


def _top(lines: list[str], at: int) -> int:
    """Above the line that says so, and the rule."""
    top = at
    while top and _belongs(lines[top - 1]):
        top -= 1
    return top


def _belongs(line: str) -> bool:
    if not line.strip(" \t>") or RULE.fullmatch(line):
        return True
    found = find_markers(line, [line])
    return any(marker.kind in (Kind.FORWARDED, Kind.ORIGINAL) for marker in found)
