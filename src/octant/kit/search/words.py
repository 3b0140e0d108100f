"""Search by words: one tantivy index a language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from octant.kit.search.analysis import Analyser, Concept, words_between
from octant.kit.search.documents import Document
from octant.kit.search.text import fold, has_han, pieces

# Mozilla's support search (kitsune) boosts its fields so.
BOOSTS = {"keywords": 8.0, "title": 6.0, "summary": 4.0, "content": 2.0}
SYNONYM_WEIGHT = 0.9
PART_WEIGHT = 0.6
# What a match in a second field adds to the match in the best one.
TIE = 0.3
_HEAP_BYTES = 64_000_000

Query = tantivy.Query


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in BOOSTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("typed", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True, indexed=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


SCHEMA = _schema()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept in memory of a document: all that ranking needs, and its title."""

    key: str
    family: str
    title: str
    category: str
    url: str
    weight: float


def parents(category: str) -> list[str]:
    """Return a category path and every path above it: ``a/b`` gives ``a`` and ``a/b``."""
    steps = [step for step in category.split("/") if step]
    return ["/".join(steps[: n + 1]) for n in range(len(steps))]


def write(folder: Path, documents: Sequence[Document], analyser: Analyser) -> None:
    """Write the index of one language's documents into a new ``folder``."""
    index_folder = folder / "words"
    index_folder.mkdir(parents=True)
    index = tantivy.Index(SCHEMA, str(index_folder))
    writer = index.writer(_HEAP_BYTES, 1)
    vocabulary: Counter[str] = Counter()
    for number, document in enumerate(documents):
        writer.add_document(_row(number, document, analyser))
        vocabulary.update(_latin_words(document))
    writer.commit()
    writer.wait_merging_threads()
    entries = [[d.key, d.family, d.title, d.category, d.url, d.weight] for d in documents]
    _dump(folder / "entries.json", entries)
    _dump(folder / "vocabulary.json", vocabulary)


def _dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _row(number: int, document: Document, analyser: Analyser) -> tantivy.Document:
    row = tantivy.Document()
    row.add_integer("number", number)
    texts = {
        "keywords": "\n".join(document.keywords),
        "title": document.title,
        "summary": document.summary,
        "content": document.body,
    }
    for name, text in texts.items():
        row.add_text(name, " ".join(analyser.index_words(text)))
    typed = [
        word for text in (document.title, *document.keywords) for word in _typed(analyser, text)
    ]
    row.add_text("typed", " ".join(typed))
    for path in parents(document.category):
        row.add_text("category", path)
    stored = json.dumps([document.summary, document.body], ensure_ascii=False)
    row.add_bytes("text", stored.encode("utf-8"))
    return row


def _typed(analyser: Analyser, text: str) -> list[str]:
    return [word for word, _start, _end in analyser.typed(fold(text))]


def _latin_words(document: Document) -> set[str]:
    text = "\n".join((document.title, document.summary, *document.keywords, document.body))
    return {
        word
        for word, _start, _end, han in pieces(fold(text))
        if not han and 3 <= len(word) <= 24 and word.isascii() and word.isalpha()
    }


class WordIndex:
    """The opened index of one language. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._searcher = tantivy.Index.open(str(folder / "words")).searcher()
        raw = json.loads((folder / "entries.json").read_text("utf-8"))
        self.entries = [Entry(*row) for row in raw]
        self._folder = folder

    def vocabulary(self) -> dict[str, int]:
        """Read the words of this language and in how many documents each is."""
        loaded: dict[str, int] = json.loads((self._folder / "vocabulary.json").read_text("utf-8"))
        return loaded

    def knows(self, word: str) -> bool:
        """Tell whether any document holds the index word."""
        return any(self._searcher.doc_freq(name, word) for name in BOOSTS)

    def search(
        self, query: Query, limit: int, category: str | None = None
    ) -> list[tuple[int, float]]:
        """Return (document number, BM25 score), best first, at most ``limit``."""
        if category:
            inside = Query.term_query(SCHEMA, "category", category)
            query = Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, Query.const_score_query(inside, 0.0)),
                ]
            )
        found = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _score, address in found])
        return [
            (int(number), float(score))
            for number, (score, _address) in zip(numbers, found, strict=True)
            if number is not None
        ]

    def text(self, number: int) -> tuple[str, str]:
        """Return the stored (summary, body) of a document."""
        query = Query.term_query(SCHEMA, "number", number)
        found = self._searcher.search(query, 1, count=False).hits
        if not found:
            return "", ""
        stored = self._searcher.doc(found[0][1]).get_first("text")
        summary, body = json.loads(bytes(stored or b'["",""]'))
        return summary, body

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return index words of titles and keywords that start so, most used first."""
        found = self._searcher.terms_with_prefix("typed", prefix, limit=limit * 8)
        found.sort(key=lambda pair: -pair[1])
        return [word for word, _count in found[:limit]]


def word_query(word: str, fields: Iterable[str] = tuple(BOOSTS)) -> Query:
    """Match one index word in any field, the best field counting most."""
    return Query.disjunction_max_query(
        [Query.boost_query(Query.term_query(SCHEMA, name, word), BOOSTS[name]) for name in fields],
        TIE,
    )


def typed_query(word: str) -> Query:
    """Match one whole word, as it is typed, in titles and keywords."""
    return Query.term_query(SCHEMA, "typed", word)


def words_query(words: Sequence[str]) -> Query:
    """Match documents that hold the words one after another in one field, or nearly so.

    Chinese terms are one index word each; where a term mixes scripts, its words may be apart.
    """
    if len(words) == 1:
        return word_query(words[0])
    if any(has_han(word) for word in words):
        return Query.boolean_query([(tantivy.Occur.Must, word_query(word)) for word in words])
    between = words_between(words)
    phrases = [
        Query.boost_query(Query.phrase_query(SCHEMA, name, list(words), between), boost)
        for name, boost in BOOSTS.items()
    ]
    return Query.disjunction_max_query(phrases, TIE)


def concept_query(concept: Concept, language: str) -> Query:
    """Match a concept as typed, or by any equivalent term of the index's language."""
    choices = [words_query(concept.words)]
    for words in concept.equivalents.get(language, ()):
        if words != concept.words:
            # A longer term sums over more words: that alone must not make it the better match.
            share = min(1.0, len(concept.words) / len(words))
            choices.append(Query.boost_query(words_query(words), SYNONYM_WEIGHT * share))
    if concept.parts:
        choices.append(Query.boost_query(concepts_query(concept.parts, language), PART_WEIGHT))
    query = choices[0] if len(choices) == 1 else Query.disjunction_max_query(choices, 0.0)
    return query if concept.weight == 1.0 else Query.boost_query(query, concept.weight)


def concepts_query(concepts: Sequence[Concept], language: str) -> Query:
    """Match documents that hold any of the concepts; each one adds to the score."""
    return Query.boolean_query(
        [(tantivy.Occur.Should, concept_query(concept, language)) for concept in concepts]
    )
