"""Titles offered while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from octant.kit.search.analysis import QUERY_MAX, Analyser, Token
from octant.kit.search.documents import Suggestion
from octant.kit.search.snapshot import Snapshot
from octant.kit.search.stopwords import STOPWORDS
from octant.kit.search.text import fold
from octant.kit.search.words import Query, typed_query, words_query

_COMPLETIONS = 12
_FOUND_MOST = 24


def suggest(
    snapshot: Snapshot, analyser: Analyser, prefix: str, language: str, limit: int
) -> tuple[Suggestion, ...]:
    """Return at most ``limit`` titles whose words, keywords or glossary terms start so."""
    folded = fold(" ".join(prefix[: QUERY_MAX * 4].split())[:100])
    tokens = analyser.typed(folded)
    if not tokens or limit <= 0:
        return ()
    found: dict[str, Suggestion] = {}
    for name in snapshot.ordered(language):
        index = snapshot.languages[name]
        query, words = _query(snapshot, analyser, folded, tokens, name)
        for number, _score in index.words.search(query, _FOUND_MOST):
            family = index.entries[number].family
            best = snapshot.find(family, language)
            if family in found or best is None:
                continue
            entry = snapshot.languages[best[0]].entries[best[1]]
            found[family] = Suggestion(
                entry.key,
                entry.family,
                best[0],
                entry.title,
                entry.category,
                entry.url,
                tuple(analyser.typed_highlights(entry.title, words)),
            )
            if len(found) >= limit:
                return tuple(found.values())
    return tuple(found.values())


def _query(
    snapshot: Snapshot, analyser: Analyser, folded: str, tokens: Sequence[Token], language: str
) -> tuple[Query, frozenset[str]]:
    """Match the whole words and the beginning of the last one, or a glossary term's equals."""
    index = snapshot.languages[language].words
    last = tokens[-1][0]
    whole = [word for word, _start, _end in tokens[:-1] if word not in STOPWORDS]
    endings = index.completions(last, _COMPLETIONS)
    if not endings and len(last) > 3:
        endings = snapshot.vocabulary.near(last)
    clauses = [(tantivy.Occur.Should, typed_query(word)) for word in whole]
    if endings:
        choices = [typed_query(word) for word in endings]
        clauses.append((tantivy.Occur.Must, Query.disjunction_max_query(choices, 0.1)))
    queries = [Query.boolean_query(clauses)] if clauses else []
    words = {*whole, *endings, last}
    for group in analyser.glossary.beginning_with(folded, 4):
        for term in group.get(language, ()):
            term_words = analyser.term_words(term)
            if term_words:
                queries.append(Query.boost_query(words_query(term_words), 0.5))
                words.update(fold(term).split())
    return Query.disjunction_max_query(queries, 0.1), frozenset(words)
