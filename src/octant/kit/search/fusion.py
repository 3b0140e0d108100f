"""One ranking out of several: words and meaning, over languages, by translation family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# A BM25 score of this much is half of what words can give: about one rare word in a title.
# What a query can reach depends on its words, so that a share of the best score says little.
WORDS_HALF = 30.0
# What words can give at most, in deviations of meaning (a good match lies 2 to 4.5 above the
# mean). 4 to 6 were alike. Of twelve fusions of ranks the best on articles gained .01 MRR on
# one set of nine and lost up to .05 on the rest. Chosen on the sets of eval/search, none held out.
WORDS_MOST = 5.0
# Nearer than this a text is offered even if it shares no word with the question.
NEAR = 1.0
# Below both of these an answer is a guess. A coarse guard: it caught three of six off-topic
# questions tried (1.8 to 2.5 deviations, no title word), the others shared a common word or, like
# "hello", lay near. One gold query in ten lies below 2.3 by meaning too, but has its words.
WEAK_WORDS = 0.7
WEAK_MEANING = 2.6
# How much the most popular article may gain over one of which nothing is known.
POPULARITY = 0.05
# A family with versions in several languages is judged by the one in the question's language,
# and a little by the others: over 110 parallel texts 0.3 against 0 gave Chinese questions .02 MRR
# and took .02 from English ones. It is a middle, not an optimum.
OTHERS_SHARE = 0.3
# A language with few texts has no mean of its own worth speaking of: it leans towards the mean of
# all as if it held this many texts more.
LEANING_TEXTS = 2
# The nearest so many texts are offered however far they are.
ALWAYS_NEAR = 5

Scores = npt.NDArray[np.float32]


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


def levelled(scores: Mapping[str, Scores]) -> dict[str, Scores]:
    """Make cosines of several languages comparable: distance from the mean, in deviations.

    The model prefers texts in the question's language by more than a good match differs from a
    bad one, so that neither the cosines nor the places in a merged list can be compared.
    """
    known = {name: values[np.isfinite(values)] for name, values in scores.items()}
    pooled = np.concatenate(list(known.values())) if known else np.zeros(0, dtype=np.float32)
    if not len(pooled):
        return {}
    overall = float(pooled.mean())
    means = {
        name: (float(values.sum()) + LEANING_TEXTS * overall) / (len(values) + LEANING_TEXTS)
        for name, values in known.items()
    }
    centred = np.concatenate([values - means[name] for name, values in known.items()])
    spread = float(centred.std()) or 1.0
    return {name: (scores[name] - mean) / spread for name, mean in means.items()}


def by_family(
    scores: Mapping[str, Mapping[str, float]], first: str, others_share: float
) -> dict[str, float]:
    """Give each family one score out of those of its versions; ``first`` is the main language."""
    merged: dict[str, float] = dict(scores.get(first, {}))
    others: dict[str, float] = {}
    for name, values in scores.items():
        if name != first:
            for family, score in values.items():
                others[family] = max(score, others.get(family, score))
    for family, score in others.items():
        own = merged.get(family)
        merged[family] = score if own is None else own + others_share * (score - own)
    return merged


def best(scores: Mapping[str, float], most: int) -> dict[str, float]:
    """Return the ``most`` highest scores."""
    kept = sorted(scores, key=lambda family: (-scores[family], family))[:most]
    return {family: scores[family] for family in kept}


def fuse(
    words: Mapping[str, float], meaning: Mapping[str, float], popularity: Mapping[str, float]
) -> list[Ranked]:
    """Merge BM25 scores and levelled meaning scores of families into one list, best first.

    Meaning ranks what words do not reach; a family far from the mean that shares a rare word of
    its title with the question comes before one that has only either.
    """
    merged = {
        family: Ranked(family, WORDS_MOST * s / (s + WORDS_HALF)) for family, s in words.items()
    }
    nearest = best(meaning, ALWAYS_NEAR)
    for family, score in meaning.items():
        if family in merged or score >= NEAR or family in nearest:
            merged.setdefault(family, Ranked(family)).meaning = max(0.0, score)
    for ranked in merged.values():
        ranked.popularity = min(max(popularity.get(ranked.family, 0.0), 0.0), 1.0)
    return sorted(merged.values(), key=lambda ranked: (-ranked.score, ranked.family))


def is_weak(ranked: Sequence[Ranked]) -> bool:
    """Tell whether nothing of a ranking matches closely, neither by words nor by meaning."""
    return not any(
        one.words >= WEAK_WORDS or one.words + one.meaning >= WEAK_MEANING for one in ranked[:10]
    )
