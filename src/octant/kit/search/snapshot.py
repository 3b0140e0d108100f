"""One opened index: what a search reads from beginning to end."""

from __future__ import annotations

import json
import threading
from collections import Counter
from functools import cached_property
from pathlib import Path

from octant.kit.search.spelling import Vocabulary
from octant.kit.search.store import Store, Version
from octant.kit.search.vectors import MeaningIndex
from octant.kit.search.words import Entry, WordIndex


class Language:
    """The opened words and vectors of one language."""

    def __init__(self, words_folder: Path, meaning_folder: Path | None) -> None:
        self.words = WordIndex(words_folder)
        self.entries: list[Entry] = self.words.entries
        self.by_family = {entry.family: n for n, entry in enumerate(self.entries)}
        self.by_key = {entry.key: n for n, entry in enumerate(self.entries)}
        self.meaning: MeaningIndex | None = None
        if meaning_folder is not None and (meaning_folder / "places.npy").exists():
            self.meaning = MeaningIndex(meaning_folder, len(self.entries))


class Snapshot:
    """All languages of one version; stays whole while a newer version is swapped in."""

    def __init__(self, store: Store, version: Version | None) -> None:
        self.version = version
        self.languages: dict[str, Language] = {}
        self._lock = threading.Lock()
        if version is None:
            return
        words, meaning = store.words_folder(version), store.meaning_folder(version)
        names = json.loads((words / "languages.json").read_text("utf-8"))
        for number, name in enumerate(names):
            self.languages[name] = Language(words / str(number), meaning / str(number))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all languages; read at the first misspelled word."""
        counts: Counter[str] = Counter()
        for language in self.languages.values():
            counts.update(language.words.vocabulary())
        return Vocabulary(counts)

    def ordered(self, first: str) -> list[str]:
        """Return the languages, the reader's own before the others."""
        return sorted(self.languages, key=lambda name: (name != first, name))

    def find(self, family: str, first: str) -> tuple[str, int] | None:
        """Return (language, number) of a family's best version for a reader."""
        for name in self.ordered(first):
            number = self.languages[name].by_family.get(family)
            if number is not None:
                return name, number
        return None

    def knows(self, word: str) -> bool:
        """Tell whether any language's documents hold the index word."""
        return any(language.words.knows(word) for language in self.languages.values())

    @cached_property
    def popularity(self) -> dict[str, float]:
        """The highest weight of each family's versions."""
        weights: dict[str, float] = {}
        for language in self.languages.values():
            for entry in language.entries:
                if entry.weight:
                    weights[entry.family] = max(weights.get(entry.family, 0.0), entry.weight)
        return weights
