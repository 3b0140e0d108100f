"""Which patterns may match in which sentence, from one pass over the whole text.

Whatever a pattern matches holds words that are known beforehand (`text.quick.needs`). All words of
all tables are looked for together (Aho and Corasick, 1975), and each sentence gets a number whose
bits say which sets of words it has a word of.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from octant.core.safety.guard.kinds import Never
from octant.core.safety.guard.table import Pattern, Table
from octant.core.safety.text.quick import Quick, Words, is_usual

_KEPT = 1024  # narrowed tables
_ANY = 1  # the bit that every text has


class _Needs(NamedTuple):
    """What a text must have for a pattern to match: a bit of `rarest`, and all of one of `ways`
    (none given: the first is enough)."""

    rarest: int
    ways: tuple[int, ...]

    def met(self, mask: int) -> bool:
        if not mask & self.rarest:
            return False
        return not self.ways or any(mask & way == way for way in self.ways)


class Reader:
    """One table, with what each of its patterns needs."""

    def __init__(self, table: Table, bits: "Bits") -> None:
        self.table = table
        self._whole = {id(part): bits.all_of(part) for _kind, part in table.whole}
        self._secrets = {id(part): bits.all_of(part) for part in table.secrets.values()}
        self._verbs = {id(part): bits.one_of(part) for part in table.verbs}
        self._verbs[id(table.bare)] = self._bare = bits.all_of(table.bare)
        rest = (part for part in table.parts.values() if id(part) not in self._verbs)
        self._rest = {id(part): bits.unless_usual(part) for part in rest}
        every = self._whole | self._secrets | self._verbs | self._rest
        self._needs = [(part, needs, 1 << at) for at, (part, needs) in enumerate(every.items())]
        self._naming = _rarest(self._secrets.values())
        self._asking = _rarest(self._verbs.values())
        self._telling = _rarest(self._whole.values())
        self._secret_ways = _by_rarest(self._secrets.values())
        self._whole_ways = _by_rarest(self._whole.values())
        self.telling = self._telling | self._naming
        self._narrowed = lru_cache(maxsize=_KEPT)(self._narrow)

    def names(self, mask: int) -> bool:
        """Whether a sentence with these bits may name a secret."""
        return mask & self._naming != 0

    def goes_on(self, mask: int) -> bool:
        """Whether it may ask for what the sentence before named."""
        return self._bare.met(mask)

    def asks(self, mask: int) -> bool:
        """Whether it may ask for something by itself."""
        named, told = mask & self._naming, mask & self._telling
        if named and mask & self._asking and _met(self._secret_ways, mask, named):
            return True
        return told != 0 and _met(self._whole_ways, mask, told)

    def may_ask(self, mask: int) -> set[Never]:
        """All that such a sentence may ask for by itself."""
        parts: list[tuple[Never, Pattern]] = [*self.table.whole]
        if mask & self._asking:
            parts += self.table.secrets.items()
        needs = self._whole | self._secrets
        return {kind for kind, part in parts if needs[id(part)].met(mask)}

    def narrowed(self, mask: int) -> Table:
        """The table with the patterns that may match in such a sentence."""
        key = 0
        for _part, needs, bit in self._needs:
            if mask & needs[0] and (not needs[1] or needs.met(mask)):
                key |= bit
        return self._narrowed(key)

    def _narrow(self, key: int) -> Table:
        may = {part for part, _needs, bit in self._needs if key & bit}
        return self.table.narrowed(lambda part: id(part) in may)


def _met(ways: Mapping[int, Sequence[int]], mask: int, left: int) -> bool:
    """Whether all of a way stands in the text; only ways whose rarest words stand there (the bits
    of `left`) are asked, since this is asked of each sentence."""
    while left:
        bit = left & -left
        for way in ways[bit]:
            if mask & way == way:
                return True
        left ^= bit
    return False


def _by_rarest(every: Iterable[_Needs]) -> dict[int, list[int]]:
    """The ways of patterns by each bit of `rarest` that they hold."""
    found: dict[int, list[int]] = {}
    for rarest, ways in every:
        left = rarest
        while left:
            bit = left & -left
            found.setdefault(bit, []).extend(way for way in ways if way & bit)
            left ^= bit
    return {bit: list(dict.fromkeys(ways)) for bit, ways in found.items()}


def _rarest(every: Iterable[_Needs]) -> int:
    return _all(needs.rarest for needs in every)


class Bits:
    """A bit for each set of words, and the words to look for."""

    def __init__(self) -> None:
        self._bits: dict[Words, int] = {frozenset(("",)): _ANY}
        self.words: dict[str, int] = {}

    def all_of(self, part: Pattern) -> _Needs:
        """What `part` needs, alternative by alternative."""
        ways = [(self._bit(best), *map(self._bit, others)) for best, others in _ways(part)]
        return _Needs(_all(way[0] for way in ways), tuple(map(_all, ways)))

    def one_of(self, part: Pattern) -> _Needs:
        """The rarest words of each alternative, which is enough for most."""
        return _Needs(_all(self._bit(best) for best, _others in _ways(part)), ())

    def unless_usual(self, part: Pattern) -> _Needs:
        """As `one_of`; where the words stand in most texts, they are not looked for."""
        if any(is_usual(best) for best, _others in _ways(part)):
            return _Needs(_ANY, ())
        return self.one_of(part)

    def _bit(self, words: Words) -> int:
        if words not in self._bits:
            bit = self._bits[words] = 1 << len(self._bits)
            for word in words:
                self.words[word] = self.words.get(word, 0) | bit
        return self._bits[words]


def _ways(part: Pattern) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    assert isinstance(part, Quick)  # a table that is not narrowed
    return part.ways


def _all(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


class Marks:
    """The words of several tables, and where a text has them."""

    def __init__(self, tables: Iterable[Table]) -> None:
        bits = Bits()
        self.readers = [Reader(table, bits) for table in tables]
        # A sentence that names a secret or is a request of one pattern has one of these bits.
        self.telling = _all(reader.telling for reader in self.readers)
        self._masks = list(bits.words.values())
        # 0.3 MB, against 7 for the fastest kind, which gains nothing on texts that have words.
        self._words = AhoCorasick(list(bits.words), implementation=Implementation.ContiguousNFA)

    def of(self, text: str) -> tuple[int, int]:
        """The bits of a whole text, and how many words it has of the tables."""
        found = self._words.find_matches_as_indexes(text, overlapping=True)
        mask = _ANY
        for word, _start, _end in found:
            mask |= self._masks[word]
        return mask, len(found)

    def over(self, text: str, ends: Sequence[int]) -> list[int]:
        """The bits of each piece of `text`; the pieces end at `ends`."""
        if not ends:
            return []
        masks, found, mask, place, bound = self._masks, [_ANY] * len(ends), _ANY, 0, ends[0]
        for word, start, _end in self._words.find_matches_as_indexes(text, overlapping=True):
            if start >= bound:
                found[place] = mask
                place = bisect_right(ends, start, place)
                mask, bound = _ANY, ends[place]
            mask |= masks[word]
        found[place] = mask
        return found
