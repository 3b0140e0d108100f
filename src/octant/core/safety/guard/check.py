"""Sentences of a text, each looked at in the languages it is written in."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from octant.core.safety.guard import chinese, english
from octant.core.safety.guard.folding import HAN, bare, disguises, fold, unmarked
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.matcher import Look, look, warns
from octant.core.safety.guard.table import Table
from octant.core.safety.text.normalise import view

MAX_CHARS = 200_000
QUOTE = 200
LONGEST, OVERLAP = 600, 120  # characters of a sentence that are looked at together
_SENTENCE = re.compile(r"[^。！？!?\n\r.]*(?:\.(?=\S)[^。！？!?\n\r.]*)*[。！？!?\n\r.]?")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[a-z]{2}")
_ENGLISH_RUN = re.compile(r"(?:[a-z']+[ ,]+){3,}[a-z]+")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.)、])\s")
_LANGUAGES = {"en": english.TABLE, "zh": chinese.TABLE}
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
    folded = fold(seen)
    spans = list(_spans(folded))
    folded = unmarked(folded)
    near = _near(folded, spans)
    found: list[Ask] = []
    named = before
    for number, (start, end) in enumerate(spans):
        if number not in near and not named:
            continue
        asked, named = _looked_at(bare(folded[start:end]), named)
        if asked and not _listed_under_a_warning(seen, folded, spans, number):
            quote = " ".join(seen[start:end].split())[:QUOTE]
            found += [Ask(kind, quote) for kind in Never if kind in asked]
    return tuple(found), named


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


def _looked_at(sentence: str, named: Named) -> tuple[frozenset[Never], Named]:
    asked, after = _NOTHING, dict[str, frozenset[Never]]()
    for name, _table in _tables(sentence):
        seen = _look(name, sentence, named.get(name, _NOTHING))
        asked |= seen.asked
        if seen.named:
            after[name] = seen.named
    return asked, after


@lru_cache(maxsize=512)
def _look(name: str, sentence: str, earlier: frozenset[Never]) -> Look:
    return look(sentence, earlier, _LANGUAGES[name])


def _near(folded: str, spans: list[tuple[int, int]]) -> set[int]:
    """Numbers of the sentences that may ask for something: that hold a word of the tables, or
    one that may be dressed as something else."""
    starts = [start for start, _end in spans]
    found = {bisect_right(starts, at) - 1 for at in disguises(folded)}
    for table in _LANGUAGES.values():
        at = 0
        while hit := table.near.search(folded, at):
            number = max(0, bisect_right(starts, hit.start()) - 1)
            found.add(number)
            at = max(spans[number][1] if spans else 0, hit.start() + 1)
    # pieces of a long sentence overlap
    last = len(spans) - 1
    after = {n + 1 for n in found if n < last and spans[n + 1][0] < spans[n][1]}
    return found | after


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    """Sentences; what goes on for ever is looked at in pieces, so that time stays linear."""
    for found in _SENTENCE.finditer(folded):
        start, end = found.span()
        for at in range(start, end, LONGEST):
            first, last = max(start, at - OVERLAP), min(end, at + LONGEST)
            if not folded[first:last].isspace():
                yield first, last


def _tables(folded: str) -> Iterator[tuple[str, Table]]:
    """The languages of a sentence; a few English names in a Chinese one do not count."""
    han = _HAN.search(folded) is not None
    if (_ENGLISH_RUN if han else _LATIN).search(folded):
        yield "en", _LANGUAGES["en"]
    if han:
        yield "zh", _LANGUAGES["zh"]
