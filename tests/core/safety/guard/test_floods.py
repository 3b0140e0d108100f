"""The guard on texts made to be slow: what it looks at is bounded, and then it refuses."""

import pytest
from bench import floods
from eval.guard.run import LANGUAGES, cases
from tests.core.safety.test_floods import lines_run

from octant.core.safety.guard import Never, check
from octant.core.safety.guard.check import MOST_ASKS
from octant.core.safety.guard.folding import bare, fold, unmarked
from octant.core.safety.guard.matcher import look
from octant.core.safety.guard.reading import forget, tables
from octant.core.safety.text.normalise import view

LONG = 24_000


@pytest.mark.parametrize("number", range(16))
def test_four_times_the_text_is_at_most_six_times_the_work(number: int) -> None:
    text = list(floods.for_the_guard(LONG, 16))[number]
    work = []
    for part in (text[: LONG // 4], text):
        forget()
        work.append(lines_run(lambda part=part: check(part)))
    assert work[1] <= 6 * work[0] + 20_000


def test_a_list_under_a_warning_takes_no_longer_for_each_item() -> None:
    items = ["- " + text for text in ("your password.", "send me your password.")]
    short, long = ("Never do this!\n" + "\n".join(items * count) for count in (100, 400))
    assert check(long) == ()
    assert lines_run(lambda: check(long)) <= 6 * lines_run(lambda: check(short)) + 20_000


def test_of_many_requests_the_first_are_told() -> None:
    text = "\n".join(f"Send me your password {number}." for number in range(2_000))
    found = check(text)
    assert len(found) == MOST_ASKS
    assert found[0].quote == "Send me your password 0."


def test_a_flood_of_words_that_nobody_can_look_through_is_refused() -> None:
    warning = "Never send anybody your password, your code {} or your seed phrase.\n"
    assert check("".join(map(warning.format, range(500)))) == ()
    flood = "".join(map(warning.format, range(2_000)))
    assert Never.PASSWORD in {ask.kind for ask in check(flood)}


@pytest.mark.parametrize("text", ["", " \n\u3000 ", ". . .", "\n" * 2_000])
def test_a_text_without_words_asks_for_nothing(text: str) -> None:
    assert check(text) == ()


def test_a_request_is_found_wherever_a_long_sentence_is_cut() -> None:
    for length in range(520, 760, 20):
        text = "word " * (length // 5) + "send me your password right now please " + "word " * 200
        assert {ask.kind for ask in check(text)} == {Never.PASSWORD}


def test_broken_characters_break_nothing() -> None:
    assert {ask.kind for ask in check("\ud800 Send me your password. \udfff")} == {Never.PASSWORD}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_looked_for_would_not_match(language: str) -> None:
    """The table narrowed to a sentence finds what the whole one does."""
    for part in ("stop", "pass", "later", "fresh", "evade", "unseen"):
        for case in cases(language, part):
            sentence = bare(unmarked(fold(view(case.text)[0])))
            for whole, narrowed in tables(sentence):
                assert look(sentence, frozenset(), narrowed) == look(sentence, frozenset(), whole)
