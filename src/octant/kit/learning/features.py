"""A text as hashed words, pairs of words and pieces of characters, weighed by how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LOOKED_AT = 4000  # characters of a text
BITS = 22  # of a feature's hash: two of 40,000 features share one about once in a hundred
_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[a-z0-9]+(?:['’][a-z]+)?")
_DIGITS = re.compile(r"\d")


def raw(text: str) -> Counter[int]:
    """How often each hashed feature of a folded text occurs."""
    return Counter(_hash(name) for name in names(text))


def names(text: str) -> list[str]:
    """Words, pairs of neighbours, and 2 to 5 characters within words; digits are all alike, so
    that no amount, id or telephone number is a feature."""
    tokens = _TOKEN.findall(_DIGITS.sub("0", text[:LOOKED_AT]))
    found = [f"w{token}" for token in tokens]
    found += [f"p{a} {b}" for a, b in pairwise(tokens)]
    found += [f"t{a} {b} {c}" for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False)]
    for token in tokens:
        if token.isascii():
            found += _pieces(token)
    return found


@lru_cache(maxsize=50_000)
def _pieces(token: str) -> tuple[str, ...]:
    word = f"^{token}$"
    return tuple(
        f"c{word[at : at + size]}" for size in (3, 4, 5) for at in range(len(word) - size + 1)
    )


@lru_cache(maxsize=500_000)
def _hash(name: str) -> int:
    return crc32(name.encode()) >> (32 - BITS)


@dataclass(frozen=True)
class Features:
    """Which hashed features count, and how much. Rows are of length one."""

    columns: dict[int, int] = field(default_factory=dict)  # hash to column
    weights: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def fit(
        cls, texts: Sequence[str], owners: Sequence[object], *, fewest: int, most: int
    ) -> Features:
        """Features that at least `fewest` different owners used, the `most` frequent of them:
        what only one person writes never becomes part of a model."""
        seen: dict[int, set[object]] = {}
        documents: Counter[int] = Counter()
        for text, owner in zip(texts, owners, strict=True):
            for each in raw(text):
                documents[each] += 1
                owned = seen.setdefault(each, set())
                if len(owned) < fewest:
                    owned.add(owner)
        kept = [(n, each) for each, n in documents.items() if len(seen[each]) >= fewest]
        kept = sorted(kept, key=lambda pair: (-pair[0], pair[1]))[:most]
        weights = [math.log((1 + len(texts)) / (1 + n)) + 1 for n, _each in kept]
        columns = {each: at for at, (_n, each) in enumerate(kept)}
        return cls(columns, np.array(weights, np.float32))

    def sparse(self, text: str) -> tuple[npt.NDArray[np.intp], Floats]:
        """Columns and values of one text."""
        counts = [(self.columns[each], n) for each, n in raw(text).items() if each in self.columns]
        at = np.array([column for column, _n in counts], np.intp)
        values = np.array([1 + math.log(n) for _column, n in counts], np.float32)
        values = values * self.weights[at] if len(at) else values
        length = float(np.sqrt((values * values).sum())) or 1.0
        return at, (values / length).astype(np.float32)
