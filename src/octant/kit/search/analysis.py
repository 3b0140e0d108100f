"""Texts to index words, queries to concepts: the two sides that must agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from octant.kit.search.documents import Span
from octant.kit.search.glossary import Glossary, Match, atoms
from octant.kit.search.stopwords import STOPWORDS
from octant.kit.search.text import WORD_MAX, fold, fold_with_offsets, has_han, pieces, stem

# A question longer than this is a pasted page; its beginning says what it is about.
QUERY_MAX = 500
CONCEPTS_MAX = 24

# So many other words may stand inside a term: "withdrawal delayed" finds "withdrawal is delayed".
BETWEEN_MOST = 2

Token = tuple[str, int, int]
# The index words of one word or term, in order.
Term = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a query asks for.

    ``words`` are index words that stand for it as typed, ``surface`` is the folded piece of the
    query, ``equivalents`` are other terms by language, each as its index words, and ``parts``
    are what the piece asks for word by word, which counts for less than the whole.
    """

    words: tuple[str, ...]
    surface: str
    start: int
    end: int
    weight: float = 1.0
    equivalents: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    parts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A query after analysis: what was typed, folded, and its concepts."""

    text: str
    folded: str
    concepts: tuple[Concept, ...]


class Analyser:
    """Splits text into index words with jieba, English stems and the glossary's terms."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary

    def tokens(self, folded: str) -> list[Token]:
        """Split folded text into index words with their places; words may overlap."""
        found: list[Token] = []
        for text, start, end, han in pieces(folded):
            if han:
                found.extend(
                    (word, start + first, start + last) for word, first, last in _segments(text)
                )
            else:
                found.append((stem(text), start, end))
        return found

    def typed(self, folded: str) -> list[Token]:
        """Split folded text into words as people type them, without stems."""
        found: list[Token] = []
        for text, start, end, han in pieces(folded):
            if han:
                words = _segments(text)
                found.extend((word, start + first, start + last) for word, first, last in words)
            else:
                found.append((text[:WORD_MAX], start, end))
        return found

    def domain_words(self, folded: str) -> list[Token]:
        """Find the glossary's Chinese terms, which jieba may cut apart or not know."""
        if not has_han(folded):
            return []
        found = atoms(folded)
        words: list[Token] = []
        for first, last in self.glossary.nested(found):
            if last - first > 1 and has_han(found[first][0]):
                word = "".join(atom for atom, _start, _end in found[first:last])
                words.append((word, found[first][1], found[last - 1][2]))
        return words

    def index_words(self, text: str) -> list[str]:
        """Return every word a text is found by, in no particular order."""
        folded = fold(text)
        tokens = self.tokens(folded)
        words = [word for word, _start, _end in tokens]
        plain = {(start, end) for _word, start, end in tokens}
        words.extend(
            word for word, start, end in self.domain_words(folded) if (start, end) not in plain
        )
        return words

    def query(self, text: str) -> Analysed:
        """Split a query into concepts: the glossary's terms first, then the words between."""
        text = " ".join(text[: QUERY_MAX * 4].split())[:QUERY_MAX]
        folded = fold(text)
        return Analysed(text, folded, tuple(self._concepts(folded)[:CONCEPTS_MAX]))

    def _concepts(self, folded: str, inner: bool = False) -> list[Concept]:
        tokens = self.tokens(folded)
        matches = self.glossary.matches(folded, inner)
        concepts = [self._from_match(match, folded) for match in matches]
        covered = [(match.start, match.end) for match in matches]
        loose = [t for t in tokens if not _inside(t, covered)]
        kept = [t for t in loose if t[0] not in STOPWORDS and folded[t[1] : t[2]] not in STOPWORDS]
        if not kept and not concepts:
            kept = loose
        concepts.extend(_from_token(token, folded) for token in kept)
        concepts.sort(key=lambda concept: concept.start)
        return concepts

    def _from_match(self, match: Match, folded: str) -> Concept:
        surface = folded[match.start : match.end]
        equivalents = {
            language: tuple(words for term in terms if (words := self.term_words(term)))
            for language, terms in match.equivalents.items()
        }
        words = self.term_words(surface)
        parts = tuple(p for p in self._concepts(surface, inner=True) if p.words != words)
        return Concept(words, surface, match.start, match.end, 1.0, equivalents, parts)

    def term_words(self, term: str) -> tuple[str, ...]:
        """Return the index words that stand for a glossary term, in order; none for no letters."""
        folded = fold(term)
        found = atoms(folded)
        if found and all(has_han(atom) for atom, _start, _end in found):
            return ("".join(atom for atom, _start, _end in found),)
        return tuple(word for word, _start, _end in self.tokens(folded))

    def typed_highlights(self, text: str, words: Iterable[str]) -> list[Span]:
        """Return merged spans of the original text that are any of the words as typed."""
        wanted = set(words)
        folded, offsets = fold_with_offsets(text)
        found = (*self.typed(folded), *self.domain_words(folded))
        return merged(
            (offsets[start], offsets[end - 1] + 1) for word, start, end in found if word in wanted
        )

    def highlights(self, text: str, terms: Iterable[Term]) -> list[Span]:
        """Return merged, sorted spans of the original text by which the terms find it.

        A term of several words stands for itself where they follow one another or nearly so, as
        in the index: its "second" or "step" alone says nothing. Chinese words are found wherever
        they stand, without cutting the text: that is quicker, and shows a word also where it was
        cut another way. Where a term mixes scripts its words may be apart.
        """
        folded, offsets = fold_with_offsets(text)
        apart, phrases = _by_kind(terms)
        han = [word for word in apart if has_han(word)]
        longer = [word for word in han if len(word) > 1] or han
        spans = [found for word in longer for found in _occurrences(folded, word)]
        if phrases or len(han) < len(apart):
            spans.extend(_in_words(folded, {(word,) for word in apart} | phrases))
        return merged((offsets[start], offsets[end - 1] + 1) for start, end in spans)


