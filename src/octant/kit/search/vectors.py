"""Vectors on disk: a cache by content, and the matrix that one language is searched in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from octant.kit.search.embedder import Vectors
from octant.kit.search.passages import TITLE, Passage

_DIGEST_BYTES = 16
# A title that fits is worth as much as a body that fits: the mean of both, or the better one.
TITLE_SHARE = 0.5


class VectorCache:
    """Vectors by the digest of their text, kept over rebuilds; appended to, never rewritten.

    Half precision: the error (0.0005) is far below the gap between two documents.
    """

    def __init__(self, folder: Path, name: str, dimensions: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._keys_file = folder / f"{name}.keys"
        self._vectors_file = folder / f"{name}.f16"
        self._dimensions = dimensions
        self._rows: dict[bytes, int] = {}
        self._read_keys()

    def _read_keys(self) -> None:
        keys = self._keys_file.read_bytes() if self._keys_file.exists() else b""
        size = self._vectors_file.stat().st_size if self._vectors_file.exists() else 0
        whole = min(len(keys) // _DIGEST_BYTES, size // (2 * self._dimensions))
        self._rows = {
            keys[row * _DIGEST_BYTES : (row + 1) * _DIGEST_BYTES]: row for row in range(whole)
        }
        self._count = whole

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Append vectors; the names go to disk after them, so that a kill leaves no lie."""
        with self._vectors_file.open("ab") as file:
            file.truncate(self._count * 2 * self._dimensions)
            file.write(np.ascontiguousarray(vectors, dtype=np.float16).tobytes())
            file.flush()
            os.fsync(file.fileno())
        with self._keys_file.open("ab") as file:
            file.truncate(self._count * _DIGEST_BYTES)
            file.write(b"".join(digests))
        for digest in digests:
            self._rows[digest] = self._count
            self._count += 1

    def get(self, digests: Iterable[bytes]) -> Vectors:
        """Return the vectors of known digests, (number of digests, dimensions)."""
        rows = [self._rows[digest] for digest in digests]
        if not rows:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        shape = (self._count, self._dimensions)
        stored = np.memmap(self._vectors_file, dtype=np.float16, mode="r", shape=shape)
        return np.asarray(stored[rows], dtype=np.float32)


def write_matrix(folder: Path, passages: Sequence[Passage], cache: VectorCache) -> int:
    """Write the matrix of the passages whose vectors are known; return how many are not."""
    known = [passage for passage in passages if passage.digest in cache]
    np.save(folder / "vectors.npy", cache.get(passage.digest for passage in known))
    places = np.array([(p.number, p.kind) for p in known], dtype=np.int32).reshape(-1, 2)
    np.save(folder / "places.npy", places)
    return len(passages) - len(known)


class MeaningIndex:
    """The matrix of one language, mapped into memory and read only where it is searched."""

    def __init__(self, folder: Path, documents: int) -> None:
        self._documents = documents
        places = np.load(folder / "places.npy")
        self._vectors: Vectors = np.load(
            folder / "vectors.npy", mmap_mode="r" if len(places) else None
        )
        self._titles = places[:, 1] == TITLE
        self._numbers = places[:, 0]

    def __len__(self) -> int:
        return len(self._numbers)

    def scores(self, vector: Vectors) -> npt.NDArray[np.float32]:
        """Return how near each document is, by number; what has no vector is at minus infinity."""
        title = np.full(self._documents, -np.inf, dtype=np.float32)
        body = np.full(self._documents, -np.inf, dtype=np.float32)
        if not len(self._numbers):
            return title
        products = self._vectors @ vector
        title[self._numbers[self._titles]] = products[self._titles]
        np.maximum.at(body, self._numbers[~self._titles], products[~self._titles])
        body = np.where(np.isinf(body), title, body)
        title = np.where(np.isinf(title), body, title)
        blended: npt.NDArray[np.float32] = TITLE_SHARE * title + (1 - TITLE_SHARE) * body
        return blended

    def of_document(self, number: int) -> Vectors | None:
        """Return the mean of a document's vectors, unit length, or None when it has none."""
        rows = np.flatnonzero(self._numbers == number)
        if not len(rows):
            return None
        mean = np.asarray(self._vectors[rows], dtype=np.float32).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
