"""Sentences of a text, each looked at in the languages it is written in."""

import re
import unicodedata
from collections.abc import Iterator

from octant.core.safety.guard import chinese, english
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.matcher import asks_of, named, warns
from octant.core.safety.guard.table import Table
from octant.core.safety.text.normalise import view
from octant.kit.search.traditional import SIMPLIFIED

MAX_CHARS = 200_000
QUOTE = 200
LONGEST, OVERLAP = 600, 120  # characters of a sentence that are looked at together
_SENTENCE = re.compile(r"(?<=[。！？!?\n])|(?<=\.)(?=\s)|\r")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[a-z]{2}")
_ENGLISH_RUN = re.compile(r"(?:[a-z']+[ ,]+){3,}[a-z]+")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.)、])\s")
_SPACED_HAN = re.compile("(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
# "p a s s w o r d": single letters with blanks or dots between them.
_SPACED = re.compile(r"\b(?:[a-z][ .\-_*]){4,}[a-z]\b")
_MARKS = re.compile(r"[*_`>#]+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
_FOLDED = {ord(old): new for old, new in SIMPLIFIED.items()} | _QUOTES
_LANGUAGES = {"en": english.TABLE, "zh": chinese.TABLE}
_NOTHING: frozenset[Never] = frozenset()


def check_article(text: str) -> tuple[Ask, ...]:
    """As `check`, for a public text: there, how to change a setting is told, not asked for."""
    return tuple(ask for ask in check(text) if ask.kind is not Never.SECURITY_CHANGE)


def check(text: str) -> tuple[Ask, ...]:
    """The requests in `text`, each sentence and kind once, in the order they stand."""
    found: list[Ask] = []
    before: dict[str, frozenset[Never]] = {}
    known: dict[tuple[str, str, frozenset[Never]], tuple[frozenset[Never], frozenset[Never]]] = {}
    above = ""  # the last sentence that is no item of a list
    seen = view(text[:MAX_CHARS])[0]
    spaced = _SPACED.search(_MARKS.sub(" ", seen.lower())) is not None
    # Words of which a sentence has one if it may name a secret; few stand in the text at all.
    whole = _fold(seen, spaced)
    words = {name: [w for w in table.words if w in whole] for name, table in _LANGUAGES.items()}
    for sentence in _sentences(seen):
        folded = _fold(sentence, spaced)
        item = _ITEM.match(sentence) is not None
        kinds: set[Never] = set()
        for name, table in _tables(folded):
            earlier = before.get(name, _NOTHING)
            if earlier or _has_one(folded, words[name]):
                key = (name, folded, earlier)
                if key not in known:
                    known[key] = asks_of(folded, earlier, table), named(folded, table)
                asked, before[name] = known[key]
                # a list stands under the sentence above it: a warning there holds for its items
                if asked and not (item and _warned(above)):
                    kinds |= asked
            else:
                before[name] = _NOTHING
        if not item:
            above = folded
        if kinds:
            quote = " ".join(sentence.split())[:QUOTE]
            found += [Ask(kind, quote) for kind in Never if kind in kinds]
    return tuple(found)


def _has_one(text: str, words: list[str]) -> bool:
    return any(map(text.__contains__, words))


def _warned(above: str) -> bool:
    return any(warns(above, table) for _name, table in _tables(above))


def _sentences(text: str) -> Iterator[str]:
    """Sentences; what goes on for ever is looked at in pieces, so that time stays linear."""
    for sentence in _SENTENCE.split(text):
        for start in range(0, len(sentence), LONGEST):
            piece = sentence[max(0, start - OVERLAP) : start + LONGEST]
            if piece.strip():
                yield piece


def _tables(folded: str) -> Iterator[tuple[str, Table]]:
    """The languages of a sentence; a few English names in a Chinese one do not count."""
    han = _HAN.search(folded) is not None
    if (_ENGLISH_RUN if han else _LATIN).search(folded):
        yield "en", _LANGUAGES["en"]
    if han:
        yield "zh", _LANGUAGES["zh"]


def _fold(sentence: str, spaced: bool) -> str:
    """Lower case, simplified, plain quotes, no marks of Markdown, letters not spaced out."""
    folded = sentence.lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded).translate(_FOLDED)
    folded = _MARKS.sub(" ", folded.replace("`", "'"))
    if spaced:
        folded = _SPACED.sub(lambda run: re.sub(r"[ .\-_*]", "", run[0]), folded)
    if not folded.isascii():
        folded = _SPACED_HAN.sub("", folded)
    return " ".join(folded.split())