def words_between(term: Sequence[str]) -> int:
    """Return how many other words may stand inside a term of several; none in "sign in", whose
    words are everywhere."""
    return 0 if any(word in STOPWORDS for word in term) else BETWEEN_MOST


def _by_kind(terms: Iterable[Term]) -> tuple[set[str], set[Term]]:
    """Sort terms into words that count wherever they stand, and phrases."""
    apart: set[str] = set()
    phrases: set[Term] = set()
    for term in terms:
        if len(term) > 1 and not any(has_han(word) for word in term):
            phrases.add(term)
        else:
            apart.update(term)
    return apart, phrases


def _in_words(folded: str, terms: set[Term]) -> Iterator[Span]:
    """Yield where the terms stand among the words of other scripts than Han."""
    found = [("" if han else stem(text), start, end) for text, start, end, han in pieces(folded)]
    beginnings: dict[str, list[Term]] = {}
    for term in terms:
        beginnings.setdefault(term[0], []).append(term)
    for place, (word, start, _end) in enumerate(found):
        for term in beginnings.get(word, ()):
            end = _end_of(term, found, place)
            if end is not None:
                yield start, end


def _end_of(term: Term, found: Sequence[Token], place: int) -> int | None:
    """Return where a term that begins at this word ends; None where the rest does not follow."""
    left, ahead = words_between(term), place
    for word in term[1:]:
        ahead += 1
        while left and ahead < len(found) and found[ahead][0] != word:
            left, ahead = left - 1, ahead + 1
        if ahead >= len(found) or found[ahead][0] != word:
            return None
    return found[ahead][2]


def _occurrences(text: str, word: str) -> Iterator[Span]:
    position = text.find(word)
    while position != -1:
        yield position, position + len(word)
        position = text.find(word, position + len(word))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _segments(run: str) -> list[Token]:
    """Cut a run of Han characters, long words and the words inside them both.

    ``tokenize`` gives the words of search mode with their places; hidden-Markov guesses at
    unknown words are kept out, because a guess differs with what stands around the word.
    """
    # Its dictionary takes 33 MB: not for processes that only import this and never search.
    import rjieba

    return [(word, start, end) for word, start, end in rjieba.tokenize(run, "search", False)]


def _inside(token: Token, spans: Iterable[Span]) -> bool:
    return any(start <= token[1] and token[2] <= end for start, end in spans)


def _from_token(token: Token, folded: str) -> Concept:
    word, start, end = token
    # A lone character is in half of all texts: it may help to rank, not to decide.
    weight = 0.3 if end - start == 1 and has_han(word) else 1.0
    return Concept((word,), folded[start:end], start, end, weight)
