"""Recovery phrases in the two Chinese lists of BIP-39, where each word is one character.

Most of ordinary Chinese is made of these 2,048 characters, and one in sixteen runs of
twelve has a right checksum by chance. So: characters that stand apart (spaces, commas,
numbers between them) with a right checksum; or characters in groups or all together that
begin and end at a boundary, have an exact length and a right checksum, near a word such
as 助记词. Measured: a dense run plus checksum alone gave 558 false alarms in 28.6 MB.
"""

import re
from collections.abc import Iterator
from itertools import islice, repeat

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
_BUDGET = 600  # checksums tried in one run
_MOST_TRIES = 4 * _BUDGET  # and in all runs of a text
# Characters of twelve, or 1月 2月 … 12月 and 买 卖 买 卖 … are one; random ones have fewer twice in
# 10^11. Where a phrase is named, the one of nothing but zeros counts too.
_DIFFERENT, _NAMED = 8, 2
_RARE_ENOUGH = 480  # mean place in the list; see _random
# In a run of groups: list characters, with up to four separators between.
GAP_IN_GROUPS = 4
_ISLAND = re.compile(f"[{_HAN}](?:[^{_HAN}a-z]{{0,{GAP_IN_GROUPS}}}[{_HAN}]){{11,}}+")
_GROUP = re.compile(f"[{_HAN}]+")
_OPENERS = "是为為:"
_OPENER = re.compile("[是为為]")
Span = tuple[int, int]


def find(page: Page) -> Iterator[Hit]:
    """Chinese phrases with a right checksum; spaced runs without one are warned of."""
    if page.text.isascii():
        return
    zones = _zones(page)
    taken: list[Hit] = []
    if sum(1 for _found in islice(_ALONE.finditer(page.low), 10)) == 10:
        left = [_MOST_TRIES]
        for found in APART.finditer(page.low):
            start, end = found.span()
            named = any(first < end and start < last for first, last in zones)
            taken += _spaced(page.low, start, end, left, _NAMED if named else _DIFFERENT)
    yield from taken
    windows = (window for zone in zones for window in _windows_in(page.low, *zone))
    for window in islice(windows, _BUDGET):
        if _any_list(page.low, window):
            yield Hit(window[0], window[-1] + 1, Kind.SEED_PHRASE)


def _spaced(low: str, start: int, end: int, left: list[int], different: int) -> list[Hit]:
    characters = _CHARACTER.findall(low, start, end)
    windows: list[tuple[int, int, Kind]] = []
    for numbers in chinese():
        windows += _windows(list(map(numbers.get, characters, repeat(-1))), left, different)
    if not windows:
        known = max(sum(map(numbers.__contains__, characters)) for numbers in chinese())
        enough = len(characters) >= 12 and known >= max(11, 0.9 * len(characters))
        if enough and len(set(characters)) >= different:
            windows.append((0, len(characters), Kind.SEED_WORDS))
    if not windows:
        return []
    places = _CHARACTER.finditer(low, start, end)
    starts: dict[int, int] = {}
    seen = 0
    for number in sorted({place for first, last, _kind in windows for place in (first, last - 1)}):
        starts[number] = next(islice(places, number - seen, None)).start()
        seen = number + 1
    return [Hit(starts[first], starts[last - 1] + 1, kind) for first, last, kind in windows]


def _windows(
    numbers: list[int], left: list[int], different: int
) -> Iterator[tuple[int, int, Kind]]:
    """First and last (exclusive) of each run with a right checksum; `left` are the tries left for
    the whole text, beyond which a run is taken for a phrase."""
    tried = at = 0
    while at + 12 <= len(numbers):
        if tried > _BUDGET or left[0] < 0:
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
            left[0] -= 1
            if len(set(window)) >= different and is_bip39(window):
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
    """Places of twelve and more characters that begin and end at a boundary, longest first,
    all in one group or in groups of one size, as people write words down; prose has neither."""
    for island in _ISLAND.finditer(low, start, end):
        groups = [group.span() for group in _GROUP.finditer(low, *island.span())]
        for group, place in _openings(low, groups, island):
            for length in _lengths(groups, group, place):
                window = list(islice(_places(groups, group, place), length))
                if _closes(low, window[-1]):
                    yield window


def _openings(low: str, groups: list[Span], island: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The number of a group and a place in it at which a phrase may begin."""
    inside = [opener.end() for opener in _OPENER.finditer(low, *island.span())]
    inside.append(len(low))
    at = 0
    opens = _opens(low, groups[0][0])
    for number, (first, end) in enumerate(groups):
        if opens and _may_go_on(groups, number, end - first):
            yield number, first
        opens = True
        while inside[at] < end:
            if inside[at] > first:
                yield number, inside[at]
            at += 1


def _may_go_on(groups: list[Span], group: int, size: int) -> bool:
    """Whether a phrase may begin with this group of `size`: most groups of prose do not fit."""
    if size >= LENGTHS[-1] or group + 1 == len(groups):
        return size >= LENGTHS[-1]
    first, end = groups[group + 1]
    return end - first == size or (end - first < size and size + end - first >= LENGTHS[-1])


def _lengths(groups: list[Span], group: int, place: int) -> Iterator[int]:
    """Of which lengths a phrase from `place` on may be: it ends with a group, those before are of
    the first one's size and the last is no longer."""
    size = length = groups[group][1] - place
    fits = {size}
    for first, end in islice(groups, group + 1, None):
        length += end - first
        if length > LENGTHS[0] or end - first > size:
            break
        fits.add(length)
        if end - first < size:
            break
    return (length for length in LENGTHS if length in fits)


def _places(groups: list[Span], group: int, place: int) -> Iterator[int]:
    yield from range(place, groups[group][1])
    for first, end in islice(groups, group + 1, None):
        yield from range(first, end)


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
