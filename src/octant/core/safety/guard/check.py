"""Sentences of a text, each looked at in the languages it is written in."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from octant.core.safety.guard import chinese, english
from octant.core.safety.guard.folding import HAN, bare, disguises, fold, unmarked
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.marks import Marks
from octant.core.safety.guard.matcher import Look, look, warns
from octant.core.safety.guard.table import Table
from octant.core.safety.text.normalise import view

MAX_CHARS = 200_000
QUOTE = 200
LONGEST, OVERLAP = 600, 120  # characters of a sentence that are looked at together
_END = re.compile(r"(?:[。！？!?\n\r]|\.(?!\S))\s*")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[a-z]{2}")
_ENGLISH_RUN = re.compile(r"(?:[a-z']+[ ,]+){3,}[a-z]+")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.)、])\s")
_LANGUAGES = {"en": english.TABLE, "zh": chinese.TABLE}
_MARKS = Marks(_LANGUAGES.values())
_READERS = dict(zip(_LANGUAGES, _MARKS.readers, strict=True))
Named = dict[str, frozenset[Never]]  # by language: what the sentence before named
_NOTHING: frozenset[Never] = frozenset()


def check_article(text: str) -> tuple[Ask, ...]:
    """As `check`, for a public text: there, how to change a setting is told, not asked for."""
    return tuple(ask for ask in check(text) if ask.kind is not Never.SECURITY_CHANGE)


def check(text: str) -> tuple[Ask, ...]:
    """The requests in `text`, each sentence and kind once, in the order they stand."""
    return check_after(text, {})[0]


def check_after(text: str, before: Named) -> tuple[tuple[Ask, ...], Named]:
    """(requests in `text`, what its last sentence names); `before` was named just before it."""
    seen = view(text[:MAX_CHARS])[0]
    reading = _Reading(fold(seen))
    found: list[Ask] = []
    for number in reading.asking(before):
        asked = reading.asked(number, before)
        if asked and not _listed_under_a_warning(seen, reading.folded, reading.spans, number):
            quote = " ".join(seen[slice(*reading.spans[number])].split())[:QUOTE]
            found += [Ask(kind, quote) for kind in Never if kind in asked]
    return tuple(found), reading.named(len(reading.spans) - 1, before)


class _Reading:
    """A text by sentences, and which of them are worth a closer look."""

    def __init__(self, folded: str) -> None:
        self.spans = list(_spans(folded))
        self.folded = unmarked(folded)
        self._masks = list(_MARKS.over(self.folded, [end for _start, end in self.spans]))
        for number, (one, other) in enumerate(pairwise(self.spans), 1):
            if other[0] < one[1]:  # pieces of a long sentence overlap
                self._masks[number] |= self._masks[number - 1]
        starts = [start for start, _end in self.spans]
        self._dressed = {max(0, bisect_right(starts, at) - 1) for at in disguises(self.folded)}
        for number in self._dressed:
            if self.spans:
                self._masks[number] |= _MARKS.of(self._sentence(number))

    def asking(self, before: Named) -> Iterator[int]:
        """Numbers of the sentences that may ask for something: that hold the words of a request."""
        named = bool(before)
        for number, mask in enumerate(self._masks):
            names = asks = False
            for reader in _MARKS.readers:
                asks = asks or reader.asks(mask) or (named and reader.goes_on(mask))
                names = names or reader.names(mask)
            if asks:
                yield number
            named = names

    def asked(self, number: int, before: Named) -> frozenset[Never]:
        """What a sentence asks for."""
        sentence, asked = self._sentence(number), _NOTHING
        goes_on = any(reader.goes_on(self._masks[number]) for reader in _MARKS.readers)
        named = self.named(number - 1, before) if goes_on else {}
        for name, _table in _tables(sentence):
            asked |= _look(name, sentence, named.get(name, _NOTHING)).asked
        return asked

    def named(self, number: int, before: Named) -> Named:
        """What a sentence names, by language."""
        if number < 0:
            return before
        if not any(reader.names(self._masks[number]) for reader in _MARKS.readers):
            return {}
        sentence = self._sentence(number)
        found = {
            name: _look(name, sentence, _NOTHING).named for name, _table in _tables(sentence)
        }
        return {name: named for name, named in found.items() if named}

    def _sentence(self, number: int) -> str:
        return bare(self.folded[slice(*self.spans[number])])


def names(text: str) -> Named:
    """The secrets that a text speaks of, by language, but not those that it warns of."""
    found: Named = {}
    folded = fold(view(text[:MAX_CHARS])[0])
    for start, end in _spans(folded):
        sentence = bare(unmarked(folded[start:end]))
        for name, table in _tables(sentence):
            if not warns(sentence, table) and (named := _look(name, sentence, _NOTHING).named):
                found[name] = found.get(name, _NOTHING) | named
    return found


def _listed_under_a_warning(
    seen: str, folded: str, spans: list[tuple[int, int]], number: int
) -> bool:
    """A list stands under the sentence above it: a warning there holds for its items."""
    if _ITEM.match(seen, *spans[number]) is None:
        return False
    above = number - 1
    while above >= 0 and _ITEM.match(seen, *spans[above]):
        above -= 1
    return above >= 0 and _warned(bare(folded[slice(*spans[above])]))


def _warned(above: str) -> bool:
    return any(warns(above, table) for _name, table in _tables(above))


@lru_cache(maxsize=512)
def _look(name: str, sentence: str, earlier: frozenset[Never]) -> Look:
    return look(sentence, earlier, _READERS[name].narrowed(_MARKS.of(sentence)))


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    """Sentences; what goes on for ever is looked at in pieces, so that time stays linear."""
    start = len(folded) - len(folded.lstrip())
    for end in (*(found.end() for found in _END.finditer(folded, start)), len(folded)):
        if end - start <= LONGEST:
            if start < end:
                yield start, end
        else:
            for at in range(start, end, LONGEST):
                first, last = max(start, at - OVERLAP), min(end, at + LONGEST)
                if not folded[first:last].isspace():
                    yield first, last
        start = end


def _tables(folded: str) -> Iterator[tuple[str, Table]]:
    """The languages of a sentence; a few English names in a Chinese one do not count."""
    han = _HAN.search(folded) is not None
    if (_ENGLISH_RUN if han else _LATIN).search(folded):
        yield "en", _LANGUAGES["en"]
    if han:
        yield "zh", _LANGUAGES["zh"]
