"""Folding, stems, the glossary, spelling and snippets, each alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.search.corpus import GLOSSARY

from octant.kit.search import Glossary
from octant.kit.search.analysis import Analyser
from octant.kit.search.fusion import by_family, fuse, levelled
from octant.kit.search.passages import chunks
from octant.kit.search.spelling import Vocabulary, distance, tolerance
from octant.kit.search.text import fold, fold_with_offsets, stem


@given(st.text())
def test_folding_is_stable_and_offsets_lie_in_the_text(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)


def test_width_case_accents_and_traditional_characters_fold_away() -> None:
    assert fold("ＢＴＣ Café 提幣") == "btc cafe 提币"


def test_plurals_and_verb_forms_share_a_stem_and_ids_stay_whole() -> None:
    assert stem("withdrawals") == stem("withdrawal") == stem("withdraw")
    assert stem("fees") == stem("fee")
    assert stem("erc20s") == "erc20s"


def test_the_longest_term_is_matched_whatever_its_form() -> None:
    matches = GLOSSARY.matches(fold("My Two-Factor  AUTHENTICATIONS"))
    assert [m.equivalents["zh-hans"] for m in matches] == [("双重验证", "双因素", "二次验证")]
    longest = GLOSSARY.matches(fold("提币延迟了"))
    assert [m.equivalents["en"] for m in longest] == [("withdrawal delayed",)]


def test_domain_words_are_kept_whole_and_equal_to_nothing() -> None:
    glossary = Glossary.from_groups(
        [{"en": ["x"], "zh-hans": ["甲乙"], "domain_words": ["丙丁戊"]}]
    )
    assert glossary.matches("丙丁戊") == []
    assert "丙丁戊" in Analyser(glossary).index_words("这是丙丁戊。")


@given(
    st.lists(st.dictionaries(st.sampled_from(["en", "zh-hans"]), st.lists(st.text()))), st.text()
)
def test_any_glossary_takes_any_text(groups: list[dict[str, list[str]]], text: str) -> None:
    glossary = Glossary.from_groups(groups)
    folded = fold(text)
    for match in glossary.matches(folded):
        assert 0 <= match.start < match.end <= len(folded)
    Analyser(glossary).query(text)
    glossary.beginning_with(text)


def test_tolerance_grows_with_length_and_spares_ids_and_chinese() -> None:
    assert [tolerance(w) for w in ("api", "fees", "deposit", "withdraw", "erc20", "提币延迟")] == [
        0,
        1,
        1,
        2,
        0,
        0,
    ]


def test_swapped_letters_are_one_typo() -> None:
    assert distance("depsoit", "deposit", 2) == 1
    assert distance("abc", "xyz", 1) == 2


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_distance_is_symmetric_and_zero_only_for_equals(one: str, other: str) -> None:
    assert distance(one, other, 8) == distance(other, one, 8)
    assert (distance(one, other, 8) == 0) == (one == other)


@given(st.sampled_from(["withdrawal", "verification", "deposit"]), st.data())
def test_one_dropped_letter_is_always_mended(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    near = Vocabulary({"withdrawal": 9, "verification": 5, "deposit": 3, "fee": 8})
    assert near.near(word[:place] + word[place + 1 :])[0] == word


@given(st.text(max_size=3000))
def test_chunks_are_few_and_of_bounded_size(text: str) -> None:
    found = chunks(text)
    assert len(found) <= 3
    assert all(chunk.strip() and len(chunk) <= 1950 for chunk in found)


def test_a_language_that_the_model_prefers_gains_next_to_nothing() -> None:
    near = np.linspace(0.80, 0.90, 50, dtype=np.float32)
    level = levelled({"zh-hans": near + 0.05, "en": near})
    # Unlevelled the gap is 1.7 deviations.
    assert float(np.abs(level["zh-hans"] - level["en"]).max()) < 0.1


def test_the_version_in_the_questions_language_counts_most() -> None:
    merged = by_family({"en": {"a": 1.0, "b": 2.0}, "zh-hans": {"a": 3.0}}, "zh-hans", 0.3)
    assert merged["a"] == 3.0 + 0.3 * (1.0 - 3.0)
    assert merged["b"] == 2.0


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100)), st.floats(1, 50))
def test_more_words_never_lower_a_family(words: dict[str, float], more: float) -> None:
    for family in words:
        before = next(r.score for r in fuse(words, {}, {}) if r.family == family)
        raised = {**words, family: words[family] + more}
        after = next(r.score for r in fuse(raised, {}, {}) if r.family == family)
        assert after > before
