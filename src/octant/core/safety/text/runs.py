"""Runs of list words: a cheap look whether a text may have one, then where it is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from octant.core.safety.text.words import lists

SHORTEST = 12
_FAR = 48  # characters between two words of one phrase: room for "\n\n> 12) second word: "
_FILLERS = frozenset(("and", "then", "the", "span", "div", "nbsp", "und"))
_WORD = re.compile("[^\\W\\d_\u2e80-\u303f\u30a0-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORD_DAMAGED = re.compile("(?:[^\\W\\d_\u2e80-\u303f\u30a0-\u30ff\u3400-\u9fff]|\ufffd)+")


class Word(NamedTuple):
    """A word with its place in the text and the bits of the lists that have it."""

    start: int
    end: int
    text: str
    which: int


class _Letters(dict[int, int]):
    """Everything but the letters of alphabetic scripts becomes a space."""

    def __missing__(self, code: int) -> int:
        letter = _WORD_DAMAGED.match(chr(code)) is not None
        if code < 0x10000:
            self[code] = code if letter else 32
        return code if letter else 32


_LETTERS = _Letters()


def languages_in_runs(low: str) -> int:
    """The bits of the lists from which `low` may hold a phrase; 0 for nearly every text.

    Looks at every fourth word; around a list word it counts on both sides, one unknown
    word forgiven, and asks for twelve in all.
    """
    tokens = low.translate(_LETTERS).split()
    if len(tokens) < SHORTEST:
        return 0
    which = lists().which
    tokens = [word for word in tokens if (len(word) > 2 and word not in _FILLERS) or word in which]
    found = 0
    skip_to = 0
    for place in range(3, len(tokens), 4):
        bits = which.get(tokens[place])
        if bits is None or place < skip_to:
            continue
        span, common = _around(tokens, which, place, bits)
        if span >= SHORTEST:
            found |= common
            skip_to = place + SHORTEST - 4
    return found


def _around(tokens: list[str], which: dict[str, int], place: int, bits: int) -> tuple[int, int]:
    """How many words about `place` share a list, and the lists; one unknown is forgiven.

    Stops at twelve, so the cost does not grow with the run."""
    best, best_bits = 0, 0
    while bits:
        bit = bits & -bits
        bits ^= bit
        left = _reach(tokens, which, place, -1, bit)
        right = _reach(tokens, which, place, 1, bit)
        # Forgive the unknown word on one side only.
        span = 1 + max(left[0] + right[1], left[1] + right[0])
        if span >= SHORTEST:
            best, best_bits = SHORTEST, best_bits | bit
    return best, best_bits


def _reach(
    tokens: list[str], which: dict[str, int], place: int, step: int, bit: int
) -> tuple[int, int]:
    """Words of the list in one direction: with none, and with one unknown word between."""
    strict = -1
    count = 0
    at = place + step
    while 0 <= at < len(tokens) and count < SHORTEST:
        if not which.get(tokens[at], 0) & bit:
            if strict >= 0:
                break
            strict = count
        count += 1
        at += step
    return (count if strict < 0 else strict), count


def words_in(low: str) -> list[Word]:
    """Every word that may belong to a phrase, with its place."""
    which = lists().which
    pattern = _WORD_DAMAGED if "\ufffd" in low else _WORD
    result = []
    for found in pattern.finditer(low):
        word = found[0]
        bits = which.get(word, 0)
        if bits or (len(word) > 2 and word not in _FILLERS):
            result.append(Word(found.start(), found.end(), word, bits))
    return result


def runs(words: list[Word], bit: int) -> Iterator[tuple[list[Word], Word | None, list[Word]]]:
    """Maximal runs of words from one list, each with the unknown word and the run after it.

    The latter two are for phrases with a mistake: (run, unknown, run); without a near
    follower they are (run, None, []).
    """
    groups: list[list[Word]] = []
    breaks: list[Word | None] = []
    current: list[Word] = []
    for word in words:
        if current and word.start - current[-1].end > _FAR:
            groups.append(current)
            breaks.append(None)
            current = []
        if word.which & bit:
            current.append(word)
        elif current or (breaks and groups):
            groups.append(current)
            breaks.append(word)
            current = []
    groups.append(current)
    breaks.append(None)
    for place, group in enumerate(groups):
        unknown = breaks[place]
        follower = groups[place + 1] if unknown and place + 1 < len(groups) else []
        if group or follower:
            yield group, unknown, follower
