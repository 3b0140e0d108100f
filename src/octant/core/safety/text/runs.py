"""Runs of list words: a cheap look whether a text may have one, then where it is."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice
from operator import sub
from typing import NamedTuple

from octant.core.safety.text.words import lists

SHORTEST = 12
_FLOOD = 150
_FAR = 48  # characters between two words of one phrase: room for "\n\n> 12) second word: "
FILLERS = frozenset(("and", "then", "the", "span", "div", "nbsp", "und"))
_ASCII_WORD = re.compile("[a-z]+")
_ALPHABETIC = re.compile("[^\\W\\d_\u2e80-\u303f\u30a0-\u30ff\u3400-\u9fff]+")


class Word(NamedTuple):
    """A word with its place in the text and the bits of the lists that have it."""

    start: int
    end: int
    text: str
    which: int


# Letters beyond ASCII that a list may have; without any, and that is nearly always, the words
# are split as bytes, ten times as fast.
_OTHER_LETTERS = re.compile(
    "[\u00aa-\u1fff\u2071-\u209c\u2102-\u2188\u2c00-\u2dff\u3040-\u309f\u3100-\u33ff"
    "\ua000-\ud7ff\uf900-\ufefe\uff10-\uffdc\ufffd\U00010000-\U0001efff]"
)
_ASCII_LETTERS = bytes(byte if chr(byte).isalpha() else 32 for byte in range(128)) + b" " * 128


def _has_others(low: str) -> bool:
    return not low.isascii() and _OTHER_LETTERS.search(low) is not None


def _words(low: str) -> list[str]:
    """The words of alphabetic scripts, as `word_pattern` finds them."""
    if _has_others(low):
        return word_pattern(low).findall(low)
    return low.encode("ascii", "replace").translate(_ASCII_LETTERS).decode("ascii").split()


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
    tokens = _words(low)
    if len(tokens) < SHORTEST:
        return []
    which = lists().which
    shortest = 2 if "".join(tokens).isascii() else 1  # no list has an English word of two letters
    tokens = [word for word in tokens if len(word) > shortest]
    found: list[Region] = []
    done = 0
    if not (places := _promising(tokens, which)):
        return []
    gaps = _Gaps(tokens, which)
    for place in places:
        if place >= done:
            first, last, common = gaps.around(place)
            if common:
                if last - place >= _FLOOD:  # far more than a phrase: to its end in one step
                    rest = enumerate(islice(tokens, last, None), last)
                    last = next((at for at, word in rest if word not in which), len(tokens)) - 1
                found.append(Region(first, last, common, last - first + 1))
                done = last - SHORTEST
    return _placed(low, shortest, found) if found else []


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
            if sum(map(which.__contains__, between)) >= 2:
                places.append(place)
    return places


def _placed(low: str, shortest: int, found: list[Region]) -> list[Region]:
    """Regions in words turned into regions in characters; overlapping ones are joined."""
    word = word_pattern(low).pattern.removesuffix("+")
    words = re.compile(f"{word}{{{shortest + 1},}}").finditer(low)
    spans: dict[int, tuple[int, int]] = {}
    seen = 0
    for number in sorted({place for region in found for place in region[:2]}):
        spans[number] = next(islice(words, number - seen, None)).span()
        seen = number + 1
    result: list[Region] = []
    for first, last, bits, count in found:
        start, end = spans[first][0], spans[last][1]
        if result and start <= result[-1].end + 8:
            start, bits = result[-1].start, bits | result[-1].which
            end = max(end, result[-1].end)
            count += result.pop().words
        result.append(Region(start, end, bits, count))
    return result


class _Gaps(dict[int, list[int]]):
    """A list's bit to the places of the words that are not on it, with two ends on both sides;
    nothing where they are too close together for a phrase anywhere."""

    def __init__(self, tokens: list[str], which: dict[str, int]) -> None:
        self.bits = [which.get(word, 0) for word in tokens]

    def __missing__(self, bit: int) -> list[int]:
        gaps = [at for at, bits in enumerate(self.bits) if not bits & bit]
        places = [-1, -1, *gaps, len(self.bits), len(self.bits)]
        self[bit] = places if max(map(sub, places[2:], places)) > SHORTEST else []
        return self[bit]

    def around(self, place: int) -> tuple[int, int, int]:
        """First and last word about `place` that share a list, and the lists (0: too few)."""
        first, last, common = place, place, 0
        bits = self.bits[place]
        while bits:
            bit = bits & -bits
            bits ^= bit
            if not (gaps := self[bit]):
                continue
            at = bisect_right(gaps, place)
            # One unknown word is forgiven, on one side only.
            if max(gaps[at + 1] - gaps[at - 1], gaps[at] - gaps[at - 2]) > SHORTEST:
                common |= bit
                first = min(first, max(gaps[at - 2] + 1, place - _FLOOD))
                last = max(last, min(gaps[at + 1] - 1, place + _FLOOD))
        return first, last, common


def word_pattern(low: str) -> re.Pattern[str]:
    """What a word of an alphabet is in this text, a damaged one included where there is one."""
    return _word("\ufffd" in low) if _has_others(low) else _ASCII_WORD


@cache
def _word(damaged: bool) -> re.Pattern[str]:
    """A set of ranges of the basic plane, where the letters of all lists are, is looked up in a
    table: five times as fast as asking each character what it is. Made when first needed."""
    plane = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    ranges = _ALPHABETIC.findall(plane)
    letters = "".join(f"{run[0]}-{run[-1]}" for run in ranges)
    return re.compile(f"[{letters}{damaged * chr(0xFFFD)}]+")


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
