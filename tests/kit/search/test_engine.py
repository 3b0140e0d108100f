"""Searching: what comes first, in which language, and that no query can break it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octant.kit.search import Document, Engine, Glossary


def families(engine: Engine, query: str, language: str, **options: object) -> list[str]:
    return [hit.family for hit in engine.search(query, language, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("提币延迟", "zh-hans", "withdrawal-delayed"),
        ("双重验证", "zh-hans", "two-factor"),
        ("提现一直没到", "zh-hans", "withdrawal-delayed"),
        ("提幣延遲", "zh-hans", "withdrawal-delayed"),
        ("二次验证", "zh-hans", "two-factor"),
        ("KYC", "en", "identity"),
        ("２ＦＡ", "en", "two-factor"),
        ("withdrawals", "en", "withdrawal-delayed"),
        ("withdrawal", "zh-hans", "withdrawal-delayed"),
        ("助记词", "zh-hans", "seed-phrase"),
    ],
)
def test_words_and_glossary_bring_the_right_text_first(
    words_engine: Engine, query: str, language: str, first: str
) -> None:
    assert families(words_engine, query, language)[0] == first


@pytest.mark.parametrize(
    ("query", "first"), [("提币延迟", "withdrawal-delayed"), ("双重验证", "two-factor")]
)
def test_meaning_keeps_the_right_text_first(engine: Engine, query: str, first: str) -> None:
    assert families(engine, query, "zh-hans")[0] == first


def test_meaning_finds_an_english_text_for_a_chinese_question_that_shares_no_word(
    engine: Engine, words_engine: Engine
) -> None:
    question = "有人冒充客服，要走了我的钱包单词"
    hit = engine.search(question, "zh-hans", words=False).hits[0]
    assert (hit.family, hit.language) == ("seed-phrase", "en")
    assert "seed-phrase" not in families(words_engine, question, "zh-hans")


def test_each_family_comes_once_and_in_the_readers_language(engine: Engine) -> None:
    hits = engine.search("two-factor 双重验证 withdrawal 提币 KYC", "zh-hans").hits
    assert len({hit.family for hit in hits}) == len(hits)
    assert {hit.language for hit in hits if hit.family != "seed-phrase"} == {"zh-hans"}


def test_without_cross_language_only_the_readers_language_is_searched(engine: Engine) -> None:
    found = engine.search("助记词", "zh-hans", cross_language=False)
    assert {hit.language for hit in found.hits} <= {"zh-hans"}


def test_a_misspelled_word_is_corrected_and_the_correction_is_told(words_engine: Engine) -> None:
    found = words_engine.search("withdrwal", "en")
    assert found.corrected == "withdrawal"
    assert found.hits[0].family == "withdrawal-delayed"
    assert words_engine.did_you_mean("pasport pictre") == "passport picture"
    assert words_engine.did_you_mean("passport") is None


def test_category_filters_by_parent_and_child_and_facets_stay_whole(words_engine: Engine) -> None:
    query = "withdrawal two-factor authentication seed phrase"
    everything = words_engine.search(query, "en")
    security = words_engine.search(query, "en", category="security")
    assert {hit.category.split("/")[0] for hit in security.hits} == {"security"}
    assert security.total == everything.facets["security"] == 2
    assert security.facets == everything.facets
    assert families(words_engine, query, "en", category="security/two-factor") == ["two-factor"]


def test_pages_join_to_the_whole_list(words_engine: Engine) -> None:
    query = "withdrawal two-factor authentication seed phrase passport"
    whole = families(words_engine, query, "en", limit=10)
    paged = [f for n in range(4) for f in families(words_engine, query, "en", limit=1, offset=n)]
    assert paged == whole
    assert len(whole) == 4


def test_highlights_are_the_words_of_the_original_text(words_engine: Engine) -> None:
    hit = words_engine.search("提现", "zh-hans").hits[0]
    assert {hit.title[a:b] for a, b in hit.title_highlights} == {"提币"}
    assert {hit.snippet[a:b] for a, b in hit.highlights} == {"提币"}
    assert hit.snippet in "为什么提币需要等待，以及应检查什么。" or "提币" in hit.snippet


def shown(engine: Engine, query: str, family: str) -> set[str]:
    """What is marked in the title and the snippet of one hit."""
    hit = next(hit for hit in engine.search(query, "en", limit=50).hits if hit.family == family)
    marked = {hit.snippet[a:b] for a, b in hit.highlights}
    return marked | {hit.title[a:b] for a, b in hit.title_highlights}


def test_an_equal_term_of_several_words_finds_and_shows_only_where_they_stand_together(
    folder: Path,
) -> None:
    equal = {"en": ["2FA", "two-step verification", "second factor"], "zh-hans": ["双重验证"]}
    engine = Engine(folder, Glossary([equal]))
    texts = {
        "set-up": ("Sign in", "Turn on two-step verification: it is a step of one second."),
        "other": ("Fees", "The second step is a factor in the fee; verification comes later."),
        "both": ("2FA and fees", "In a second, we verify step two. The second factor stays."),
    }
    engine.rebuild(
        Document(key, key, "en", title, body=body) for key, (title, body) in texts.items()
    )
    assert set(families(engine, "2FA", "en")) == {"set-up", "both"}
    assert set(families(engine, "双重验证", "zh-hans")) == {"set-up", "both"}
    assert shown(engine, "2FA", "set-up") == {"two-step verification"}
    assert shown(engine, "2FA", "both") == {"2FA", "second factor"}
    assert shown(engine, "双重验证", "set-up") == {"two-step verification"}
    # Typed as words, each of them counts.
    assert "other" in families(engine, "second factor", "en")
    assert shown(engine, "second factor", "other") == {"second", "factor"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("My withdrawal is delayed.", "withdrawal is delayed"),
        ("The withdrawal has been delayed.", "withdrawal has been delayed"),
        ("A withdrawal costs a fee and may be delayed.", ""),
        ("Delayed, says the page of a withdrawal.", ""),
        ("Sign the letter in ink.", ""),
        ("Sign in with a key.", "Sign in"),
    ],
)
def test_two_words_may_stand_inside_an_equal_term_unless_it_is_made_of_common_ones(
    folder: Path, body: str, found: str
) -> None:
    groups = ({"en": ["withdrawal delayed", "sign in"], "zh-hans": ["提币延迟"]},)
    engine = Engine(folder, Glossary(groups))
    engine.rebuild([Document("one", "one", "en", "Title", body=body)])
    assert families(engine, "提币延迟", "zh-hans") == (["one"] if found else [])
    assert not found or shown(engine, "提币延迟", "one") == {found}


def test_a_question_about_nothing_here_is_weak(words_engine: Engine) -> None:
    assert words_engine.search("zzzzqqq", "en").weak
    assert not words_engine.search("提币延迟", "zh-hans").weak


def test_suggestions_follow_the_keys(words_engine: Engine) -> None:
    for typed in ("提", "提币", "提币延", "with", "withdrawals"):
        titles = [s.title for s in words_engine.suggest(typed, "zh-hans")]
        assert titles[0] == "提币延迟怎么办", typed
    seed = words_engine.suggest("seed ph", "zh-hans")[0]
    assert (seed.family, seed.language) == ("seed-phrase", "en")
    assert {seed.title[a:b] for a, b in seed.highlights} == {"seed", "phrase"}
    assert words_engine.suggest("   ", "en") == ()


def test_similar_texts_are_of_the_same_language_and_another_family(engine: Engine) -> None:
    found = engine.similar("two-factor:zh-hans", 2)
    assert len(found) == 2
    assert {s.language for s in found} == {"zh-hans"}
    assert "two-factor" not in {s.family for s in found}
    assert engine.similar("nothing", 2) == ()


HOSTILE = [
    "",
    " ",
    "\x00\x01",
    "a" * 100_000,
    "提" * 100_000,
    '+title:("a" AND -b) *:* [a TO z] ~2 ^5 \\',
    "🙂🙃👩‍👩‍👧‍👦",
    "\ud800",
    "\u202etfarces\u202c",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "的",
    "the",
    "é́́́",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_get_an_answer(engine: Engine, query: str) -> None:
    assert engine.search(query, "zh-hans").total >= 0
    engine.suggest(query, "en")
    engine.did_you_mean(query)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.text(max_size=80), language=st.sampled_from(["en", "zh-hans", "de", ""]))
def test_any_text_gets_an_answer_with_spans_inside_it(
    words_engine: Engine, query: str, language: str
) -> None:
    found = words_engine.search(query, language)
    assert len(found.hits) <= found.total
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in found.hits:
        for text, spans in ((hit.snippet, hit.highlights), (hit.title, hit.title_highlights)):
            assert all(0 <= a < b <= len(text) for a, b in spans)
    for suggestion in words_engine.suggest(query, language):
        assert all(0 <= a < b <= len(suggestion.title) for a, b in suggestion.highlights)
