"""Recovery phrases in Chinese, a character a word: lone ones in a grid, a list or with gaps, and
runs without gaps on a sheet that names a phrase.

A list has 2,048 of the commonest characters, so what is on it proves little by itself. Lone ones
must be many and different; fewer will do beside numbers, or where a phrase is named; and where it
is named and numbered, they need not be read rightly. A run is told from a sentence by its words:
jieba finds words of two and more characters in 45 % and more of a sentence, and in 33 % at most of
4,000 random phrases (17 % in 99 of 100).
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import rjieba

from octant.core.safety.pictures.layout import Box, Line
from octant.core.safety.pictures.tokens import Token, around
from octant.core.safety.text.bip39 import LENGTHS
from octant.core.safety.text.words import chinese

IN_A_ROW, DIFFERENT = 11, 9
NUMBERED, FEWER = 10, 8  # where they are numbered; where a phrase is named
READ, KNOWN = 6, 0.7  # of a list that is both; share that is in a list
ONE_CELL = 1.3  # times as wide as high at most
APART = 0.9  # of a line's height between the middles of two characters: no letters of one word
REACH = 2.5  # heights of a line
LONGEST = max(LENGTHS) + 2
RUN_KNOWN = 0.85
SENTENCE, SENTENCE_TRADITIONAL = 0.4, 0.2  # share of characters that are in longer words
_HAN = re.compile("[\u3400-\u9fff]")
# Before a character, or before one that was read as a letter or two or not at all.
_NUMBER = re.compile(r"\d{1,2}(?=\W*[\u3400-\u9fff])|\d{1,2}(?=\W*[^\W\d_]{0,2}\W*$)")
_CONTEXT = re.compile(
    "助记词?|助記詞?|恢复词|恢復詞|恢复短语|恢復短語|种子|種子"
    "|(?i:seed( phrase)?|mnemonic|recovery( phrase)?)"
)
_GAPS = " \u3000"


def find(orders: Iterable[list[Line]]) -> Iterator[Box]:
    """Boxes to be painted over, from the lines of a sheet in each of the given orders."""
    for order in orders:
        named = any(_CONTEXT.search(line.text) for line in order)
        for run in _lone(order):
            if _is_phrase(run, named):
                yield from around(_without_strays(run))
        if named:
            yield from _runs(order)


def _lone(order: list[Line]) -> Iterator[list[Token]]:
    """Stretches of lines that hold nothing but characters that stand alone, and numbers."""
    known = frozenset().union(*chinese())
    run: list[Token] = []
    for line in order:
        cells = _cells(line, known)
        if cells is None:
            yield run
            run = []
        else:
            run += cells
    yield run


def _cells(line: Line, known: frozenset[str]) -> list[Token] | None:
    """Characters and numbers of a line, or None if it is something else. A letter or two that
    stand alone are a misread frame, or a character misread."""
    places = [match.start() for match in _HAN.finditer(line.text)]
    letters = sum(character.isalpha() for character in line.text)
    if letters != len(places) and letters > 2:
        return None
    near = APART * line.height
    if len(places) == 2 == letters and line.box[2] - line.box[0] <= ONE_CELL * line.height:
        places = places[:1]  # one character, read as two
    if any(second - first == 1 and line.at[second] - line.at[first] < near
           for first, second in pairwise(places)):  # fmt: skip
        return None
    numbers = [match for match in _NUMBER.finditer(line.text) if 0 < int(match[0]) <= LONGEST]
    if not places and not numbers and any(letter.isdigit() for letter in line.text):
        return None
    cells = [Token(line, n.start(), n.end(), "", number=int(n[0])) for n in numbers]
    for at in places:
        text = line.text[at]
        cells.append(Token(line, at, at + 1, text, text if text in known else "", True))
    return sorted(cells, key=lambda cell: cell.start)


def _is_phrase(run: list[Token], named: bool) -> bool:
    words = [token for token in run if token.text]
    hits = [token for token in words if token.hit]
    different = len({token.hit for token in hits})
    numbers = [token.number for token in run if token.number]
    # A calendar has many more numbers than characters.
    numbered = len(set(numbers)) >= FEWER and len(numbers) <= 1.6 * len(words)
    if named and numbered and len(set(numbers)) >= NUMBERED:
        return len({token.text for token in words}) >= READ
    if len(hits) < KNOWN * len(words) or _is_sentence("".join(token.text for token in words)):
        return False
    if named:
        return different >= FEWER
    return len(hits) >= (NUMBERED if numbered else IN_A_ROW) and different >= DIFFERENT


def _is_sentence(text: str) -> bool:
    return _in_words(text) >= SENTENCE


def _in_words(text: str) -> float:
    """The share of its characters that are in words of two and more."""
    return sum(len(word) for word in rjieba.cut(text, False) if len(word) > 1) / max(1, len(text))


def _without_strays(run: list[Token]) -> list[Token]:
    """Without numbers that stand far from the characters, such as a page's."""
    boxes = [token.box for token in run if token.text]
    far = REACH * max(box[3] - box[1] for box in boxes)
    left, top = min(box[0] for box in boxes) - 2 * far, min(box[1] for box in boxes) - far
    right, bottom = max(box[2] for box in boxes) + far, max(box[3] for box in boxes) + far
    return [
        token for token in run
        if token.text or (left <= token.box[0] <= right and top <= token.box[1] <= bottom)
    ]  # fmt: skip


def _runs(order: list[Line]) -> Iterator[Box]:
    """Characters without gaps that make no sentence: from the word that names a phrase, or from
    the beginning of a line, to the end of one or to the next stop."""
    for number, line in enumerate(order):
        starts = [0, *(match.end() for match in _CONTEXT.finditer(line.text))]
        for start in starts:
            yield from _longest(_characters(order, number, start))


def _characters(order: list[Line], number: int, start: int) -> list[tuple[Line, int]]:
    """The characters from there on, a colon before them left out."""
    found: list[tuple[Line, int]] = []
    for line in order[number:]:
        for at in range(start, len(line.text)):
            if _HAN.match(line.text[at]):
                found.append((line, at))
            elif line.text[at] not in _GAPS and (found or line.text[at] not in ":：是为為"):
                return found
            if len(found) == LONGEST:
                return found
        start = 0
    return found


def _longest(characters: list[tuple[Line, int]]) -> Iterator[Box]:
    """Boxes of as many of the characters as make a phrase, ending where a line ends or at last."""
    for end in range(len(characters), IN_A_ROW - 1, -1):
        at_end = end == len(characters) or characters[end][0] is not characters[end - 1][0]
        text = "".join(line.text[at] for line, at in characters[:end])
        if at_end and _is_run(text):
            spans: dict[int, list[tuple[Line, int]]] = {}
            for line, at in characters[:end]:
                spans.setdefault(id(line), []).append((line, at))
            for span in spans.values():
                yield span[0][0].part(span[0][1], span[-1][1] + 1)
            return


def _is_run(text: str) -> bool:
    simplified, traditional = (sum(letter in each for letter in text) for each in chinese())
    if max(simplified, traditional) < RUN_KNOWN * len(text) or _CONTEXT.search(text):
        return False
    if simplified >= traditional:
        return not _is_sentence(text)
    # Of traditional text jieba knows fewer words: only a phrase's own lengths count.
    return len(text) in LENGTHS and _in_words(text) < SENTENCE_TRADITIONAL
