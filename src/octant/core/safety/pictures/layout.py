"""Lines of text as they stand in a picture, put in the orders in which people read them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
_JOINED = 16  # characters of a line that may go on in the next without a space


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the engine found it; `at` is the middle of each character."""

    box: Box
    text: str
    at: tuple[float, ...]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    def part(self, start: int, end: int) -> Box:
        """Where characters `start` to `end` stand, with half a letter to spare on each side."""
        left, top, right, bottom = self.box
        if start > 0:
            left = max(left, (self.at[start - 1] + self.at[start]) / 2 - self.height * 0.1)
        if end < len(self.at):
            right = min(right, (self.at[end - 1] + self.at[end]) / 2 + self.height * 0.1)
        spare = self.height * 0.12
        return (left - spare, top - spare, right + spare, bottom + spare)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture or page: its size, and its lines in the frame turned by `angle` degrees."""

    size: tuple[int, int]
    turned: tuple[int, int]
    angle: float
    lines: tuple[Line, ...]

    def corners(self, box: Box) -> list[Point]:
        """The four corners of `box` in the picture itself, clockwise from the upper left."""
        left, top, right, bottom = box
        turn = math.radians(self.angle)
        cosine, sine = math.cos(turn), math.sin(turn)

        def back(x: float, y: float) -> Point:
            across, down = x - self.turned[0] / 2, y - self.turned[1] / 2
            return (
                round(across * cosine - down * sine + self.size[0] / 2, 1),
                round(across * sine + down * cosine + self.size[1] / 2, 1),
            )

        return [back(left, top), back(right, top), back(right, bottom), back(left, bottom)]


def sheets(answer: dict[str, Any]) -> list[Sheet]:
    """What `workers/reading.py` answered."""
    return [
        Sheet(
            (page["width"], page["height"]),
            (page["turned"][0], page["turned"][1]),
            page["angle"],
            tuple(
                Line(tuple(line["box"]), line["text"], tuple(line["at"])) for line in page["lines"]
            ),
        )
        for page in answer["pages"]
    ]


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines side by side, rows from top to bottom, each from left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.middle):
        row = found[-1] if found else []
        if row and abs(line.middle - row[-1].middle) < 0.5 * min(line.height, row[-1].height):
            row.append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda each: each.box[0]) for row in found]


def columns(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines below each other that begin at the same place, from left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.box[0]):
        column = found[-1] if found else []
        if column and line.box[0] - column[0].box[0] < line.height:
            column.append(line)
        else:
            found.append([line])
    return [sorted(column, key=lambda each: each.box[1]) for column in found]


@dataclass(frozen=True, slots=True)
class Text:
    """A text made of lines; `places[i]` is the line and the character that `text[i]` is."""

    text: str
    places: tuple[tuple[Line, int] | None, ...]

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """Where the characters `start` to `end` stand, a box for each line."""
        spans: dict[int, tuple[Line, int, int]] = {}
        for place in self.places[start:end]:
            if place is not None:
                line, at = place
                _line, first, _last = spans.get(id(line), (line, at, at))
                spans[id(line)] = (line, first, at)
        for line, first, last in spans.values():
            yield line.part(first, last + 1)


def text_of(lines: Iterable[Line]) -> Text:
    """The whole sheet, row after row. A long token that fills its row goes on in the next one
    without a break, as wallets and terminals wrap keys."""
    pieces: list[str] = []
    places: list[tuple[Line, int] | None] = []

    def add(text: str, line: Line | None = None) -> None:
        pieces.append(text)
        places.extend([None] * len(text) if line is None else [(line, n) for n in range(len(text))])

    before: Line | None = None
    for row in rows(lines):
        if before is not None and not (len(row) == 1 and _goes_on(before, row[0])):
            add("\n")
        for number, line in enumerate(row):
            add("  " if number else "")
            add(line.text, line)
        before = row[0] if len(row) == 1 else Line((0, 0, 0, 0), "", ())
    return Text("".join(pieces), tuple(places))


def _goes_on(line: Line, below: Line) -> bool:
    return (
        len(line.text) >= _JOINED
        and _is_token(line.text)
        and _is_token(below.text)
        and abs(below.box[0] - line.box[0]) < line.height
        and below.box[1] - line.box[3] < line.height
    )


def _is_token(text: str) -> bool:
    return (
        len(text) >= 2
        and text.isascii()
        and text.replace("+", "")
        .replace("/", "")
        .replace("=", "")
        .replace("_", "")
        .replace("-", "")
        .isalnum()
    )
