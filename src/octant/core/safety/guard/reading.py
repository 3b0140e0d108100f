"""A text by sentences: which of them are worth a close look, and what that may cost."""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import sub

from octant.core.safety.guard import chinese, english
from octant.core.safety.guard.folding import HAN, bare, dressed, fold, unmarked
from octant.core.safety.guard.kinds import Never
from octant.core.safety.guard.marks import Marks
from octant.core.safety.guard.matcher import BY_CLAUSE, Look, look, warns
from octant.core.safety.guard.table import Table

LONGEST, OVERLAP = 600, 120  # characters of a sentence that are looked at together
# What looking may cost, in characters times the words of the tables among them: 30 to 40 ms. A
# sentence costs something by itself, and when it comes again. Articles on security cost 1.1
# million for 100,000 characters, the dearest one of them 70,000.
MOST_WORK, A_SENTENCE, A_REPEAT = 2_500_000, 2_000, 200
MOST_DRESSED = 1_000  # sentences whose disguises are taken off to see what they say
_END = re.compile(r"(?:[。！？!?\n\r]|\.(?!\S))\s*")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[a-z]{2}")
_ENGLISH_RUN = re.compile(r"(?<![a-z'])(?:[a-z']+[ ,]+){3,}[a-z]+")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.)、])\s")
_LANGUAGES = {"en": english.TABLE, "zh": chinese.TABLE}
_MARKS = Marks(_LANGUAGES.values())
_READERS = dict(zip(_LANGUAGES, _MARKS.readers, strict=True))
Named = dict[str, frozenset[Never]]  # by language: what the sentence before named
NOTHING: frozenset[Never] = frozenset()


class Reading:
    """A text (of `text.normalise.view`) by sentences; `before` was named just before it."""

    def __init__(self, seen: str, before: Named) -> None:
        folded = fold(seen)
        self.spans = _spans(folded)
        self._seen, self._folded, self._before = seen, unmarked(folded), before
        self._left = MOST_WORK
        # A sentence that comes again is not looked at again.
        self._asked: dict[tuple[object, ...], frozenset[Never]] = {}
        self._named: dict[str, Named] = {}
        self._heads: dict[int, int] = {}
        ends = [end for _start, end in self.spans]
        self._masks = _MARKS.over(self._folded, ends)
        self._share_overlaps()
        for count, number in enumerate(sorted(dressed(self._folded, ends)) if ends else ()):
            is_flood = count >= MOST_DRESSED  # then it is taken to ask for everything
            self._masks[number] |= -1 if is_flood else _MARKS.of(self._sentence(number))[0]

    def _share_overlaps(self) -> None:
        """Pieces of a long sentence overlap."""
        last = 0
        for number, (start, end) in enumerate(self.spans):
            if start < last:
                self._masks[number] |= self._masks[number - 1]
            last = end

    def asking(self) -> Iterator[int]:
        """Numbers of the sentences that may ask for something: that hold the words of a request."""
        named = bool(self._before)
        for number, mask in enumerate(self._masks):
            if not (named or mask & _MARKS.telling):
                continue
            names = asks = False
            for reader in _MARKS.readers:
                asks = asks or reader.asks(mask) or (named and reader.goes_on(mask))
                names = names or reader.names(mask)
            if asks:
                yield number
            named = names and self._left >= 0

    def naming(self) -> Iterator[int]:
        """Numbers of the sentences that may name a secret."""
        for number, mask in enumerate(self._masks):
            if any(reader.names(mask) for reader in _MARKS.readers):
                yield number

    def asked(self, number: int) -> frozenset[Never]:
        """What a sentence asks for. Beyond MOST_WORK nobody looks: a text with so many sentences
        of such words is taken to ask for all that they speak of."""
        mask = self._masks[number]
        if self._left < 0:
            return NOTHING.union(*(reader.may_ask(mask) for reader in _MARKS.readers))
        goes_on = any(reader.goes_on(mask) for reader in _MARKS.readers)
        named = self.named(number - 1) if goes_on else {}
        self._left -= A_REPEAT
        key = (self._written(number), *sorted(named.items()))
        if key not in self._asked:
            sentence, held = self._paid_for(number)
            self._asked[key] = NOTHING.union(
                *(
                    _look(name, sentence, held, named.get(name, NOTHING)).asked
                    for name in _names(sentence)
                )
            )
        return self._asked[key]

    def named(self, number: int) -> Named:
        """What a sentence names, by language."""
        if number < 0:
            return self._before
        names = any(reader.names(self._masks[number]) for reader in _MARKS.readers)
        if not names or self._left < 0:
            return {}
        written = self._written(number)
        if written not in self._named:
            sentence, held = self._paid_for(number)
            found = {name: _look(name, sentence, held, NOTHING).named for name in _names(sentence)}
            self._named[written] = {name: named for name, named in found.items() if named}
        return self._named[written]

    def warns(self, number: int) -> tuple[str, ...]:
        """The languages in which a sentence warns."""
        return _warned(self._sentence(number))

    def is_listed_under_a_warning(self, number: int) -> bool:
        """A list stands under the sentence above it: a warning there holds for its items."""
        head = self._head(number)
        return head not in (number, -1) and bool(self.warns(head))

    def _head(self, number: int) -> int:
        """The sentence above the list that this one is an item of: itself where it is none, -1
        where nothing stands above. Items on the way are kept, so that each is asked once."""
        at = number
        while at >= 0 and at not in self._heads and _ITEM.match(self._seen, *self.spans[at]):
            at -= 1
        head = self._heads.get(at, at)
        self._heads.update(dict.fromkeys(range(at, number + 1), head))
        return head

    def quote(self, number: int, length: int) -> str:
        """The beginning of a sentence as it was written."""
        return " ".join(self._seen[slice(*self.spans[number])].split())[:length]

    def _written(self, number: int) -> str:
        return self._folded[slice(*self.spans[number])]

    def _sentence(self, number: int) -> str:
        return bare(self._written(number))

    def _paid_for(self, number: int) -> tuple[str, int]:
        """A sentence and its own bits."""
        sentence = self._sentence(number)
        mask, words = _MARKS.of(sentence)
        self._left -= A_SENTENCE + len(sentence) * words
        return sentence, mask


