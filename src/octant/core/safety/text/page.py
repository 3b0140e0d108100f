"""The text as detectors see it, and what they hand back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from octant.core.safety.text.kinds import ACTIONS, Action, Kind
from octant.core.safety.text.known import KnownReferences

# Nothing that these detectors look for is shorter than a WIF key's 51 characters but
# hex (64) and vendor tokens (20 and more).
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
    def long_tokens(self) -> list[tuple[int, int]]:
        """Spans of 20 and more characters without a break: keys, hashes, tokens."""
        return [found.span() for found in _LONG.finditer(self.text)]

    def places(self, needle: str) -> Iterator[int]:
        """Each position of `needle` (lower case) in the text, whatever the case."""
        at = self.low.find(needle)
        while at >= 0:
            yield at
            at = self.low.find(needle, at + len(needle))
