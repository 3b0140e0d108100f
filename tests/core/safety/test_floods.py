"""Texts made to be slow: work grows with length, not with its square, and nothing breaks."""

import random
import sys
from collections.abc import Callable

import pytest
from bench.floods import SCREENED

from octant.core.safety.guard import check
from octant.core.safety.text import Kind, screen, warm


def lines_run(work: Callable[[], object]) -> int:
    """Lines of Python that `work` runs: a measure that a busy machine does not change."""
    count = 0

    def trace(_frame: object, what: str, _argument: object) -> object:
        nonlocal count
        count += what == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def flood(seed: int, length: int) -> str:
    rng = random.Random(seed)
    units = rng.sample(SCREENED, rng.randint(1, 4))
    made = "".join(rng.choice(units) * rng.choice((1, 2, 11, 40)) for _ in range(length // 4))
    return (made * (length // max(1, len(made)) + 1))[:length]


@pytest.mark.parametrize("seed", range(12))
def test_four_times_the_text_is_at_most_six_times_the_work(seed: int) -> None:
    warm()
    short, long = flood(seed, 12_000), flood(seed, 48_000)
    screen(long)  # tables are filled
    assert lines_run(lambda: screen(long)) <= 6 * lines_run(lambda: screen(short)) + 20_000


@pytest.mark.parametrize("seed", range(60))
def test_no_flood_breaks_screening_or_the_guard(seed: int) -> None:
    text = flood(seed, 4_000)
    stored = screen(text)
    assert all(0 <= found.start < found.end <= len(text) for found in stored.findings)
    check(text)


def test_a_flood_of_words_from_two_lists_is_screened() -> None:
    # A region that ends before an earlier one once raised an IndexError.
    text = "lustro " * 150 + "{луна ://" + "lustro " * 12 + "луна луна"
    assert screen(text).text


def test_a_list_of_secrets_is_masked_to_its_end() -> None:
    cards = "card 4111 1111 1111 1111\n" * 300 + "the end"
    found = screen(cards)
    assert "4111" not in found.text
    assert {each.kind for each in found.findings} == {Kind.CARD_NUMBER}
