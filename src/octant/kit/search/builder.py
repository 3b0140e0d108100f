"""Building an index: words at once, vectors as time allows."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from octant.kit.search import passages, words
from octant.kit.search.analysis import Analyser
from octant.kit.search.documents import Document, Stats
from octant.kit.search.embedder import Embedder
from octant.kit.search.passages import BODY, TITLE, Passage
from octant.kit.search.store import Store, Version
from octant.kit.search.text import clean
from octant.kit.search.vectors import VectorCache, write_matrix

_BATCH = 16
ENOUGH = 0.95  # share of the titles, or of the bodies, from which their vectors are used


class Builder:
    """Writes generations into a store. One process builds at a time, others wait."""

    def __init__(self, store: Store, embedder: Embedder | None) -> None:
        self._store = store
        self._embedder = embedder

    def rebuild(self, documents: Iterable[Document], analyser: Analyser) -> Stats:
        """Write a new generation with every vector that is known already, and make it current."""
        started = time.monotonic()
        by_language = _sorted(documents)
        with self._store.lock("build"):
            before = self._store.current()
            version = Version(before.generation + 1 if before else 1, 1)
            folder = self._store.words_folder(version)
            _empty(folder)
            counted = 0
            for place, listed in enumerate(by_language.values()):
                words.write(folder / str(place), listed, analyser)
                found = [p for n, d in enumerate(listed) for p in passages.of_document(n, d)]
                _write_passages(folder / str(place), found)
                counted += len(found)
            (folder / "languages.json").write_text(json.dumps(list(by_language)), "utf-8")
            missing = self._write_vectors(version, len(by_language))
            self._store.publish(version)
        counts = {language: len(listed) for language, listed in by_language.items()}
        seconds = time.monotonic() - started
        return Stats(version.generation, sum(counts.values()), counts, seconds, counted, missing)

    def embed_missing(self, seconds: float | None = None) -> int:
        """Embed texts that have no vector yet and publish them; return how many are left.

        Stops after about ``seconds``; what was embedded stays. Titles come before bodies.
        """
        version = self._store.current()
        if self._embedder is None or version is None:
            return 0
        with self._store.lock("embed"):
            version = self._store.current() or version
            cache = self._cache()
            texts: dict[bytes, str] = {}
            for passage in sorted(self._passages(version), key=lambda p: p.kind):
                if passage.digest not in cache:
                    texts.setdefault(passage.digest, passage.text)
            if not texts:
                return 0
            self._embed(list(texts.items()), cache, seconds)
            return self._republish()

    def _embed(
        self, texts: list[tuple[bytes, str]], cache: VectorCache, seconds: float | None
    ) -> None:
        assert self._embedder is not None
        end = None if seconds is None else time.monotonic() + seconds
        for first in range(0, len(texts), _BATCH):
            batch = texts[first : first + _BATCH]
            cache.add([name for name, _ in batch], self._embedder.passages([t for _, t in batch]))
            if end is not None and time.monotonic() >= end:
                return

    def _republish(self) -> int:
        with self._store.lock("build"):
            version = self._store.current()
            assert version is not None
            fresh = Version(version.generation, version.edition + 1)
            languages = json.loads(
                (self._store.words_folder(version) / "languages.json").read_text("utf-8")
            )
            missing = self._write_vectors(fresh, len(languages))
            self._store.publish(fresh)
            return missing

    def _write_vectors(self, version: Version, languages: int) -> int:
        """Write the vectors that are known; return how many passages have none yet."""
        if self._embedder is None:
            return 0
        cache = self._cache()
        _empty(self._store.meaning_folder(version))
        listed = [
            _read_passages(self._store.words_folder(version) / str(place))
            for place in range(languages)
        ]
        known = _known_well({p for found in listed for p in found}, cache)
        for place, found in enumerate(listed):
            folder = self._store.meaning_folder(version) / str(place)
            folder.mkdir()
            write_matrix(folder, [p for p in found if p.kind in known], cache)
        return sum(p.digest not in cache for found in listed for p in found)

    def _passages(self, version: Version) -> list[Passage]:
        folder = self._store.words_folder(version)
        languages = json.loads((folder / "languages.json").read_text("utf-8"))
        return [p for n in range(len(languages)) for p in _read_passages(folder / str(n))]

    def _cache(self) -> VectorCache:
        assert self._embedder is not None
        return VectorCache(
            self._store.folder / "vectors", self._embedder.name, self._embedder.dimensions
        )


def _known_well(passages: set[Passage], cache: VectorCache) -> set[int]:
    """The kinds (titles, bodies) of which nearly all have a vector.

    While few have, those few would stand before better ones only because they have one.
    """
    return {
        kind
        for kind in (TITLE, BODY)
        if (alike := [p.digest in cache for p in passages if p.kind == kind])
        and sum(alike) >= ENOUGH * len(alike)
    }


def _empty(folder: Path) -> None:
    """Make a folder, clearing what a killed build may have left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _sorted(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """Group by language, cleaned; of documents with one key the last one stays."""
    unique = {document.key: document for document in documents}
    by_language: dict[str, list[Document]] = {}
    for document in unique.values():
        by_language.setdefault(document.language, []).append(_cleaned(document))
    return dict(sorted(by_language.items()))


def _cleaned(document: Document) -> Document:
    return replace(
        document,
        title=clean(document.title),
        summary=clean(document.summary),
        body=clean(document.body),
        keywords=tuple(clean(word) for word in document.keywords),
        category=clean(document.category),
    )


def _write_passages(folder: Path, found: list[Passage]) -> None:
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage in found:
            row = [passage.number, passage.kind, passage.text]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read_passages(folder: Path) -> list[Passage]:
    found: list[Passage] = []
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        for line in file:
            number, kind, text = json.loads(line)
            found.append(Passage(number, kind, text, passages.digest(text)))
    return found
