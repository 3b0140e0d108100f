"""A softmax over sparse features and, if given, the text's vector of meaning; numpy alone."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from octant.kit.learning.features import Features, Floats

BATCH, EPOCHS, RATE, DECAY = 64, 10, 0.01, 1e-5
MOST_FEATURES = 40_000
MEANING_SCALE = 6.0  # of vectors of length one, beside features of length one
FORMAT = 1
Row = tuple[npt.NDArray[np.intp], Floats]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest label, how likely (0 to 1), and how likely the second is."""

    label: str
    confidence: float
    second: float


@dataclass(frozen=True)
class Model:
    """Weights of a feature for each label; `about` says from what it was made."""

    labels: tuple[str, ...]
    features: Features
    weights: Floats  # features (and dimensions of meaning) by labels
    bias: Floats
    meaning: int = 0  # dimensions of the vector it wants beside the text
    about: dict[str, Any] | None = None

    def guess(self, text: str, vector: Floats | None = None) -> Guess:
        """For a folded text. The same text always gets the same guess."""
        chances = self.chances(text, vector)
        order = np.argsort(-chances, kind="stable")
        second = float(chances[order[1]]) if len(order) > 1 else 0.0
        return Guess(self.labels[int(order[0])], float(chances[order[0]]), second)

    def chances(self, text: str, vector: Floats | None = None) -> Floats:
        at, values = self.features.sparse(text)
        scores = values @ self.weights[at] + self.bias
        if self.meaning and vector is not None:
            scores = scores + (vector * MEANING_SCALE) @ self.weights[len(self.features.weights) :]
        chances: Floats = _softmax(scores[None, :])[0]
        return chances

    def bytes(self) -> bytes:
        """As a file; the same model gives the same bytes."""
        hashes = np.array(list(self.features.columns), np.int32)
        head = {"format": FORMAT, "labels": self.labels, "meaning": self.meaning}
        out = io.BytesIO()
        for part in (
            np.frombuffer(json.dumps({**head, "about": self.about or {}}).encode(), np.uint8),
            hashes,
            self.features.weights,
            self.weights.astype(np.float16),
            self.bias,
        ):
            np.save(out, part, allow_pickle=False)
        return out.getvalue()

    @classmethod
    def read(cls, file: Path) -> Model:
        """Raises OSError or ValueError for what is not a model of this format."""
        with file.open("rb") as stream:
            head = json.loads(np.load(stream, allow_pickle=False).tobytes())
            if head.get("format") != FORMAT:
                raise ValueError("a model of another format")
            hashes, idf, weights, bias = (np.load(stream, allow_pickle=False) for _ in range(4))
        features = Features({int(each): at for at, each in enumerate(hashes)}, idf)
        return cls(
            tuple(head["labels"]),
            features,
            weights.astype(np.float32),
            bias,
            int(head["meaning"]),
            head["about"],
        )

    @property
    def version(self) -> str:
        return hashlib.sha256(self.bytes()).hexdigest()[:12]


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    owners: Sequence[object] | None = None,
    fewest_owners: int = 2,
    vectors: Floats | None = None,
    about: dict[str, Any] | None = None,
    epochs: int = EPOCHS,
) -> Model:
    """Learn labels of folded texts. Deterministic: order and seed are fixed.

    A feature counts only if `fewest_owners` different owners (by default: texts) used it.
    """
    names = tuple(sorted(set(labels)))
    features = Features.fit(
        texts, owners or range(len(texts)), fewest=fewest_owners, most=MOST_FEATURES
    )
    rows = [features.sparse(text) for text in texts]
    wanted = np.array([names.index(label) for label in labels])
    dimensions = 0 if vectors is None else int(vectors.shape[1])
    weights = np.zeros((len(features.weights) + dimensions, len(names)), np.float32)
    bias = np.zeros(len(names), np.float32)
    _descend(rows, vectors, wanted, weights, bias, epochs)
    return Model(names, features, weights, bias, dimensions, about)


def _descend(
    rows: list[Row],
    vectors: Floats | None,
    wanted: npt.NDArray[np.intp],
    weights: Floats,
    bias: Floats,
    epochs: int,
) -> None:
    """Adam on batches made dense, changing weights and bias in place."""
    random = np.random.default_rng(20261129)
    moments = [np.zeros_like(weights), np.zeros_like(weights)]
    moments_bias = [np.zeros_like(bias), np.zeros_like(bias)]
    step = 0
    for epoch in range(epochs):
        rate = RATE * (1 - epoch / epochs) + RATE / 50
        order = random.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            picked = order[start : start + BATCH]
            step += 1
            dense = _dense([rows[n] for n in picked], vectors, picked, len(weights))
            chances = _softmax(dense @ weights + bias)
            chances[np.arange(len(picked)), wanted[picked]] -= 1
            chances /= len(picked)
            _adam(weights, dense.T @ chances + DECAY * weights, moments, rate, step)
            _adam(bias, chances.sum(axis=0), moments_bias, rate, step)


def _dense(
    rows: list[Row], vectors: Floats | None, picked: npt.NDArray[np.intp], width: int
) -> Floats:
    found = np.zeros((len(rows), width), np.float32)
    for line, (at, values) in enumerate(rows):
        found[line, at] = values
    if vectors is not None:
        found[:, width - vectors.shape[1] :] = vectors[picked] * MEANING_SCALE
    return found


def _adam(at: Floats, slope: Floats, moments: list[Floats], rate: float, step: int) -> None:
    first, second = moments
    first *= 0.9
    first += 0.1 * slope
    second *= 0.999
    second += 0.001 * slope * slope
    scale = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    at -= (scale * first / (np.sqrt(second) + 1e-8)).astype(np.float32)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
