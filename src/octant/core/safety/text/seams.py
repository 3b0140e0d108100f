"""Whether a secret may lie over the seam between two messages: a cheap look, before both are
screened together. It never says no where that would find one (tests/core/safety/test_seams).
"""

import re
from collections.abc import Iterable, Iterator

from octant.core.safety.text import custom
from octant.core.safety.text.detectors.chinese_phrases import APART, CONTEXT, GAP_IN_GROUPS
from octant.core.safety.text.masks import blank_masks
from octant.core.safety.text.normalise import view
from octant.core.safety.text.runs import FILLERS, SHORTEST, word_pattern
from octant.core.safety.text.words import lists

# What of the earlier messages must be seen: the longest Chinese phrase in groups (24 characters,
# 4 apart) with its context word (120 away) needs 240, twelve words of an alphabet less where
# none of three is unknown.
TAIL = 400
_ENOUGH = 264  # 24 characters 10 apart: a cut tail that folds to less (no width) does not tell
_UNKNOWN = 2  # words in none of the lists that are forgiven on each side; detection forgives one
_MARKS = ("--", "[", "]")
_NAMED_FROM = 140  # characters: 120 between word and phrase, and the word
_GAP = 10  # characters between two that stand apart
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]")


def may_go_on(before: str, text: str, *, found_before: bool = False) -> bool:
    """Whether a secret may begin in what one person said `before` and end in `text`.

    `before` is the last TAIL characters of it, messages joined by line ends; `found_before`
    tells whether anything was found in those.
    """
    is_cut = len(before) >= TAIL
    left, right = _seen(_from_whole_mask(before) if is_cut else before), _seen(text)
    if found_before or (is_cut and len(left) < _ENOUGH) or _has_other(left, right):
        return True
    if _words_meet(left, right, is_cut) or _characters_meet(left, right):
        return True
    return _is_named(left[-_NAMED_FROM:], right) or _is_named(right[:_NAMED_FROM], left)


def _is_named(one: str, other: str) -> bool:
    """Whether one side has a word that names a Chinese phrase, and the other enough characters for
    it: without gaps between them they are a phrase only because of that word."""
    return any(map(one.__contains__, CONTEXT)) and len(_HAN.findall(other)) >= SHORTEST


def _has_other(left: str, right: str) -> bool:
    """What is no phrase and may go over a line end: keys in lines, arrays of bytes, and
    whatever a workspace's own rules find."""
    return custom.has_rules() or any(mark in each for each in (left, right) for mark in _MARKS)


def _from_whole_mask(before: str) -> str:
    end = before.find("⟧")
    return before[end:] if end >= 0 and "⟦" not in before[:end] else before


def _seen(text: str) -> str:
    return blank_masks(view(text)[0]).lower()


def _words_meet(left: str, right: str, is_cut: bool) -> bool:
    """Whether list words that reach the seam from both sides are enough for a phrase."""
    pattern = word_pattern(left + right)
    right_count, _ = _reach(pattern.findall(right))
    if not right_count:
        return False
    left_count, ended = _reach(reversed(pattern.findall(left)))
    if not left_count:
        return False
    return left_count + right_count >= SHORTEST or (is_cut and not ended)


def _reach(words: Iterable[str]) -> tuple[int, bool]:
    """How many words go by until too many are unknown, and whether that came to pass."""
    which = lists().which
    count = unknown = 0
    for word in _counting(words):
        if word not in which:
            unknown += 1
            if unknown > _UNKNOWN:
                return count, True
        count += 1
    return count, False


def _counting(words: Iterable[str]) -> Iterator[str]:
    """Without what detection passes over."""
    which = lists().which
    return (word for word in words if word in which or (len(word) > 2 and word not in FILLERS))


def _characters_meet(left: str, right: str) -> bool:
    """Whether a Chinese phrase may lie over the seam: alone or in groups, as detection asks."""
    first = _HAN.search(right)
    if first is None:
        return False
    at, last = first.start(), len(left) - 1
    while last >= 0 and len(left) - last <= _GAP and not "\u3400" <= left[last] <= "\u9fff":
        last -= 1
    gap = f"{left[last + 1 :]}\n{right[:at]}"
    if last < 0 or not "\u3400" <= left[last] <= "\u9fff" or _LATIN.search(gap) is not None:
        return False
    whole, seam = f"{left}\n{right}", len(left)
    if len(gap) <= GAP_IN_GROUPS and any(map(whole.__contains__, CONTEXT)):
        return True
    if len(gap) > _GAP or _HAN.match(right, at + 1) or _HAN.match(left[:last], last - 1):
        return False
    return any(found.start() < seam < found.end() for found in APART.finditer(whole))
