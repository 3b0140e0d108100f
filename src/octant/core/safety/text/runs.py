"""Runs of list words: a cheap look whether a text may have one, then where it is."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from octant.core.safety.text.words import lists

SHORTEST = 12
_FLOOD = 150
_FAR = 48  # characters between two words of one phrase: room for "\n\n> 12) second word: "
FILLERS = frozenset(("and", "then", "the", "span", "div", "nbsp", "und"))
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
# Letters beyond ASCII that a list may have; without any, and that is nearly always, the words
# are split as bytes, ten times as fast.
_OTHER_LETTERS = re.compile(
    "[\u00aa-\u1fff\u2071-\u209c\u2102-\u2188\u2c00-\u2dff\u3040-\u309f\u3100-\u33ff"
    "\ua000-\ud7ff\uf900-\ufefe\uff10-\uffdc\ufffd\U00010000-\U0001efff]"
)
_ASCII_LETTERS = bytes(byte if chr(byte).isalpha() else 32 for byte in range(128)) + b" " * 128


def _only_letters(low: str) -> str:
    """`low`, same length, with a blank for everything but letters of alphabetic scripts."""
    if low.isascii() or _OTHER_LETTERS.search(low) is not None:
        return low.translate(_LETTERS)
    return low.encode("ascii", "replace").translate(_ASCII_LETTERS).decode("ascii")


class Region(NamedTuple):
    """A stretch of the text that may hold a phrase from the lists of these bits."""

    start: int
    end: int
    which: int
    words: int


def regions(low: str) -> list[Region]:
    """Where `low` may hold a phrase; empty for nearly every text.

    Around a promising list word it counts on both sides, one unknown word forgiven, and
    asks for twelve in all.
    """
    letters = _only_letters(low)
    tokens = letters.split()
    if len(tokens) < SHORTEST:
        return []
    which = lists().which
    shortest = 2 if letters.isascii() else 1  # no list has an English word of two letters
    tokens = [word for word in tokens if len(word) > shortest]
    found: list[Region] = []
    done = 0
    for place in _promising(tokens, which):
        if place >= done:
            first, last, common = _around(tokens, which, place, which[tokens[place]])
            if common:
                if last - place >= _FLOOD:  # far more than a phrase: to its end in one step
                    rest = enumerate(islice(tokens, last, None), last)
                    last = next((at for at, word in rest if word not in which), len(tokens)) - 1
                found.append(Region(first, last, common, last - first + 1))
                done = last - SHORTEST
    return _placed(letters, tokens, found) if found else []


def _promising(tokens: list[str], which: dict[str, int]) -> list[int]:
    """Places of every fourth word from which a phrase is likely: that word and the next or
    the next but one looked at share a list, and most of those between are list words."""
    samples = [which.get(word, 0) for word in tokens[3::4]]
    samples += (0, 0)
    places = []
    for number, bits in enumerate(samples[:-2]):
        if bits and bits & (samples[number + 1] | samples[number + 2]):
            place = 4 * number + 3
            between = tokens[place + 1 : place + 4]
            if sum(word in which for word in between) >= 2:
                places.append(place)
    return places


def _placed(letters: str, tokens: list[str], found: list[Region]) -> list[Region]:
    """Regions in words turned into regions in characters; overlapping ones are joined."""
    starts = []
    at = 0
    for word in tokens[: max(region.end for region in found) + 1]:
        at = letters.find(word, at)
        starts.append(at)
        at += len(word)
    result: list[Region] = []
    for first, last, bits, count in found:
        start, end = starts[first], starts[last] + len(tokens[last])
        if result and start <= result[-1].end + 8:
            start, bits = result[-1].start, bits | result[-1].which
            end = max(end, result[-1].end)
            count += result.pop().words
        result.append(Region(start, end, bits, count))
    return result


def _around(
    tokens: list[str], which: dict[str, int], place: int, bits: int
) -> tuple[int, int, int]:
    """First and last word about `place` that share a list, and the lists (0: too few)."""
    first, last, common = place, place, 0
    while bits:
        bit = bits & -bits
        bits ^= bit
        left, left_one = _reach(tokens, which, place, -1, bit)
        right, right_one = _reach(tokens, which, place, 1, bit)
        # One unknown word is forgiven, on one side only.
        if 1 + max(left + right_one, left_one + right) >= SHORTEST:
            common |= bit
            first, last = min(first, place - left_one), max(last, place + right_one)
    return first, last, common


def _reach(
    tokens: list[str], which: dict[str, int], place: int, step: int, bit: int
) -> tuple[int, int]:
    """How far the list goes in one direction: with no unknown word, and with one inside."""
    strict = -1
    count = 0
    at = place + step
    while 0 <= at < len(tokens) and count < _FLOOD:
        if not which.get(tokens[at], 0) & bit:
            if strict >= 0:
                break
            strict = count
        count += 1
        at += step
    return (count if strict < 0 else strict), count


def word_pattern(low: str) -> re.Pattern[str]:
    """What a word of an alphabet is in this text, a damaged one included where there is one."""
    return _WORD_DAMAGED if "\ufffd" in low else _WORD


def words_in(low: str, region: Region) -> list[Word]:
    """Every word in the region that may belong to a phrase, with its place in `low`."""
    which = lists().which
    result = []
    for found in word_pattern(low).finditer(low, max(0, region.start - 8), region.end + 8):
        word = found[0]
        bits = which.get(word, 0)
        if bits or (len(word) > 2 and word not in FILLERS):
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
