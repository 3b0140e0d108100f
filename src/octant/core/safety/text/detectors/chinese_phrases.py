"""Recovery phrases in the two Chinese lists of BIP-39, where each word is one character.

Most of ordinary Chinese is made of these 2,048 characters, and one in sixteen runs of
twelve has a right checksum by chance. So: characters that stand apart (spaces, commas,
numbers between them) with a right checksum; or characters in groups or all together that
begin and end at a boundary, have an exact length and a right checksum, near a word such
as 助记词. Measured: a dense run plus checksum alone gave 558 false alarms in 28.6 MB.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise, repeat

from octant.core.safety.text.bip39 import LENGTHS, is_bip39
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page
from octant.core.safety.text.words import chinese

_HAN = "\u3400-\u9fff"
APART = re.compile(
    f"(?<![{_HAN}a-z])[{_HAN}](?:[^{_HAN}a-z]{{1,10}}[{_HAN}](?![{_HAN}a-z])){{10,}}"
)
# One of those within such a run, to tell fast that there are not enough of them.
_ALONE = re.compile(f"[^{_HAN}a-z][{_HAN}](?![{_HAN}a-z])")
_CHARACTER = re.compile(f"[{_HAN}]")
CONTEXT = (
    "助记", "助記", "注记词", "註記詞", "助憶詞", "助忆词", "恢复词", "恢復詞", "恢复短语",
    "恢復短語", "復原短語", "种子", "種子", "密语", "seed", "mnemonic", "recovery",
)  # fmt: skip
_NEAR = 120
_BUDGET = 600
_RARE_ENOUGH = 480  # mean place in the list; see _random
# In a run of groups: list characters, with up to four separators between.
GAP_IN_GROUPS = 4
_ISLAND = re.compile(f"[{_HAN}](?:[^{_HAN}a-z]{{0,{GAP_IN_GROUPS}}}[{_HAN}]){{11,}}+")
_OPENERS = "是为為:"


def find(page: Page) -> Iterator[Hit]:
    """Chinese phrases with a right checksum; spaced runs without one are warned of."""
    if page.text.isascii():
        return
    taken: list[Hit] = []
    if sum(1 for _found in islice(_ALONE.finditer(page.low), 10)) == 10:
        for found in APART.finditer(page.low):
            taken += _spaced(page.low, *found.span())
    yield from taken
    windows = (window for zone in _zones(page) for window in _windows_in(page.low, *zone))
    for window in islice(windows, _BUDGET):
        if _any_list(page.low, window):
            yield Hit(window[0], window[-1] + 1, Kind.SEED_PHRASE)


def _spaced(low: str, start: int, end: int) -> list[Hit]:
    characters = _CHARACTER.findall(low, start, end)
    windows: list[tuple[int, int, Kind]] = []
    for numbers in chinese():
        windows += _windows(list(map(numbers.get, characters, repeat(-1))))
    if not windows:
        known = max(sum(map(numbers.__contains__, characters)) for numbers in chinese())
        if len(characters) >= 12 and known >= max(11, 0.9 * len(characters)):
            windows.append((0, len(characters), Kind.SEED_WORDS))
    if not windows:
        return []
    places = [found.start() for found in _CHARACTER.finditer(low, start, end)]
    return [Hit(places[first], places[last - 1] + 1, kind) for first, last, kind in windows]


def _windows(numbers: list[int]) -> Iterator[tuple[int, int, Kind]]:
    """First and last (exclusive) of each run with a right checksum."""
    tried = at = 0
    while at + 12 <= len(numbers):
        if tried > _BUDGET:
            yield at, len(numbers), Kind.SEED_PHRASE
            return
        shortest = numbers[at : at + 12]
        if -1 in shortest:  # no run goes over a character that is not on the list
            at += 12 - shortest[::-1].index(-1)
            continue
        for length in LENGTHS:
            window = numbers[at : at + length]
            if len(window) < length or -1 in window:
                continue
            tried += 1
            if is_bip39(window):
                yield at, at + length, Kind.SEED_PHRASE
                break
        at += 1


def _zones(page: Page) -> list[tuple[int, int]]:
    """The neighbourhoods of context words, merged."""
    zones: list[tuple[int, int]] = []
    for at, after in sorted(page.after(CONTEXT)):
        start, end = max(0, at - _NEAR), after + _NEAR
        if zones and start <= zones[-1][1]:
            zones[-1] = (zones[-1][0], end)
        else:
            zones.append((start, end))
    return zones


def _windows_in(low: str, start: int, end: int) -> Iterator[list[int]]:
    """Places of twelve and more characters that begin and end at a boundary, longest first."""
    for island in _ISLAND.finditer(low, start, end):
        places = [found.start() for found in _CHARACTER.finditer(low, *island.span())]
        closing = [_closes(low, place) for place in places]
        for at in range(len(places) - LENGTHS[-1] + 1):
            if not _opens(low, places[at]):
                continue
            for length in LENGTHS:
                window = places[at : at + length]
                if len(window) == length and closing[at + length - 1] and _even(window):
                    yield window


def _even(window: list[int]) -> bool:
    """All in one run, or in groups of one size, as people write words down; prose has neither."""
    groups = [1]
    for before, place in pairwise(window):
        if place == before + 1:
            groups[-1] += 1
        else:
            groups.append(1)
    return len(set(groups[:-1])) <= 1 and groups[-1] <= groups[0]


def _opens(low: str, place: int) -> bool:
    return place == 0 or low[place - 1] in _OPENERS or not _CHARACTER.match(low[place - 1])


def _closes(low: str, place: int) -> bool:
    return place + 1 >= len(low) or not _CHARACTER.match(low[place + 1])


def _any_list(low: str, window: list[int]) -> bool:
    for numbers in chinese():
        values = [numbers.get(low[place], -1) for place in window]
        if -1 not in values and _random(values) and is_bip39(values):
            return True
    return False


def _random(values: list[int]) -> bool:
    """The lists stand in the order of how common a character is: prose keeps to the front.

    Twelve random numbers below 2,048 have a mean of 1,024, with a deviation of 171: one phrase
    in 1,400 falls below the limit. Of 2,851 runs in our own Help Center the median is 354, and
    nine in ten lie below 567.
    """
    return sum(values) >= _RARE_ENOUGH * len(values)
