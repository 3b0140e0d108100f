"""Recovery phrases in pictures: found by their words, whatever the checksum says.

An engine misreads a letter now and then, so a checksum that is wrong proves nothing here. What
is masked: eleven and more list words in a row (a twelfth may be misread), or eight and more with
numbers from 1 to 24 before them. A word counts if it is in a list or one slip from exactly one
word of it. No false mask on 96 ordinary pages (eval/screenshots).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from octant.core.safety.pictures import chinese
from octant.core.safety.pictures.layout import Box, Line, columns, rows
from octant.core.safety.pictures.tokens import Token, around
from octant.core.safety.text.words import LANGUAGES, lists, without_marks

IN_A_ROW, DIFFERENT, NUMBERED = 11, 9, 8
_MISSES = 6  # one unknown word in so many
_EXACT = 0.6
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SHORTEST_SLIP = 4
_MOST_TOKENS = 4_000


def find(lines: Iterable[Line]) -> Iterator[Box]:
    """Boxes to be painted over: one around each phrase, or one a line where it runs in text."""
    given = tuple(lines)
    orders = ([line for row in rows(given) for line in row],
              [line for column in columns(given) for line in column])  # fmt: skip
    for order in orders:
        segments = [
            segment
            for which in range(len(LANGUAGES))
            for segment in _segments(_tokens(order, which))
        ]
        for segment in segments:
            yield from around(segment)
        if segments:
            break
    yield from chinese.find(orders)


@lru_cache(maxsize=len(LANGUAGES))
def _list(which: int) -> frozenset[str]:
    return frozenset(without_marks(word) for word in lists().numbers[which])


@lru_cache(maxsize=20_000)
def _hit(word: str, which: int) -> tuple[str, bool]:
    """(the list word, whether it stands there exactly); empty if it is none."""
    words = _list(which)
    if word in words:
        return word, True
    if len(word) < _SHORTEST_SLIP or len(word) > 12:
        return "", False
    near = {found for found in _one_edit(word) if found in words}
    return (near.pop(), False) if len(near) == 1 else ("", False)


def _one_edit(word: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _tokens(order: list[Line], which: int) -> list[Token]:
    """Words with the list word each is; numbers are kept with the word after them."""
    found: list[Token] = []
    number = 0
    for line in order:
        for match in _TOKEN.finditer(line.text):
            text = match[0]
            if text.isdigit():
                number = int(text) if len(text) < 3 and int(text) <= 24 else 0
                continue
            found += _words(line, match.start(), without_marks(text.casefold()), number, which)
            number = 0
            if len(found) > _MOST_TOKENS:
                return found
    return found


def _words(line: Line, start: int, text: str, number: int, which: int) -> list[Token]:
    hit, exact = _hit(text, which)
    end = min(start + len(text), len(line.text))
    if not hit and (parts := _run_together(text, which)):
        tokens = []
        for part in parts:
            tokens.append(Token(line, start, start + len(part), part, part, True, number))
            start, number = start + len(part), 0
        return tokens
    return [Token(line, start, end, text, hit, exact, number)]


def _run_together(text: str, which: int) -> list[str]:
    """`alarmdestroyfaith`: small text is read without its spaces."""
    if not 7 <= len(text) <= 200:
        return []
    words = _list(which)
    ways: dict[int, list[str]] = {0: []}
    for end in range(3, len(text) + 1):
        for start in range(max(0, end - 8), end - 2):
            if start in ways and text[start:end] in words:
                ways[end] = [*ways[start], text[start:end]]
                break
    found = ways.get(len(text), [])
    return found if len(found) > 1 else []


def _segments(tokens: list[Token]) -> Iterator[list[Token]]:
    """Rows of list words, a few unknown ones among them."""
    start = 0
    while start < len(tokens):
        if not tokens[start].hit:
            start += 1
            continue
        end = _reach(tokens, start)
        segment = tokens[start:end]
        if _is_phrase(segment):
            yield _without_prose(segment)
        start = max(end, start + 1)


def _reach(tokens: list[Token], start: int) -> int:
    """Where the row that begins at `start` ends: after its last list or numbered word."""
    hits = misses = in_a_row = 0
    last = start
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token.hit:
            hits, in_a_row, last = hits + 1, 0, place
        elif token.number and hits >= 3:
            last = place
        else:
            misses, in_a_row = misses + 1, in_a_row + 1
            if in_a_row > 2 or misses > 1 + hits // _MISSES:
                break
    return last + 1


def _is_phrase(segment: list[Token]) -> bool:
    hits = [token for token in segment if token.hit]
    if len({token.hit for token in hits}) < min(DIFFERENT, NUMBERED):
        return False
    if sum(token.exact for token in hits) < _EXACT * len(hits):
        return False
    if len({token.number for token in hits if token.number}) >= NUMBERED:
        return True
    if _is_menu(segment, hits):
        return False
    return (
        len(hits) >= IN_A_ROW
        and len({token.hit for token in hits}) >= DIFFERENT
        and (len(segment) - len(hits)) * (_MISSES - 1) <= len(hits)
    )


def _is_menu(segment: list[Token], hits: list[Token]) -> bool:
    """`Home, Market, Trade, Order history, Wallet`: labels begin with capitals. So does a phrase
    that a telephone corrected, but that has nothing else in it, and a word a line."""
    capital = [t for t in hits if t.line.text[t.start].isupper() and not t.line.text.isupper()]
    alone = len({id(token.line) for token in segment}) == len(segment)
    return len(capital) * 2 > len(hits) and not (alone and len(hits) == len(segment))


def _without_prose(segment: list[Token]) -> list[Token]:
    """A numbered phrase begins with its first number: `somewhere safe. 1 alarm 2 destroy`."""
    numbered = [place for place, token in enumerate(segment) if token.number]
    if len(numbered) < 2 * len(segment) // 3:
        return segment
    return segment[numbered[0] : numbered[-1] + 1]
