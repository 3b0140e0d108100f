"""Patterns that look for their letters first: a search for a few words is ten times as fast."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 128  # alternatives of a pattern; more are not worth looking for
_PRODUCT = 6  # words that parts side by side make together
# Words that stand in most texts: a pattern that can be looked for by another one is.
_USUAL = dict.fromkeys(
    ("your", "you", "the", "to", "me", "us", "my", "our", "we", "i", "in", "on", "of", "is", "it",
     "what", "have", "this", "that", "with", "and", "or", "as", "need", "send", "give", "get",
     "use", "您", "你", "我", "的", "请", "到", "在", "给", "是"),
    0.5,
)  # fmt: skip
_EVERYWHERE = frozenset(("a", "i", "the", "to", "in", "on", "of", "is", "it", "with", "and", "or"))
_WITHOUT_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)
Words = frozenset[str]


class Quick:
    """A compiled pattern, and the words of which one stands in whatever it matches. `ways` says
    more: for each of its alternatives the rarest such set of words, and others it needs too."""

    __slots__ = ("compiled", "pattern", "ways", "words")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.compiled = re.compile(pattern)
        self.words = tuple(sorted(needed(pattern) or ("",), key=len))
        self.ways = needs(pattern)

    def may(self, text: str) -> bool:
        """Whether `text` holds one of the words: without one there is no match in any part."""
        return any(map(text.__contains__, self.words))

    def search(self, text: str, start: int = 0, end: int = 1 << 60) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled.search(text, start, end) if self.may(text) else None

    def match(self, text: str, start: int = 0, end: int = 1 << 60) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, start, end) if self.may(text) else None

    def finditer(self, text: str, start: int = 0, end: int = 1 << 60) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text, start, end) if self.may(text) else iter(())

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(replace, text) if self.may(text) else text


def needed(pattern: str) -> Words | None:
    """Words of which at least one stands in every text that `pattern` matches; None where
    that cannot be said."""
    return _of_sequence(parser.parse(pattern))


def needs(pattern: str) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    """For each alternative of `pattern` the rarest set of words of which one must stand in what
    it matches, and the other such sets. A set with the empty word asks for nothing."""
    return tuple(map(_ranked, _ways(parser.parse(pattern))))


def _ranked(found: list[Words]) -> tuple[Words, tuple[Words, ...]]:
    best, *others = sorted(found, key=_cost) or [frozenset(("",))]
    return best, tuple(dict.fromkeys(words for words in others if not is_usual(words)))


def is_usual(words: Words) -> bool:
    """Whether nearly every text has one of `words`, so that looking for them tells nothing."""
    return any(not any(map(str.isalnum, word)) or word.strip() in _EVERYWHERE for word in words)


def _ways(items: Sequence[tuple[Any, Any]]) -> Iterator[list[Words]]:
    """The sets of each alternative; what stands before and behind the alternatives counts too."""
    branches = [place for place, (code, _value) in enumerate(items) if code is op.BRANCH]
    if len(branches) != 1:
        yield _all_of_sequence(items)
        return
    before, after = list(items[: branches[0]]), list(items[branches[0] + 1 :])
    for branch in items[branches[0]][1][1]:
        nested = len(branch) == 1 and branch[0][0] is op.BRANCH  # alternatives of alternatives
        every = [*before, *branch, *after]
        yield from _ways(every) if nested else (_all_of_sequence(every),)


def _cost(words: Words) -> float:
    """How often one of `words` will stand in a text, roughly: short and usual ones do."""
    return sum(map(_cost_of_word, words))


def _cost_of_word(word: str) -> float:
    if len(word.strip()) < 2 and word.isascii():
        return 2.0
    return _USUAL.get(word.strip(), 0.003 + 0.35 ** len(word))


def _of_sequence(items: Sequence[tuple[Any, Any]]) -> Words | None:
    """The best of what the parts need: the words that stand least often in a text."""
    return min(_all_of_sequence(items), key=_cost, default=None)


def _all_of_sequence(items: Sequence[tuple[Any, Any]]) -> list[Words]:
    found: list[Words] = []
    side_by_side = {""}  # what the parts just before say exactly
    for code, value in [*items, (None, None)]:
        if code in _WITHOUT_WIDTH:
            continue
        exact = _exact(code, value) if code is not None else None
        if exact is not None and len(exact) * len(side_by_side) <= _PRODUCT:
            side_by_side = {before + after for before in side_by_side for after in exact}
            continue
        if "" not in side_by_side:
            found.append(_least(_with_branches(side_by_side, code, value)))
        side_by_side = {""}
        if code is not None and (words := _of_part(code, value)):
            found.append(words)
    return found


def _exact(code: Any, value: Any) -> set[str] | None:
    """All that a part can match, where that is a few words."""
    if code is op.LITERAL:
        return {chr(value)}
    if code is op.IN and all(kind is op.LITERAL for kind, _letter in value):
        return {chr(letter) for _kind, letter in value}
    if code is op.SUBPATTERN:
        return _exact_sequence(value[-1])
    if code is op.BRANCH:
        branches = [_exact_sequence(branch) for branch in value[1]]
        return None if None in branches else {word for b in branches for word in b or ()}
    if code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[:2] == (0, 1):
        once = _exact_sequence(value[2])
        return None if once is None else once | {""}
    return None


def _exact_sequence(items: Sequence[tuple[Any, Any]]) -> set[str] | None:
    words = {""}
    for code, value in items:
        if code in _WITHOUT_WIDTH:
            continue
        exact = _exact(code, value)
        if exact is None or len(exact) * len(words) > _PRODUCT:
            return None
        words = {before + after for before in words for after in exact}
    return words


def _with_branches(before: set[str], code: Any, value: Any) -> set[str]:
    """Letters before alternatives go on with what each of those begins with."""
    if code is not op.BRANCH:
        return before
    starts = set()
    for branch in value[1]:
        start = takewhile(lambda item: item[0] is op.LITERAL, branch)
        starts.add("".join(chr(letter) for _code, letter in start))
    if len(starts) * len(before) > 4 * _PRODUCT:
        return before
    return {word + start for word in before for start in starts}


def _least(words: set[str]) -> Words:
    """Without those that hold another one of them: it is found where they are."""
    return frozenset(w for w in words if not any(o != w and o in w for o in words))


def _of_part(code: Any, value: Any) -> Words | None:
    if code is op.SUBPATTERN:
        return _of_sequence(value[-1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _of_sequence(value[2]) if value[0] else None
    if code is op.BRANCH:
        return _of_branches(value[1])
    if code is op.IN and all(kind is op.LITERAL for kind, _letter in value):
        return frozenset(chr(letter) for _kind, letter in value)
    return None


def _of_branches(branches: Sequence[Any]) -> Words | None:
    every: set[str] = set()
    for branch in branches:
        words = _of_sequence(branch)
        if words is None:
            return None
        every |= words
    least = _least(every) if len(every) <= 4 * _MOST else frozenset(every)
    return least if len(least) <= _MOST else None
