"""The text as detectors see it, and what they hand back."""

import re
import string
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from octant.core.safety.text.kinds import Action, AnyKind, action_of
from octant.core.safety.text.known import KnownReferences

_LONG = re.compile(r"[A-Za-z0-9+/=_.\-]{20,}")
_MOST_PLACES = 1_000
_LONG_SHAPE = b"x" * 20
# What may be spent on one text beyond scanning it, in units of about 10 microseconds: more than
# any message needs, so that the time is bounded. Detectors say what they take the rest for.
_UNITS = 1_200


def _kinds_of_bytes(kinds: dict[str, str]) -> bytes:
    """A table for bytes.translate: each character of a value becomes its key, others a blank."""
    table = bytearray(b" " * 256)
    for kind, characters in kinds.items():
        for character in characters:
            table[ord(character)] = ord(kind)
    return bytes(table)


_DIGITS = _kinds_of_bytes({"0": string.digits, "-": " -"})
_SHAPES = _kinds_of_bytes({"0": string.digits, "a": string.ascii_letters})
_TOKENS = _kinds_of_bytes({"x": string.digits + string.ascii_letters + "+/=_.-"})


class Hit(NamedTuple):
    """A finding in positions of the page."""

    start: int
    end: int
    kind: AnyKind

    @property
    def action(self) -> Action:
        return action_of(self.kind)


class Page:
    """One text, folded for detection; `low` has the same positions in lower case. It is not
    changed. Plain attributes and no cached ones: a page is made for every message of a chat, and
    Python 3.11 takes a lock for each value that it caches."""

    __slots__ = ("_long_tokens", "_shape", "_units", "digits", "known", "low", "plain", "text")

    def __init__(self, text: str, low: str, known: KnownReferences) -> None:
        self.text = text
        self.low = low
        self.known = known
        # One byte a character, with a question mark for what is not ASCII.
        self.plain = text.encode("ascii", "replace")
        # The same with every digit as 0, blanks and hyphens as they may stand in numbers as -.
        self.digits = self.plain.translate(_DIGITS)
        self._shape: bytes | None = None
        self._long_tokens: list[tuple[int, int]] | None = None
        self._units = _UNITS

    @property
    def shape(self) -> bytes:
        """`plain` with every digit as 0, every letter as a, everything else blank."""
        if self._shape is None:
            self._shape = self.plain.translate(_SHAPES)
        return self._shape

    @property
    def has_digits(self) -> bool:
        """Whether three digits stand together: no detector of numbers needs to look otherwise.
        Cards and arrays of bytes may be spread out: they look for themselves."""
        return b"000" in self.digits

    @property
    def long_tokens(self) -> list[tuple[int, int]]:
        """Spans of 20 and more characters without a break: keys, hashes, tokens."""
        if self._long_tokens is None:
            long = _LONG_SHAPE in self.plain.translate(_TOKENS)
            self._long_tokens = [f.span() for f in _LONG.finditer(self.text)] if long else []
        return self._long_tokens

    def spend(self, units: int) -> bool:
        """Whether there is still so much to spend on this text; it is then spent."""
        self._units -= units
        return self._units >= 0

    def after(self, words: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Where each of `words` (lower case) stands: (start, end). At most 1,000 of each,
        which is more than any message has, so that the time is bounded."""
        low = self.low
        for word in words:
            at = low.find(word)
            left = _MOST_PLACES
            while at >= 0 and left:
                left -= 1
                yield at, at + len(word)
                at = low.find(word, at + len(word))
