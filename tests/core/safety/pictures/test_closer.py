"""The second look: what the finder overlooks is cut out by its ink, frames and noise are not."""

import random
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.core.safety.pictures.drawing import chinese_font, phrase

from octant.core.safety.files import sandbox

CLOSER = run_path(str(Path(sandbox.__file__).parent / "workers" / "closer.py"))
TITLE = (20, 10, 200, 38)
Box = tuple[int, int, int, int]


def said(text: str, box: Box = TITLE) -> dict[str, Any]:
    return {"box": list(box), "text": text, "at": []}


def read(place: Box) -> dict[str, Any]:
    """As the finder gives a lone character, with some paper around."""
    left, top, right, bottom = place
    return said("的", (left - 6, top - 6, right + 6, bottom + 6))


def page(*, dark: bool = False, framed: bool = False, step: int = 24) -> tuple[Any, list[Box]]:
    """A title and a column of twelve characters of 16 pixels, and where they stand."""
    paper, ink, grey = ((20, 22, 28), "white", (90, 90, 96)) if dark else ("white", "black", "grey")
    picture = Image.new("RGB", (400, 60 + 13 * step), paper)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(chinese_font(), 16)
    draw.text((22, 14), "您的助记词", fill=ink, font=font)
    places = []
    for number, word in enumerate(phrase(12, "chinese_simplified")):
        at = (60, 60 + number * step)
        if framed:
            draw.rounded_rectangle((44, at[1] - 3, 96, at[1] + 26), 9, outline=grey)
        draw.text(at, word, fill=ink, font=font)
        left, top, right, bottom = draw.textbbox(at, word, font=font)
        places.append((round(left), round(top), round(right), round(bottom)))
    return picture, places


def within(place: Box, box: Box) -> bool:
    return (
        box[0] <= place[0] + 1 and box[1] <= place[1] + 1
        and box[2] >= place[2] - 1 and box[3] >= place[3] - 1
    )  # fmt: skip


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_each_lone_character_is_a_piece_of_its_own(dark: bool, framed: bool) -> None:
    picture, places = page(dark=dark, framed=framed, step=36 if framed else 24)
    pieces = CLOSER["pieces"](picture, (0, 0, *picture.size), [said("您的助记词")])
    assert all(sum(within(place, piece) for piece in pieces) == 1 for place in places)
    assert len(pieces) == 12


def test_what_a_line_accounts_for_is_not_read_again() -> None:
    picture, places = page()
    lines = [said("您的助记词"), *(read(place) for place in places[:5])]
    pieces = CLOSER["pieces"](picture, (0, 0, *picture.size), lines)
    assert len(pieces) == 7


def test_a_column_taken_for_one_tall_line_and_two_rows_taken_for_one_are_cut() -> None:
    picture, places = page()
    tall = (50, places[0][1] - 4, 90, places[7][3] + 4)
    both = (50, places[8][1] - 4, 110, places[9][3] + 4)
    lines = [said("您的助记词"), said("1", tall), said("及", both), *map(read, places[10:])]
    pieces = CLOSER["pieces"](picture, (0, 0, *picture.size), lines)
    assert all(any(within(place, piece) for piece in pieces) for place in places[:10])
    assert len(pieces) == 10


def test_a_large_photograph_is_cut_as_well_as_a_small_screen() -> None:
    picture, places = page(framed=True, step=36)
    large = picture.resize((picture.width * 8, picture.height * 8), Image.Resampling.BICUBIC)
    title = tuple(side * 8 for side in TITLE)
    pieces = CLOSER["pieces"](large, (0, 0, *large.size), [said("您的助记词", title)])
    small = [tuple(round(side / 8) for side in piece) for piece in pieces]
    assert all(any(within(place, piece) for piece in small) for place in places)


def test_noise_has_no_pieces_and_costs_little() -> None:
    noise = Image.frombytes("L", (2000, 2000), random.Random(1).randbytes(4_000_000)).convert("RGB")
    assert not CLOSER["pieces"](noise, (0, 0, 2000, 2000), [said("您的助记词")])


def test_a_page_is_looked_at_again_only_where_it_has_signs_of_a_list() -> None:
    region = CLOSER["region"]
    cells = [said(f"{n}. 的", (20, 40 * n, 60, 40 * n + 28)) for n in range(1, 9)]
    orders = [said(f"BTC/USD 0.{n}", (20, 40 * n, 200, 40 * n + 28)) for n in range(1, 9)]

    def asked(lines: list[dict[str, Any]]) -> Any:
        return region(lines, (800, 600))

    assert asked([said("请抄写助记词")]) == (0, 0, 800, 600)
    assert asked([said("订单"), *orders]) is None
    assert asked(cells[:5]) is None
    left, top, right, bottom = asked(cells)
    assert left <= 20 and top <= 40 and right >= 60 and bottom >= 8 * 40 + 28


def test_pieces_stand_in_for_lines_that_say_less_and_not_for_those_that_say_more() -> None:
    joined = CLOSER["joined"]
    rows = said("及", (20, 20, 60, 76))
    read = [said("8. 蒸", (22, 20, 58, 46)), said("9. 沈", (22, 50, 58, 74))]
    assert joined([rows], read) == read
    title = said("请按顺序抄写您的助记词")
    assert joined([title], [said("t", (30, 14, 50, 30))]) == [title]
    assert joined([], [said("1", (0, 0, 60, 12)), said("", (0, 0, 20, 20))]) == []
