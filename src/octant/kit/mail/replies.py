"""A reply's new words, what it quotes, and its signature.

Never losing: the three parts hold every line of the text, and in doubt the reply is all of it.
Where a program marks a quote with ">", what is written between or below stays in the reply; where
it does not, all below its marker is quoted; with nothing above the marker nothing is.
"""

import re
from dataclasses import dataclass

from octant.kit.mail.markers_of_quotes import QUOTE, Kind, Marker, find_markers
from octant.kit.mail.signatures import split_signature

# A letter that people write has neither; what has is shown whole.
MAX_TEXT = 500_000
MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of one text; `reply` is the whole of it when in doubt."""

    reply: str
    quoted: str = ""
    signature: str = ""


def split_reply(text: str) -> Split:
    """Split a mail's text, in time linear to its size."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if len(text) > MAX_TEXT or text.count("\n") > MAX_LINES:
        return Split(text.strip())
    lines = text.split("\n")
    splitter = _Splitter(lines)
    for marker in find_markers(text, lines):
        if splitter.take(marker):
            break
    return splitter.finish()


class _Splitter:
    """Goes from marker to marker; `kept` are the lines that may be the reply."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kept: list[str] = []
        self.quoted: list[str] = []
        self.signature: list[str] = []
        self.position = 0
        self.above_quote = False

    def take(self, marker: Marker) -> bool:
        """Handle a marker; True when all below it is quoted."""
        if marker.start < self.position:
            return False
        before = self.kept + self.lines[self.position : marker.start]
        wrote = any(_is_text(line) for line in before)
        if marker.kind is not Kind.WROTE:
            return self._block(marker, before, wrote)
        if not self._marks_quotes(marker):
            return self._unmarked(marker, before, wrote)
        return self._marked(marker, before, wrote)

    def _marks_quotes(self, marker: Marker) -> bool:
        if QUOTE.match(self.lines[marker.start]):
            return True
        below = (line for line in self.lines[marker.end :] if line.strip())
        return QUOTE.match(next(below, "")) is not None

    def _block(self, marker: Marker, before: list[str], wrote: bool) -> bool:
        last = next((line for line in reversed(before) if line.strip()), "").rstrip()
        shown = marker.kind in (Kind.FIELDS, Kind.FORWARDED) and last.endswith((":", "："))
        if wrote and shown:  # "I was sent this:" is evidence, not a quote
            return False
        return self._unmarked(marker, before, wrote)

    def _unmarked(self, marker: Marker, before: list[str], wrote: bool) -> bool:
        if wrote:
            return self._cut(marker, before)
        self.kept = before
        self.quoted += self.lines[marker.start : marker.end]
        self.position = marker.end
        return False

    def _marked(self, marker: Marker, before: list[str], wrote: bool) -> bool:
        end = self._quote_end(marker.end)
        letter, signature = split_signature(self.lines[end:])
        if not any(_is_text(line) for line in letter):
            return self._cut(marker, before, signature=signature, end=end)
        self.quoted += self.lines[marker.start : marker.end]
        self.kept, self.position = before, marker.end
        if not wrote and not any(QUOTE.match(line) for line in letter):  # all of it below
            self.quoted += self.lines[marker.end : end]
            self.position = end
        return False

    def _quote_end(self, at: int) -> int:
        """Past the quoted lines, and past one that a program broke off from them."""
        end = at
        for number in range(at, len(self.lines)):
            line = self.lines[number]
            if QUOTE.match(line):
                end = number + 1
            elif line.strip() and not self._broken_off(number):
                break
        return end

    def _broken_off(self, number: int) -> bool:
        around = self.lines[number - 1 : number + 2]
        return (
            len(around) == 3
            and len(around[0]) >= 60
            and all(QUOTE.match(line) and line.strip(" >") for line in (around[0], around[2]))
        )

    def _cut(
        self,
        marker: Marker,
        before: list[str],
        *,
        signature: list[str] | None = None,
        end: int | None = None,
    ) -> bool:
        below = signature or []
        stop = len(self.lines) if end is None else end
        self.quoted += self.lines[marker.start : stop]
        self.kept, self.position = before, len(self.lines)
        self.signature = below
        self.above_quote = True
        return True

    def finish(self) -> Split:
        """The parts of what was taken."""
        kept = self.kept + self.lines[self.position :]
        letter, signature = split_signature(kept, above_quote=self.above_quote)
        if not any(_is_text(line) for line in letter):
            if not self.quoted and not any(_is_text(line) for line in kept):
                return Split(_trim(kept))  # a quote and nothing else
        else:
            letter, tail = _without_quotes_at_end(letter)
            if tail:
                self.quoted += tail
                letter, more = split_signature(letter)
                signature = more + signature
        return Split(_trim(letter), _trim(self.quoted), _trim([*signature, *self.signature]))


def _is_text(line: str) -> bool:
    return bool(line.strip("\ufeff \t\xa0").replace("&nbsp;", "")) and not QUOTE.match(line)


_NAMED_QUOTE = re.compile(r"[A-Za-z]{1,12}>(?:\s|$)")  # "JD> …", as some readers mark a quote


def _without_quotes_at_end(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and (not _is_text(lines[end - 1]) or _NAMED_QUOTE.match(lines[end - 1])):
        end -= 1
    tail = lines[end:]
    return (lines[:end], tail) if any(line.strip() for line in tail) else (lines, [])


def _trim(lines: list[str]) -> str:
    """Without blank lines at both ends; what is indented stays so."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end]).rstrip()
