"""A second look, where a page has signs of a list of lone characters. Loaded by `reading.py`.

The finder of text was made for lines: a small Chinese character that stands alone it overlooks, a
column of them it takes for one line written downwards, and two rows for one. So the ink of such
a page is cut along its gaps, as printed pages are (recursive XY-cut), and what no line accounts
for is read piece by piece. Numpy does it in some hundredths of a second.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from statistics import median
from typing import Any

Box = tuple[int, int, int, int]
_WITHOUT_LARGE = run_path(str(Path(__file__).with_name("patches.py")))["without_large"]
MOST_PIXELS = 5_000_000  # a telephone's screen has as many
MOST_PIECES = 160  # 24 words and their numbers, and what else stands on such a page
FEW = 6  # so many lone characters are a list
EM, EM_ALONE = 0.55, 0.8  # of the height of a box, as the finder grows it
DIGIT = 0.73  # em
WIDEST, HIGHEST = 4, 1.5  # em; what is larger is a frame, a bubble, an edge of the paper
SPARE = 0.35  # em on each side of a piece
COVERED = 0.8  # of a piece's width
ONE_LINE = 2.8  # times the height of its letters: a box that holds two rows is higher
TALL = 1.8  # times as high as wide: characters below each other
INK, FAINT = 0.3, 0.4  # of the strongest contrast; of that, where frames are still whole
WIDE_GAP, ONE = 0.8, 1.15  # em: between pieces of a row; most that one character is high
NAMES = re.compile(
    "助记|助記|恢复词|恢復詞|恢复短语|恢復短語|种子|種子|(?i:seed|mnemonic|recovery|phrase)"
)
CELL = re.compile(r"\W*(?:\d{1,2}\W*[\u3400-\u9fff]?|[\u3400-\u9fff])\W*")


def region(lines: list[dict[str, Any]], size: tuple[int, int]) -> Box | None:
    """The part of the page to be looked at again: all of one that names a phrase, what is
    around a list, or nothing."""
    if any(NAMES.search(line["text"]) for line in lines):
        return (0, 0, *size)
    cells = [line["box"] for line in lines if CELL.fullmatch(line["text"])]
    tall = [line["box"] for line in lines if is_tall(line["box"])]
    if len(cells) < FEW and not tall:
        return None
    near = max(box[3] - box[1] for box in cells) if cells else 0
    listed = [*cells, *tall]
    return (
        max(0, min(box[0] for box in listed) - near), max(0, min(box[1] for box in listed) - near),
        min(size[0], max(box[2] for box in listed) + near),
        min(size[1], max(box[3] for box in listed) + near),
    )  # fmt: skip


def is_tall(box: Box) -> bool:
    return box[3] - box[1] > TALL * (box[2] - box[0])


def pieces(picture: Any, part: Box, lines: list[dict[str, Any]]) -> list[Box]:
    """What no line accounts for, cut along its gaps, as boxes with some paper around."""
    shrunk = math.ceil(math.sqrt(picture.width * picture.height / MOST_PIXELS))
    if shrunk > 1:  # a photograph: its letters are large
        less = [line | {"box": _times(line["box"], 1 / shrunk)} for line in lines]
        found = pieces(picture.reduce(shrunk), _times(part, 1 / shrunk), less)
        return [_grown(_times(box, shrunk), 0, picture.size) for box in found]
    boxes = [line["box"] for line in lines]
    contrast, strong = _contrast(picture, part, _rough_em(boxes))
    em = _em(contrast > strong, part, lines) or _rough_em(boxes)
    mask = contrast > strong * FAINT
    _WITHOUT_LARGE(mask, round(WIDEST * em), round(HIGHEST * em))
    mask &= contrast > strong
    cut = [_moved(box, part) for box in _cut(mask, (0, 0, mask.shape[1], mask.shape[0]), em)]
    fresh = [box for box in cut if _is_letter(box, em) and not _is_read(box, boxes, em)]
    spare = round(SPARE * em)
    return [_grown(box, spare, picture.size) for box in fresh[:MOST_PIECES]]


def joined(lines: list[dict[str, Any]], fresh: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`lines`, with `fresh` ones in the place of those they were cut from, where they say more."""
    said = [line for line in fresh if _is_likely(line)]
    kept = []
    for line in lines:
        over = [new for new in said if _overlap(line, new)]
        if over and sum(map(_letters, over)) < _letters(line):
            said = [new for new in said if new not in over]
        if not over or sum(map(_letters, over)) < _letters(line):
            kept.append(line)
    return kept + said


def _letters(line: dict[str, Any]) -> int:
    return sum(letter.isalnum() for letter in line["text"])


def _overlap(line: dict[str, Any], new: dict[str, Any]) -> bool:
    return _holds(line["box"], new["box"]) or _holds(new["box"], line["box"])


