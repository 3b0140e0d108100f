"""Equal terms in several languages: what an editor says means the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from octant.kit.search.text import fold, pieces, stem

Group = Mapping[str, Sequence[str]]
Atom = tuple[str, int, int]
_END = ""
# Words of a group that are to be kept whole when Chinese is cut, equal to nothing.
DOMAIN_WORDS = "domain_words"


def atoms(folded: str) -> list[Atom]:
    """Split folded text into what terms are made of: stems of words, single Han characters."""
    found: list[Atom] = []
    for text, start, end, han in pieces(folded):
        if han:
            found.extend((char, start + i, start + i + 1) for i, char in enumerate(text))
        else:
            found.append((stem(text), start, end))
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in folded text at [start, end), with its equivalents by language."""

    start: int
    end: int
    equivalents: Mapping[str, tuple[str, ...]]


class Glossary:
    """Groups of equal terms, found by longest match whatever their width, case or plural."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._trie: dict[str, object] = {}
        self._groups: list[dict[str, tuple[str, ...]]] = []
        self._terms: list[tuple[str, int]] = []
        for group in groups:
            self._add(group)

    @classmethod
    def from_groups(cls, groups: Iterable[Group]) -> Glossary:
        """Build from ``[{"en": ["withdrawal"], "zh-hans": ["提币", "提现"]}, …]``.

        ``domain_words`` in a group are words to keep whole when Chinese is cut.
        """
        return cls(groups)

    def __len__(self) -> int:
        return len(self._groups)

    def _add(self, group: Group) -> None:
        number = len(self._groups)
        terms = {
            language: tuple(str(term) for term in listed if str(term).strip())
            for language, listed in group.items()
            if not isinstance(listed, str)
        }
        for word in terms.pop(DOMAIN_WORDS, ()):
            self._leaf(fold(word))
        self._groups.append(terms)
        for listed in terms.values():
            for term in listed:
                folded = fold(term)
                self._leaf(folded).append(number)
                self._terms.append((folded, number))

    def _leaf(self, folded: str) -> list[int]:
        """Return the groups of a term, to add to; a term without letters or digits is nowhere."""
        node = self._trie
        for text, _start, _end in atoms(folded):
            node = node.setdefault(text, {})  # type: ignore[assignment]
        if node is self._trie:
            return []
        groups: list[int] = node.setdefault(_END, [])  # type: ignore[assignment]
        return groups

    def spans(
        self, found: Sequence[Atom], most: int | None = None
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Yield (first atom, last atom + 1, groups) of the longest terms, left to right.

        Only terms that are equal to something, of at most ``most`` atoms.
        """
        position, count, trie = 0, len(found), self._trie
        while position < count:
            node = trie.get(found[position][0])
            best: tuple[int, list[int]] | None = None
            ahead = position
            while isinstance(node, dict):
                ahead += 1
                if node.get(_END) and (most is None or ahead - position <= most):
                    best = (ahead, node[_END])
                if ahead >= count:
                    break
                node = node.get(found[ahead][0])
            if best is None:
                position += 1
            else:
                yield position, best[0], best[1]
                position = best[0]

    def nested(self, found: Sequence[Atom]) -> Iterator[tuple[int, int]]:
        """Yield (first atom, last atom + 1) of every term at every place, overlaps included."""
        count, trie = len(found), self._trie
        for position in range(count):
            node = trie.get(found[position][0])
            ahead = position
            while isinstance(node, dict):
                ahead += 1
                if _END in node:
                    yield position, ahead
                if ahead >= count:
                    break
                node = node.get(found[ahead][0])

    def matches(self, folded: str, inner: bool = False) -> list[Match]:
        """Find the longest terms of folded text, with what each is equal to.

        With ``inner`` the text as a whole is not one of them.
        """
        found = atoms(folded)
        return [
            Match(found[first][1], found[last - 1][2], self._equivalents(groups))
            for first, last, groups in self.spans(found, len(found) - 1 if inner else None)
        ]

    def _equivalents(self, groups: Sequence[int]) -> dict[str, tuple[str, ...]]:
        merged: dict[str, list[str]] = {}
        for number in groups:
            for language, terms in self._groups[number].items():
                kept = merged.setdefault(language, [])
                kept.extend(term for term in terms if term not in kept)
        return {language: tuple(terms) for language, terms in merged.items()}

    def beginning_with(self, prefix: str, limit: int = 8) -> list[Mapping[str, tuple[str, ...]]]:
        """Return the groups that hold a term starting with ``prefix``, at most ``limit``."""
        folded = fold(prefix).strip()
        numbers: list[int] = []
        if folded:
            for term, number in self._terms:
                if term.startswith(folded) and number not in numbers:
                    numbers.append(number)
                    if len(numbers) >= limit:
                        break
        return [self._groups[number] for number in numbers]
