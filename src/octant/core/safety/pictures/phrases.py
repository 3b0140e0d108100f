"""Recovery phrases in pictures: found by their words, whatever the checksum says.

An engine misreads a letter now and then, so a checksum that is wrong proves nothing here. What
is masked: eleven and more list words in a row (a twelfth may be misread), or eight and more with
numbers from 1 to 24 before them. A word counts if it is in a list or one slip from exactly one
word of it. No false mask on 96 ordinary pages (eval/screenshots).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from octant.core.safety.pictures.layout import Box, Line, columns, rows
from octant.core.safety.text.bip39 import LENGTHS
from octant.core.safety.text.words import LANGUAGES, chinese, lists, without_marks

IN_A_ROW, DIFFERENT, NUMBERED = 11, 9, 8
_MISSES = 6  # one unknown word in so many
_EXACT = 0.6
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_LINE = re.compile("[\u3400-\u9fff]{4,24}")
_CONTEXT = re.compile(
    "助记|助記|恢复词|恢復詞|恢复短语|恢復短語|种子|種子|(?i:seed|mnemonic|recovery)"
)
_NOT_WORDS = re.compile("助记|助記|恢复|恢復|备份|備份|钱包|錢包|请|請")
_SHORTEST_SLIP = 4
_MOST_TOKENS = 4_000


@dataclass(frozen=True, slots=True)
class _Token:
    line: Line
    start: int
    end: int
    text: str
    hit: str = ""  # the list word
    exact: bool = False
    number: int = 0  # the number before it

    @property
    def box(self) -> Box:
        return self.line.part(self.start, self.end)


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
        segments += _single_characters(order)
        for segment in segments:
            yield from _around(segment)
        if segments:
            break
    yield from _chinese_lines(orders[0])


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


def _tokens(order: list[Line], which: int) -> list[_Token]:
    """Words with the list word each is; numbers are kept with the word after them."""
    found: list[_Token] = []
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


def _words(line: Line, start: int, text: str, number: int, which: int) -> list[_Token]:
    hit, exact = _hit(text, which)
    end = min(start + len(text), len(line.text))
    if not hit and (parts := _run_together(text, which)):
        tokens = []
        for part in parts:
            tokens.append(_Token(line, start, start + len(part), part, part, True, number))
            start, number = start + len(part), 0
        return tokens
    return [_Token(line, start, end, text, hit, exact, number)]


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


def _segments(tokens: list[_Token]) -> Iterator[list[_Token]]:
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


def _reach(tokens: list[_Token], start: int) -> int:
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


def _is_phrase(segment: list[_Token]) -> bool:
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


def _is_menu(segment: list[_Token], hits: list[_Token]) -> bool:
    """`Home, Market, Trade, Order history, Wallet`: labels begin with capitals. So does a phrase
    that a telephone corrected, but that has nothing else in it, and a word a line."""
    capital = [t for t in hits if t.line.text[t.start].isupper() and not t.line.text.isupper()]
    alone = len({id(token.line) for token in segment}) == len(segment)
    return len(capital) * 2 > len(hits) and not (alone and len(hits) == len(segment))


def _without_prose(segment: list[_Token]) -> list[_Token]:
    """A numbered phrase begins with its first number: `somewhere safe. 1 alarm 2 destroy`."""
    numbered = [place for place, token in enumerate(segment) if token.number]
    if len(numbered) < 2 * len(segment) // 3:
        return segment
    return segment[numbered[0] : numbered[-1] + 1]


def _single_characters(order: list[Line]) -> Iterator[list[_Token]]:
    """Chinese phrases whose characters stand apart: in a grid, a list, with spaces between."""
    known = [set(numbers) for numbers in chinese()]
    run: list[_Token] = []
    for line in order:
        apart = _apart(line, known)
        if apart is None:
            if line.text.strip(" .,:;#、。0123456789"):
                yield from _long_enough(run)
                run = []
            continue
        run += apart
    yield from _long_enough(run)


def _apart(line: Line, known: list[set[str]]) -> list[_Token] | None:
    places = [match.start() for match in _HAN.finditer(line.text)]
    letters = sum(character.isalpha() for character in line.text)
    if not places or letters != len(places):
        return None
    if any(second - first == 1 for first, second in pairwise(places)):
        return None
    return [
        _Token(line, at, at + 1, line.text[at], line.text[at] * any(
            line.text[at] in each for each in known), True)
        for at in places
    ]  # fmt: skip


def _long_enough(run: list[_Token]) -> Iterator[list[_Token]]:
    hits = [token for token in run if token.hit]
    if len(hits) >= IN_A_ROW and len({token.hit for token in hits}) >= DIFFERENT:
        yield run


def _chinese_lines(order: list[Line]) -> Iterator[Box]:
    """Lines of list characters alone that are together as long as a phrase, on a sheet that
    speaks of one."""
    if not any(_CONTEXT.search(line.text) for line in order):
        return
    known = set().union(*chinese())
    pure = [_is_pure(line.text.replace(" ", ""), known) for line in order]
    for start in range(len(order)):
        length, end = 0, start
        while end < len(order) and pure[end] and length < max(LENGTHS):
            length += len(order[end].text.replace(" ", ""))
            end += 1
            if length in LENGTHS:
                for line in order[start:end]:
                    yield line.part(0, len(line.at))


def _is_pure(text: str, known: set[str]) -> bool:
    if not _HAN_LINE.fullmatch(text) or _NOT_WORDS.search(text):
        return False
    return sum(character not in known for character in text) <= len(text) // 12


def _around(segment: list[_Token]) -> Iterator[Box]:
    """One box around words that fill it; else a box for each stretch of a line."""
    boxes = list(_stretches(segment))
    hull = (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
    whole = (hull[2] - hull[0]) * (hull[3] - hull[1])
    filled = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes)
    grid = len(boxes) >= NUMBERED
    if grid and whole <= 9 * filled:
        yield hull
    else:
        yield from boxes


def _stretches(segment: list[_Token]) -> Iterator[Box]:
    spans: dict[int, tuple[Line, int, int]] = {}
    for token in segment:
        key = id(token.line)
        _line, start, _end = spans.get(key, (token.line, token.start, token.end))
        spans[key] = (token.line, start, token.end)
    for line, start, end in spans.values():
        yield line.part(start, end)
