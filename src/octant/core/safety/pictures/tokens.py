"""Words of a phrase where they stand, and what is painted over them."""

from collections.abc import Iterator
from dataclasses import dataclass

from octant.core.safety.pictures.layout import Box, Line

GRID = 8  # so many words fill a block
DENSE, WIDE = 9, 40  # times their own area


@dataclass(frozen=True, slots=True)
class Token:
    """One word, character or number, as it was read."""

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


def around(segment: list[Token]) -> Iterator[Box]:
    """One box around words that fill it, or are numbered as in a wallet's wide grid; else a box
    for each stretch of a line."""
    boxes = list(_stretches(segment))
    hull = (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
    whole = (hull[2] - hull[0]) * (hull[3] - hull[1])
    filled = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes)
    numbered = len({token.number for token in segment if token.number}) >= GRID
    if len(boxes) >= GRID and whole <= (WIDE if numbered else DENSE) * filled:
        yield hull
    else:
        yield from boxes


def _stretches(segment: list[Token]) -> Iterator[Box]:
    spans: dict[int, tuple[Line, int, int]] = {}
    for token in segment:
        key = id(token.line)
        _line, start, _end = spans.get(key, (token.line, token.start, token.end))
        spans[key] = (token.line, start, token.end)
    for line, start, end in spans.values():
        yield line.part(start, end)
