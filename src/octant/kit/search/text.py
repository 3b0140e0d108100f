"""Characters and words: folding, splitting and stemming, the same for queries and documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import tantivy

from octant.kit.search.traditional import SIMPLIFIED

HAN = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
# Other words may hold an apostrophe; the first group tells a Han run from them.
_PIECE = re.compile(rf"([{HAN}]+)|[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")
_HAN = re.compile(rf"[{HAN}]")
# Longer than any word people type, short enough for tantivy (65,530 bytes a term).
WORD_MAX = 48


class _Fold(dict[int, str]):
    """Character to its folded form: width, case, accents, traditional Chinese."""

    def __init__(self) -> None:
        super().__init__()
        # Characters met so far whose folded form is not one character.
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = SIMPLIFIED.get(char, char)
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cs", "Co", "Cn"):
            folded = " "
        elif kind in ("Mn", "Cf"):
            folded = ""
        else:
            decomposed = unicodedata.normalize("NFKD", folded).casefold()
            bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
            folded = unicodedata.normalize("NFKC", bare)
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(char)
        return folded


_FOLD = _Fold()


def fold(text: str) -> str:
    """Return ``text`` with width, case, accents and traditional characters folded away."""
    return text.translate(_FOLD)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the index it came from.

    The list has one entry more than the text, so that an exclusive end can be looked up.
    """
    folded = fold(text)
    if _FOLD.uneven.isdisjoint(text):
        return folded, list(range(len(text) + 1))
    parts: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        piece = _FOLD[ord(char)]
        parts.append(piece)
        offsets.extend([index] * len(piece))
    offsets.append(len(text))
    return "".join(parts), offsets


def clean(text: str) -> str:
    """Drop what no store can hold: lone surrogates and the null character."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")


def has_han(text: str) -> bool:
    """Tell whether any character is Chinese (or kana, which is segmented the same way)."""
    return _HAN.search(text) is not None


def pieces(folded: str) -> Iterator[tuple[str, int, int, bool]]:
    """Yield (text, start, end, is Han) of each run of Han characters and each other word."""
    for match in _PIECE.finditer(folded):
        yield match.group(), match.start(), match.end(), match.lastindex == 1


_SNOWBALL = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one folded word: Snowball English; words with digits stay whole."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")[:WORD_MAX]
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    stemmed = _SNOWBALL.analyze(word)
    return stemmed[0] if stemmed else word
