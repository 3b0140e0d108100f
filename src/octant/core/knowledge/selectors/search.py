"""Search over public texts: the same for pages, chat, desk and command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from octant.core.knowledge import index
from octant.core.knowledge.texts import clean
from octant.kit.search import Hit, Suggestion

PAGE_SIZE = 10
PAGES_MOST = 10
QUERY_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that is marked, or not, as what was searched for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One article found. `foreign` says that it is in another language than the reader's."""

    slug: str
    language: str
    title: str
    category: str
    url: str
    score: float
    snippet: str
    title_pieces: tuple[Piece, ...]
    snippet_pieces: tuple[Piece, ...]
    foreign: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """An answer. `corrected` is what was searched for instead of a misspelled query.

    `by_words` is false where no article has the words and what is shown is only near in
    meaning. `facets` counts results by category key, parents included, before the filter.
    """

    query: str
    language: str
    category: str
    corrected: str
    hits: tuple[Found, ...]
    total: int
    page: int
    pages: int
    by_words: bool
    facets: dict[str, int]


def search(
    query: str,
    language: str,
    *,
    category: str = "",
    page: int = 1,
    per_page: int = PAGE_SIZE,
    meaning: bool = True,
) -> SearchPage:
    """Find articles for a reader of `language`; any string is a query and none raises.

    `category` keeps a category and what is below it. Pages count from 1. No database query
    besides one a second for the generation.
    """
    words = " ".join(clean(query).split())[:QUERY_CHARACTERS]
    page = min(max(1, page), PAGES_MOST)
    found = index.engine().search(
        words,
        language,
        category=category or None,
        limit=per_page,
        offset=(page - 1) * per_page,
        meaning=meaning,
    )
    hits = tuple(_found(hit, language) for hit in found.hits)
    return SearchPage(
        query=words,
        language=language,
        category=category,
        corrected=found.corrected or "",
        hits=hits,
        total=found.total,
        page=page,
        pages=min(PAGES_MOST, -(-found.total // per_page)),
        by_words=any(hit.words > 0 for hit in found.hits),
        facets=found.facets,
    )


def _found(hit: Hit, language: str) -> Found:
    return Found(
        slug=hit.family,
        language=hit.language,
        title=hit.title,
        category=hit.category,
        url=hit.url,
        score=hit.score,
        snippet=hit.snippet,
        title_pieces=pieces(hit.title, hit.title_highlights),
        snippet_pieces=pieces(hit.snippet, hit.highlights),
        foreign=hit.language != language,
    )


def suggest(prefix: str, language: str, limit: int = 6) -> tuple[Suggestion, ...]:
    """Titles to offer while somebody types `prefix`; fast enough for every key."""
    words = " ".join(clean(prefix).split())[:100]
    return index.engine().suggest(words, language, limit) if words else ()


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """`text` cut at sorted, separate spans, so that a template can mark them safely."""
    cut: list[Piece] = []
    at = 0
    for start, end in spans:
        cut += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    cut.append(Piece(text[at:], False))
    return tuple(piece for piece in cut if piece.text)
