"""The search engine: rebuild, search, suggest, similar, did-you-mean."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from octant.kit.search.analysis import Analysed, Analyser, Concept, Term
from octant.kit.search.builder import Builder
from octant.kit.search.documents import Document, Hit, Results, Stats, Suggestion
from octant.kit.search.embedder import Embedder
from octant.kit.search.fusion import Ranked, is_weak
from octant.kit.search.glossary import Glossary
from octant.kit.search.ranking import nearest, rank
from octant.kit.search.snapshot import Language, Snapshot
from octant.kit.search.snippets import snippet
from octant.kit.search.store import Store
from octant.kit.search.suggest import suggest
from octant.kit.search.text import clean, stem
from octant.kit.search.words import concepts_query, parents

# The longest page of results that may be asked for.
LIMIT_MOST = 100


class Engine:
    """Search over public texts in several languages, by words and by meaning.

    Any number of processes may share ``folder``: one rebuilds, all others see the new
    generation at their next search. Without an ``embedder`` words do alone. No query raises.
    """

    def __init__(
        self, folder: Path, glossary: Glossary | None = None, embedder: Embedder | None = None
    ) -> None:
        self._store = Store(Path(folder))
        self._embedder = embedder
        self._builder = Builder(self._store, embedder)
        self._analyser = Analyser(glossary or Glossary())
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp = (-1, -1)

    @property
    def glossary(self) -> Glossary:
        """The equal terms in use; assign another glossary to change them at run time."""
        return self._analyser.glossary

    @glossary.setter
    def glossary(self, glossary: Glossary) -> None:
        self._analyser = Analyser(glossary)

    def rebuild(self, documents: Iterable[Document]) -> Stats:
        """Index all documents anew and swap the index in; searches go on meanwhile.

        Words are ready on return. Texts that were embedded before keep their vectors; the number
        of others is ``Stats.passages_missing``: call ``embed_missing`` for them.
        """
        return self._builder.rebuild(documents, self._analyser)

    def embed_missing(self, seconds: float | None = None) -> int:
        """Embed what has no vector yet, for about ``seconds``; return how many texts are left."""
        return self._builder.embed_missing(seconds)

    def ready(self) -> bool:
        """Tell whether there is an index to search."""
        return self._current().version is not None

    def search(
        self,
        query: str,
        language: str,
        *,
        category: str | None = None,
        limit: int = 10,
        offset: int = 0,
        cross_language: bool = True,
        words: bool = True,
        meaning: bool = True,
    ) -> Results:
        """Find documents for a reader of ``language``, one hit a translation family.

        ``category`` keeps a category path and all below it. With ``cross_language`` a family that
        has no version in ``language`` comes in another one. ``words`` and ``meaning`` switch the
        two sides off, which is for measuring each alone.
        """
        query = clean(query)
        snapshot, analyser = self._current(), self._analyser
        analysed, corrected = _spelled(analyser.query(query), snapshot)
        names = snapshot.ordered(language) if cross_language else [language]
        names = [name for name in names if name in snapshot.languages]
        if not analysed.concepts or not names:
            return Results(query=query, weak=True)
        embedder = self._embedder if meaning else None
        ranked = rank(snapshot, analysed, names, None, embedder, words)
        facets = _facets(ranked, snapshot, names)
        if category:
            ranked = rank(snapshot, analysed, names, category, embedder, words)
        offset, limit = max(0, offset), min(max(0, limit), LIMIT_MOST)
        shown = ranked[offset : offset + limit]
        hits = tuple(_hit(one, snapshot, names, analysed, analyser) for one in shown)
        return Results(query, corrected, hits, len(ranked), facets, is_weak(ranked))

    def suggest(self, prefix: str, language: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Offer titles while somebody types; words only, so that it keeps up with the keys."""
        return suggest(self._current(), self._analyser, clean(prefix), language, limit)

    def similar(self, key: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Offer documents of the same language that are near in meaning, or else in words."""
        snapshot = self._current()
        for name, language in snapshot.languages.items():
            number = language.by_key.get(key)
            if number is not None:
                entry = language.entries[number]
                found = _near(language, number) or self._alike(language, number, name)
                others = [n for n in found if language.entries[n].family != entry.family]
                return tuple(_suggestion(language, name, n) for n in others[: max(0, limit)])
        return ()

    def did_you_mean(self, query: str) -> str | None:
        """Return the query with misspelled words put right, or None when none is."""
        return _spelled(self._analyser.query(clean(query)), self._current())[1]

    def _current(self) -> Snapshot:
        stamp = self._store.stamp()
        if self._snapshot is None or stamp != self._stamp:
            with self._lock:
                if self._snapshot is None or stamp != self._stamp:
                    self._snapshot = self._open()
                    self._stamp = stamp
        return self._snapshot

    def _open(self) -> Snapshot:
        try:
            return Snapshot(self._store, self._store.current())
        except FileNotFoundError:
            # Swapped twice while it was being opened; the pointer now names what is there.
            return Snapshot(self._store, self._store.current())

    def _alike(self, language: Language, number: int, name: str) -> list[int]:
        concepts = self._analyser.query(language.entries[number].title).concepts
        if not concepts:
            return []
        found = language.words.search(concepts_query(concepts, name), 50)
        return [n for n, _score in found if n != number]


def _near(language: Language, number: int) -> list[int]:
    vector = language.meaning.of_document(number) if language.meaning else None
    if vector is None or language.meaning is None:
        return []
    return [n for n in nearest(language.meaning.scores(vector), language, 50) if n != number]


def _spelled(analysed: Analysed, snapshot: Snapshot) -> tuple[Analysed, str | None]:
    """Replace words that no document holds by their nearest neighbours, where there are any."""
    concepts: list[Concept] = []
    changes: list[tuple[int, int, str]] = []
    for concept in analysed.concepts:
        near: list[str] = []
        if not concept.equivalents and not any(snapshot.knows(word) for word in concept.words):
            near = snapshot.vocabulary.near(concept.surface)
        if near:
            changes.append((concept.start, concept.end, near[0]))
            others = tuple(replace(concept, words=(stem(word),)) for word in near[1:])
            concepts.append(replace(concept, words=(stem(near[0]),), parts=others))
        else:
            concepts.append(concept)
    if not changes:
        return analysed, None
    text = analysed.folded
    for start, end, word in reversed(changes):
        text = text[:start] + word + text[end:]
    return Analysed(text, text, tuple(concepts)), text


def _facets(ranked: Sequence[Ranked], snapshot: Snapshot, names: Sequence[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in ranked:
        name, number = _version(one.family, snapshot, names)
        counts.update(parents(snapshot.languages[name].entries[number].category))
    return dict(counts)


def _version(family: str, snapshot: Snapshot, names: Sequence[str]) -> tuple[str, int]:
    for name in names:
        number = snapshot.languages[name].by_family.get(family)
        if number is not None:
            return name, number
    raise KeyError(family)


def _hit(
    ranked: Ranked,
    snapshot: Snapshot,
    names: Sequence[str],
    analysed: Analysed,
    analyser: Analyser,
) -> Hit:
    name, number = _version(ranked.family, snapshot, names)
    language = snapshot.languages[name]
    entry = language.entries[number]
    terms = matching_terms(analysed.concepts, name)
    summary, body = language.words.text(number)
    piece, spans = snippet(summary, body, terms, analyser)
    return Hit(
        key=entry.key,
        family=entry.family,
        language=name,
        title=entry.title,
        category=entry.category,
        url=entry.url,
        score=ranked.score,
        snippet=piece,
        highlights=spans,
        title_highlights=tuple(analyser.highlights(entry.title, terms)),
        words=ranked.words,
        meaning=ranked.meaning,
    )


def matching_terms(concepts: Iterable[Concept], language: str) -> frozenset[Term]:
    """Return every term by which a document of ``language`` may have been found."""
    terms: set[Term] = set()
    for concept in concepts:
        terms.add(concept.words)
        terms.update(matching_terms(concept.parts, language))
        terms.update(concept.equivalents.get(language, ()))
    return frozenset(terms)


def _suggestion(language: Language, name: str, number: int) -> Suggestion:
    entry = language.entries[number]
    return Suggestion(entry.key, entry.family, name, entry.title, entry.category, entry.url)
