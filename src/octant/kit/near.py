"""Patterns that are only tried near words of theirs: one pass over a text for many of them.

A regular expression of many alternatives is tried at every letter, though most texts have none of
its words. An automaton finds all words of all patterns at once, and each pattern is then tried
where one of its own stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from re import Match, Pattern

from ahocorasick_rs import AhoCorasick, Implementation

_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sought:
    """Of a kind, a pattern whose every match is at most `reach` characters long and holds one of
    `words` (at the start of a word) or of `parts` (anywhere): small letters, spaces between."""

    kind: str
    pattern: Pattern[str]
    reach: int
    words: str = ""
    parts: str = ""


class Near:
    """Finds what the patterns find in a whole text, by looking at its promising places only."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sought = sought
        # By word: whose it is (a place in `sought`), and whether it must begin a word.
        whose: dict[str, list[tuple[int, bool]]] = {}
        for number, each in enumerate(sought):
            for word in each.words.split():
                whose.setdefault(word, []).append((number, True))
            for part in each.parts.split():
                whose.setdefault(part, []).append((number, False))
        self._owners = list(whose.values())
        self._words = AhoCorasick(list(whose), implementation=Implementation.ContiguousNFA)

    def find(self, text: str, most: int | None = None) -> Iterator[tuple[str, Match[str]]]:
        """(kind, match), in the order of what is sought, `most` of each if given; linear in the
        text."""
        for sought, places in zip(self._sought, self._places(text), strict=True):
            spans = _joined(places, sought.reach, len(text))
            found = (match for at, end in spans for match in sought.pattern.finditer(text, at, end))
            for match in islice(found, most):
                yield sought.kind, match

    def _places(self, text: str) -> list[list[int]]:
        """Of each that is sought, where its words begin."""
        small = _small(text)
        places: list[list[int]] = [[] for _ in self._sought]
        for word, start, _end in self._words.find_matches_as_indexes(small, overlapping=True):
            inside = start > 0 and (small[start - 1].isalnum() or small[start - 1] == "_")
            for number, begins in self._owners[word]:
                if not (begins and inside):
                    places[number].append(start)
        return places


def _small(text: str) -> str:
    """In small letters, each in its place, without halves of characters, which nothing takes."""
    small = text.lower()
    if len(small) != len(text):  # of the few letters that become two: leave those alone
        small = "".join(low if len(low := each.lower()) == 1 else each for each in text)
    try:
        small.encode()
    except UnicodeEncodeError:
        small = _HALF.sub("?", small)
    return small


def _joined(places: Sequence[int], reach: int, length: int) -> Iterator[tuple[int, int]]:
    """Stretches of `reach` around each place, one where several meet."""
    start, end = 0, -1
    for place in places:
        if end < place - reach:
            if end > 0:
                yield start, end
            start = max(0, place - reach)
        end = max(end, min(length, place + reach + 1))
    if end > 0:
        yield start, end
