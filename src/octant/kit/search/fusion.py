"""One ranking out of several: words and meaning, over languages, by translation family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009). They take 60 for lists of a
# thousand; a help centre's lists are short and the first place matters more.
RANK_OFFSET = 10.0
# Equal shares scored below meaning alone (110 parallel texts): the dense side weighs more.
MEANING_SHARE = 0.6
# How much the most popular article may gain over one of which nothing is known.
POPULARITY = 0.05


@dataclass(slots=True)
class Ranked:
    """What each side gives one family."""

    family: str
    words: float = 0.0
    meaning: float = 0.0
    popularity: float = 0.0

    @property
    def score(self) -> float:
        """The sum of both sides, raised a little by popularity."""
        return (self.words + self.meaning) * (1.0 + POPULARITY * self.popularity)


@dataclass(frozen=True, slots=True)
class Ranking:
    """One side's families in one language, best first."""

    families: Sequence[str]
    by_meaning: bool = False


def fuse(rankings: Iterable[Ranking], popularity: dict[str, float]) -> list[Ranked]:
    """Merge rankings into one, best first.

    A family takes the best place that any of its translations has in its own language, on each
    side once: the model prefers texts in the question's language, so that places within one
    language can be compared and scores between two cannot.
    """
    rankings = list(rankings)
    both = {ranking.by_meaning for ranking in rankings if ranking.families} == {True, False}
    merged: dict[str, Ranked] = {}
    for ranking in rankings:
        share = _share(ranking.by_meaning, both)
        for place, family in enumerate(ranking.families):
            gain = share / (RANK_OFFSET + place + 1)
            ranked = merged.setdefault(
                family, Ranked(family, popularity=min(max(popularity.get(family, 0.0), 0.0), 1.0))
            )
            if ranking.by_meaning:
                ranked.meaning = max(ranked.meaning, gain)
            else:
                ranked.words = max(ranked.words, gain)
    return sorted(merged.values(), key=lambda ranked: (-ranked.score, ranked.family))


def _share(by_meaning: bool, both: bool) -> float:
    if not both:
        return 1.0
    return MEANING_SHARE if by_meaning else 1.0 - MEANING_SHARE
