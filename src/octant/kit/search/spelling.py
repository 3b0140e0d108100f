"""Near misses: words that a misspelled word may have been meant as."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

# Algolia tolerates one typo from 4 letters and two from 8, Meilisearch from 5 and 9.
ONE_TYPO_LETTERS = 4
TWO_TYPO_LETTERS = 8


def tolerance(word: str) -> int:
    """Return how many typos a word may have: by its length; none with digits or in Chinese."""
    if not (word.isascii() and word.isalpha()) or len(word) < ONE_TYPO_LETTERS:
        return 0
    return 1 if len(word) < TWO_TYPO_LETTERS else 2


def distance(one: str, other: str, most: int) -> int:
    """Count edits between words (swapped neighbours count once); ``most + 1`` means too many.

    Damerau's distance, optimal string alignment: Boytsov 2011, "Indexing methods for approximate
    dictionary searching".
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = previous
    return row[-1]


class Vocabulary:
    """The Latin words of all documents, laid out so that near ones are found in a millisecond."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._words = [word for word in counts if word.isascii() and word.isalpha()]
        self._counts = counts
        self._letters = np.zeros((len(self._words), 26), dtype=np.int8)
        for number, word in enumerate(self._words):
            self._letters[number] = _letters(word)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def near(self, word: str, limit: int = 3) -> list[str]:
        """Return the closest words within the tolerance of ``word``, most used first."""
        most = tolerance(word)
        if not most or not self._words:
            return []
        # An edit changes at most two letter counts by one each: a cheap bound before the dear one.
        gaps = np.abs(self._letters - _letters(word)).sum(axis=1)
        found: list[tuple[int, int, int, str]] = []
        for number in np.flatnonzero(gaps <= 2 * most):
            candidate = self._words[number]
            edits = distance(word, candidate, most)
            if edits <= most:
                # People rarely miss the first letter (Pollock and Zamora 1984).
                missed_first = int(candidate[0] != word[0])
                found.append((edits, missed_first, -self._counts[candidate], candidate))
        found.sort()
        closest = found[0][0] if found else 0
        return [candidate for edits, _m, _c, candidate in found if edits == closest][:limit]


def _letters(word: str) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    codes = np.frombuffer(word.encode("ascii"), dtype=np.uint8) - ord("a")
    return np.minimum(np.bincount(codes, minlength=26)[:26], 100).astype(np.int8)
