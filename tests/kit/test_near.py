"""Looking only near words finds what looking everywhere finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octant.core.tickets import details, particulars
from octant.kit.mail import reply_words
from octant.kit.near import Near, Sought

PETS = Sought("pet", re.compile(r"(?i:\b(?:cat|dogs?)\b)|猫"), 4, words="cat dog", parts="猫")
SHAPES = [*particulars._SHAPES, *details._NAMES._sought]


def everywhere(sought: Sought, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in sought.pattern.finditer(text)]


def near(sought: Sought, text: str) -> list[tuple[int, int]]:
    return [match.span() for _kind, match in Near([sought]).find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cat",
        "a cat",
        "concatenate",
        "CAT dogs",
        "猫cat",
        "İİ cat",
        "\ud83d cat \udc00",
        "cat" + "x" * 9 + " dog" * 3,
    ],
)
def test_words_begin_words_and_parts_stand_anywhere(text: str) -> None:
    assert near(PETS, text) == everywhere(PETS, text)


def test_most_counts_for_each_that_is_sought() -> None:
    birds = Sought("bird", re.compile("owl"), 3, parts="owl")
    found = Near([PETS, birds]).find("owl cat owl dog owl cat", 2)
    assert [(kind, match[0]) for kind, match in found] == [
        ("pet", "cat"),
        ("pet", "dog"),
        ("bird", "owl"),
        ("bird", "owl"),
    ]


@pytest.mark.parametrize("sought", SHAPES, ids=lambda each: each.kind)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_each_match_holds_a_word_of_its_pattern_and_is_within_reach(
    sought: Sought, data: st.DataObject
) -> None:
    """Texts made from the pattern itself, with others' between: nothing may be missed."""
    usual = st.text(
        st.characters(codec="ascii") | st.sampled_from("年月币错误“”：，的 \n"), max_size=80
    )
    made = st.from_regex(
        sought.pattern, alphabet=st.characters(max_codepoint=0x9FFF, exclude_characters="ſKİ")
    )
    text = "".join(data.draw(st.lists(usual | made, min_size=1, max_size=5)))
    assert near(sought, text) == everywhere(sought, text)


@given(
    st.lists(st.sampled_from([*reply_words._WROTE.split("|"), ":", "\n", " ", "> ", "x <a@b.c>"]))
)
@settings(max_examples=300, deadline=None)
def test_attributions_are_found_as_by_their_whole_pattern(parts: list[str]) -> None:
    text = "".join(parts).replace("\\", "")
    [sought] = reply_words._NEAR_WORDS._sought
    assert near(sought, text) == everywhere(sought, text)


def test_months_are_known_by_their_short_names_too() -> None:
    told = dict(particulars.particulars("What happened from Jul to September?"))
    assert told["period"] == "Jul to September"