def _is_likely(line: dict[str, Any]) -> bool:
    """Whether a text is as wide as its letters: pieces of frames are read as letters too."""
    left, top, right, bottom = line["box"]
    letters = _letters(line)
    return letters > 3 or (letters > 0 and right - left <= (letters + 0.5) * (bottom - top))


def _rough_em(boxes: list[Box]) -> int:
    """How high a character may be: the finder grows a long line's box more than a short one's."""
    sides = [(box[2] - box[0], box[3] - box[1]) for box in boxes if not is_tall(box)]
    heights = [high * (EM if wide > 2 * high else EM_ALONE) for wide, high in sides]
    return max(8, round(median(heights))) if heights else 16


def _em(mask: Any, part: Box, lines: list[dict[str, Any]]) -> int:
    """How high a character is, by the ink of the lines; 0 if there is none."""
    heights = []
    for line in lines:
        left, top, right, bottom = _moved(line["box"], (-part[0], -part[1], 0, 0))
        inside = mask[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if (runs := _runs(inside.any(axis=1), 1)) and not is_tall(line["box"]):
            digits = not any(letter.isalpha() for letter in line["text"])
            heights.append(max(last - first for first, last in runs) / (DIGIT if digits else 1))
    return max(8, round(median(heights))) if heights else 0


def _is_read(piece: Box, lines: list[Box], em: int) -> bool:
    """Whether lines of its own height cover most of a piece."""
    left, top, right, bottom = piece
    spans = sorted(
        (max(left, line[0]), min(right, line[2]))
        for line in lines
        if line[1] <= (top + bottom) / 2 <= line[3] and not is_tall(line)
        and line[3] - line[1] < ONE_LINE * max(bottom - top, 0.8 * em)
    )  # fmt: skip
    covered, reached = 0, left
    for start, end in spans:
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered >= COVERED * (right - left)


def _contrast(picture: Any, part: Box, em: int) -> tuple[Any, float]:
    """(how much each pixel differs from the paper around it, how much ink does)."""
    import numpy as np
    from PIL import Image, ImageFilter

    grey = picture.crop(part).convert("L")
    # The paper under it: the median of what is around. Where two papers meet, at an edge, only
    # what differs from both is ink.
    coarse = grey.resize([max(1, side * 4 // em) for side in grey.size], Image.Resampling.NEAREST)
    paper = coarse.filter(ImageFilter.MedianFilter(9))
    shown, *limits = (
        np.asarray(each.resize(grey.size, Image.Resampling.NEAREST), dtype=np.int16)
        for each in (grey, paper.filter(ImageFilter.MinFilter(3)),
                     paper.filter(ImageFilter.MaxFilter(3)))
    )  # fmt: skip
    contrast = np.maximum(limits[0] - shown, shown - limits[1])
    return contrast, max(24.0, INK * float(np.percentile(contrast, 99.5)))


def _cut(mask: Any, box: Box, em: int) -> Iterator[Box]:
    """Rows by their gaps, each by its wide gaps, and again what is higher than a row."""
    left, top, right, bottom = box
    part = mask[top:bottom, left:right]
    for first, last in _rows(_runs(part.any(axis=1), 1), em):
        for start, end in _runs(part[first:last].any(axis=0), round(WIDE_GAP * em)):
            piece = (left + start, top + first, left + end, top + last)
            if last - first <= 1.6 * em or piece == box:
                yield piece
            else:
                yield from _cut(mask, piece, em)


def _rows(runs: list[tuple[int, int]], em: int) -> list[tuple[int, int]]:
    """Strokes of one character put together again: 二 has a gap of half its height."""
    found: list[tuple[int, int]] = []
    for first, last in runs:
        if found and last - found[-1][0] <= ONE * em:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _runs(filled: Any, gap: int) -> list[tuple[int, int]]:
    """(start, end) of the filled stretches of a profile that are `gap` or more apart."""
    import numpy as np

    steps = np.diff(np.concatenate(([0], filled.astype(np.int8), [0])))
    found: list[tuple[int, int]] = []
    starts, ends = np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist()
    for start, end in zip(starts, ends, strict=True):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _is_letter(box: Box, em: int) -> bool:
    return 0.4 * em <= max(box[2] - box[0], box[3] - box[1]) and box[3] - box[1] <= 3 * em


def _holds(line: Box, box: Box) -> bool:
    """Whether the middle of `box` lies in `line`."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return line[0] <= across <= line[2] and line[1] <= down <= line[3]


def _moved(box: Box, by: tuple[int, ...]) -> Box:
    return (box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1])


def _times(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale) for side in box)
    return (left, top, right, bottom)


def _grown(box: Box, spare: int, size: tuple[int, int]) -> Box:
    return (
        max(0, box[0] - spare), max(0, box[1] - spare),
        min(size[0], box[2] + spare), min(size[1], box[3] + spare),
    )  # fmt: skip
