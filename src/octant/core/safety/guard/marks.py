"""Which patterns may match in which sentence, from one pass over the whole text.

Whatever a pattern matches holds words that are known beforehand (`text.quick.needs`). All words of
all tables are looked for together (Aho and Corasick, 1975), and each sentence gets a number whose
bits say which sets of words it has a word of.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

import ahocorasick

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
        self._narrowed = lru_cache(maxsize=_KEPT)(self._narrow)

    def names(self, mask: int) -> bool:
        """Whether a sentence with these bits may name a secret."""
        return mask & self._naming != 0

    def goes_on(self, mask: int) -> bool:
        """Whether it may ask for what the sentence before named."""
        return self._bare.met(mask)

    def asks(self, mask: int) -> bool:
        """Whether it may ask for something by itself."""
        if mask & self._naming and mask & self._asking:
            for needs in self._secrets.values():
                if needs.met(mask):
                    return True
        if mask & self._telling:
            for needs in self._whole.values():
                if needs.met(mask):
                    return True
        return False

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
        self._automaton = ahocorasick.Automaton()
        for word, mask in bits.words.items():
            self._automaton.add_word(word, mask)
        self._automaton.make_automaton()

    def of(self, text: str) -> int:
        """The bits of a whole text."""
        mask = _ANY
        for _at, bits in self._automaton.iter(text):
            mask |= bits
        return mask

    def over(self, text: str, ends: Sequence[int]) -> Iterator[int]:
        """The bits of each piece of `text`; the pieces end at `ends`."""
        mask, place, end = _ANY, 0, ends[0] if ends else 0
        for at, bits in self._automaton.iter(text):
            while at >= end:
                yield mask
                mask, place = _ANY, place + 1
                end = ends[place]
            mask |= bits
        while place < len(ends):
            yield mask
            mask, place = _ANY, place + 1
