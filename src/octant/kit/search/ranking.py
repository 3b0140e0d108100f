"""Which families answer a question, best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from octant.kit.search.analysis import Analysed
from octant.kit.search.embedder import Embedder
from octant.kit.search.fusion import (
    OTHERS_SHARE,
    Ranked,
    Scores,
    best,
    by_family,
    fuse,
    levelled,
)
from octant.kit.search.snapshot import Language, Snapshot
from octant.kit.search.text import has_han
from octant.kit.search.words import concepts_query, parents

# Nobody reads past these; they bound the work of one search.
FOUND_MOST = 200
MEANING_MOST = 30


def rank(
    snapshot: Snapshot,
    analysed: Analysed,
    names: Sequence[str],
    category: str | None,
    embedder: Embedder | None,
    words: bool = True,
) -> list[Ranked]:
    """Rank families over the languages ``names``, the reader's first; no embedder, no meaning."""
    first = main_language(analysed.folded, names)
    by_words: dict[str, float] = {}
    by_meaning: dict[str, float] = {}
    if words:
        found = {name: _by_words(snapshot, analysed, name, category) for name in names}
        by_words = best(by_family(found, first, OTHERS_SHARE), FOUND_MOST)
    if embedder is not None:
        near = _by_meaning(snapshot, analysed, names, category, embedder)
        scores = by_family(near, first, OTHERS_SHARE)
        kept = by_words.keys() | best(scores, MEANING_MOST).keys()
        by_meaning = {family: score for family, score in scores.items() if family in kept}
    return fuse(by_words, by_meaning, snapshot.popularity)


def main_language(folded: str, names: Sequence[str]) -> str:
    """Return the language a question is in, by its script; ``names`` has the reader's first."""
    chinese = has_han(folded)
    likely = [name for name in names if name.startswith(("zh", "ja")) == chinese]
    return (likely or list(names))[0]


def _by_words(
    snapshot: Snapshot, analysed: Analysed, name: str, category: str | None
) -> dict[str, float]:
    language = snapshot.languages[name]
    query = concepts_query(analysed.concepts, name)
    found = language.words.search(query, FOUND_MOST, category)
    return {language.entries[number].family: score for number, score in found}


def _by_meaning(
    snapshot: Snapshot,
    analysed: Analysed,
    names: Sequence[str],
    category: str | None,
    embedder: Embedder,
) -> dict[str, dict[str, float]]:
    indexes = {name: snapshot.languages[name].meaning for name in names}
    if not any(indexes.values()):
        return {}
    vector = embedder.query(analysed.text)
    scores = {name: index.scores(vector) for name, index in indexes.items() if index}
    return {
        name: _families(values, snapshot.languages[name], category)
        for name, values in levelled(scores).items()
    }


def _families(scores: Scores, language: Language, category: str | None) -> dict[str, float]:
    numbers = nearest(scores, language, FOUND_MOST, category)
    return {language.entries[number].family: float(scores[number]) for number in numbers}


def nearest(
    scores: Scores, language: Language, most: int, category: str | None = None
) -> list[int]:
    """Return the numbers of the documents with the highest scores, at most ``most``."""
    if category:
        inside = [category in parents(entry.category) for entry in language.entries]
        scores = np.where(inside, scores, -np.inf)
    most = min(most, len(scores))
    top = np.argpartition(-scores, most - 1)[:most] if most else np.array([], dtype=int)
    top = top[np.argsort(-scores[top], kind="stable")]
    return [int(n) for n in top if np.isfinite(scores[n])]
