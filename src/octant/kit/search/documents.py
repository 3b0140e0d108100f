"""What goes into the search engine and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one language.

    ``key`` is unique over the index; documents that are translations of one another share
    ``family``. ``category`` is a ``parent/child`` path. ``body`` is plain text. ``weight`` is a
    popularity prior of 0 or more (0 says nothing is known, 1 is the most popular of all).
    """

    key: str
    family: str
    language: str
    title: str
    category: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    weight: float = 0.0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One family found, in the reader's language where it exists.

    ``title_highlights`` are (start, end) spans over ``title``; ``highlights`` are spans over
    ``snippet``, which is a piece of the original text. ``words`` and ``meaning`` are what each
    side added to ``score``; they rank within one answer and mean nothing between two.
    """

    key: str
    family: str
    language: str
    title: str
    category: str
    url: str
    score: float
    snippet: str
    highlights: tuple[Span, ...] = ()
    title_highlights: tuple[Span, ...] = ()
    words: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: one page of hits, the number of families in all, and counts by category.

    ``corrected`` is the query that was searched for instead where a word was misspelled, or
    ``None``. ``facets`` counts every category path and its parents, before the category filter.
    ``weak`` says that nothing matches closely: what there is are only the nearest texts.
    """

    query: str
    corrected: str | None = None
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: dict[str, int] = field(default_factory=dict)
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title offered while somebody types; ``highlights`` are spans over ``title``."""

    key: str
    family: str
    language: str
    title: str
    category: str
    url: str
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """What a rebuild did: documents and languages, seconds, and texts still to be embedded."""

    generation: int
    documents: int
    languages: dict[str, int]
    seconds: float
    passages: int
    passages_missing: int