def forget() -> None:
    """Forget the sentences of earlier texts: for whoever measures."""
    for known in (_look, _warned, *BY_CLAUSE):
        known.cache_clear()


def tables(sentence: str) -> Iterator[tuple[Table, Table]]:
    """For each language of a sentence the whole table, and that narrowed to the sentence."""
    for name in _names(sentence):
        yield _LANGUAGES[name], _READERS[name].narrowed(_MARKS.of(sentence)[0])


@lru_cache(maxsize=512)
def _look(name: str, sentence: str, mask: int, earlier: frozenset[Never]) -> Look:
    return look(sentence, earlier, _READERS[name].narrowed(mask))


@lru_cache(maxsize=64)
def _warned(sentence: str) -> tuple[str, ...]:
    return tuple(name for name in _names(sentence) if warns(sentence, _LANGUAGES[name]))


def _spans(folded: str) -> list[tuple[int, int]]:
    """Sentences; what goes on for ever is looked at in pieces, so that time stays linear."""
    start = len(folded) - len(folded.lstrip())
    ends = [found.end() for found in _END.finditer(folded, start)]
    if not ends or ends[-1] < len(folded):
        ends.append(len(folded))
    starts = [start, *ends[:-1]]
    if max(map(sub, ends, starts)) <= LONGEST:
        return list(zip(starts, ends, strict=True)) if start < len(folded) else []
    return [piece for start, end in zip(starts, ends, strict=True) for piece in _cut(start, end)]


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST):
        yield max(start, at - OVERLAP), min(end, at + LONGEST)


def _names(folded: str) -> Iterator[str]:
    """The languages of a sentence; a few English names in a Chinese one do not count."""
    han = _HAN.search(folded) is not None
    if (_ENGLISH_RUN if han else _LATIN).search(folded):
        yield "en"
    if han:
        yield "zh"
