"""Chinese phrases over lines as an engine gives them: masked where they are one, and only there."""

import pytest
from tests.core.safety.pictures.drawing import phrase

from octant.core.safety.pictures import phrases
from octant.core.safety.pictures.layout import Line

WORDS = phrase(12, "chinese_simplified")
SENTENCES = (
    "请不要把助记词发给任何人包括客服",
    "没有助记词我们也无法恢复您的钱包",
    "助记词：请按顺序抄写并妥善保管",
    "切勿告诉任何人也不要截图",
)


def line(text: str, left: float, top: float, *, size: float = 16, pitch: float = 1.0) -> Line:
    """A line of characters `size` high, `pitch` times as far from one another."""
    at = tuple(left + size * (0.5 + pitch * n) for n in range(len(text)))
    return Line((left - 6, top - 6, (at[-1] if at else left) + size, top + size + 6), text, at)


def covered(lines: list[Line], word: Line) -> bool:
    left, top, right, bottom = word.part(0, len(word.at))
    return any(
        box[0] <= left + 4 and box[1] <= top + 4 and box[2] >= right - 4 and box[3] >= bottom - 4
        for box in phrases.find(lines)
    )


def listed(texts: list[str], title: str, *, columns: int = 1) -> list[Line]:
    cells = [
        line(text, 20 + 200 * (n % columns), 80 + 24 * (n // columns))
        for n, text in enumerate(texts)
    ]
    return [line(title, 20, 20), *cells] if title else cells


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_every_cell_of_a_numbered_list_is_masked(columns: int) -> None:
    lines = listed(
        [f"{n}. {word}" for n, word in enumerate(WORDS, 1)], "您的助记词", columns=columns
    )
    assert all(covered(lines, cell) for cell in lines[1:])
    assert not covered(lines, lines[0])


def test_a_list_without_numbers_is_masked_where_a_phrase_is_named() -> None:
    lines = listed(WORDS, "助记词")
    assert all(covered(lines, cell) for cell in lines[1:])


def test_cells_that_were_not_read_are_masked_with_the_list_around_them() -> None:
    texts = [f"{n}. {word}" for n, word in enumerate(WORDS, 1)]
    texts[3], texts[6], texts[11] = "4.+", "7.", "12."  # 十 misread, two not read at all
    lines = listed(texts, "请按顺序抄写您的助记词")
    assert all(covered(lines, cell) for cell in lines[1:])


def test_numbers_of_the_page_do_not_stretch_the_mask() -> None:
    cells = [f"{n}. {word}" for n, word in enumerate(WORDS, 1)]
    lines = [*listed(cells, "助记词"), line("1", 1300, 10), line("2", 20, 900)]
    assert all(covered(lines, cell) for cell in lines[1:13])
    assert not any(covered(lines, stray) for stray in lines[13:])


def test_one_character_read_as_two_is_a_cell() -> None:
    cells = [line(word, 20, 80 + 24 * n) for n, word in enumerate(WORDS)]
    twice = line("川川", 20, cells[5].box[1] + 6, size=8)
    cells[5] = Line((14, twice.box[1], 42, twice.box[1] + 28), "川川", twice.at)
    assert all(covered([line("助记词", 20, 20), *cells], cell) for cell in cells)


def test_a_named_numbered_list_is_masked_though_its_characters_are_misread() -> None:
    texts = [f"{n} {word}" for n, word in enumerate("鑫淼焱垚犇猋骉麤矗羴掱轟", 1)]
    lines = listed(texts, "恢复词", columns=3)
    assert all(covered(lines, cell) for cell in lines[1:])
    assert not any(covered(lines[1:], cell) for cell in lines[1:])  # nobody said what it is


def test_numbers_above_their_characters_make_a_list_too() -> None:
    numbers = [
        line(str(n), 20 + 60 * ((n - 1) % 4), 60 + 60 * ((n - 1) // 4)) for n in range(1, 13)
    ]
    words = [line(word, 20 + 60 * (n % 4), 86 + 60 * (n // 4)) for n, word in enumerate(WORDS)]
    lines = [line("助记词", 20, 20), *numbers, *words]
    assert all(covered(lines, cell) for cell in words)


def test_characters_with_gaps_between_them_are_read_as_lone_ones() -> None:
    pairs = ["".join(WORDS[n : n + 2]) for n in range(0, 12, 2)]
    apart = [line(pair, 20, 60 + 40 * n, pitch=2.2) for n, pair in enumerate(pairs)]
    assert all(covered([line("助记词", 20, 20), *apart], cell) for cell in apart)


def test_a_run_is_masked_from_the_word_that_names_it_over_the_ends_of_lines() -> None:
    first = line(f"我的钱包打不开了，这是助记词：{''.join(WORDS[:2])}", 20, 20)
    others = [line("".join(WORDS[2:9]), 20, 50), line("".join(WORDS[9:]), 20, 80)]
    hello = line("您好，请问有什么可以帮您？", 20, 110)
    lines = [first, *others, hello]
    assert all(covered(lines, each) for each in others)
    assert not covered(lines, first) and not covered(lines, hello)
    left, _top, right, _bottom = first.part(15, 17)
    assert any(box[0] <= left + 4 and box[2] >= right - 4 for box in phrases.find(lines))


@pytest.mark.parametrize(
    "lines",
    [
        [line(text, 20, 20 + 40 * n) for n, text in enumerate(SENTENCES)],
        [line(text, 20, 20 + 40 * n, pitch=1.9) for n, text in enumerate(SENTENCES)],
        listed([f"{n}. {text}" for n, text in enumerate(SENTENCES * 3, 1)], "什么是助记词？"),
        listed([str(n) for n in range(1, 25)], "输入助记词", columns=3),  # the empty form
        listed([f"{n}月" for n in range(1, 13)], "助记词", columns=3),
        listed(["买", "卖"] * 8, "订单", columns=2),
        [*listed(list("日一二三四五六"), "2026年11月", columns=7),
         *(line(str(n), 20 + 200 * (n % 7), 140 + 24 * (n // 7)) for n in range(1, 31))],
    ],
    ids=["sentences", "spaced", "steps", "form", "months", "orders", "calendar"],
)  # fmt: skip
def test_ordinary_lists_and_sentences_stay(lines: list[Line]) -> None:
    assert not list(phrases.find(lines))


def test_traditional_sentences_stay_and_a_traditional_run_is_masked() -> None:
    words = phrase(12, "chinese_traditional", seed=3)
    said = line("請勿洩露給任何人包括客服人員", 20, 60)
    assert not list(phrases.find([line("助記詞", 20, 20), said]))
    run = line("".join(words), 20, 60)
    assert covered([line("助記詞", 20, 20), run], run)
