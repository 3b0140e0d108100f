"""The text as detectors see it, and what they hand back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from octant.core.safety.text.kinds import ACTIONS, Action, Kind
from octant.core.safety.text.known import KnownReferences

# Nothing that these detectors look for is shorter than a WIF key's 51 characters but
# hex (64) and vendor tokens (20 and more).
_DIGIT = re.compile("[0-9]")
_MOST_PLACES = 1_000
_LONG = re.compile(r"[A-Za-z0-9+/=_.\-]{20,}")


class Hit(NamedTuple):
    """A finding in positions of the page."""

    start: int
    end: int
    kind: Kind

    @property
    def action(self) -> Action:
        return ACTIONS[self.kind]


@dataclass(frozen=True)
class Page:
    """One text, folded for detection; `low` has the same positions in lower case."""

    text: str
    low: str
    known: KnownReferences

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is any digit: most detectors of numbers need not look otherwise."""
        return _DIGIT.search(self.text) is not None

    @cached_property
    def long_tokens(self) -> list[tuple[int, int]]:
        """Spans of 20 and more characters without a break: keys, hashes, tokens."""
        return [found.span() for found in _LONG.finditer(self.text)]

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
