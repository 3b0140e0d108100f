"""What readers and editors are shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.knowledge.factories import category, change, draft, published, translated

from octant.core.knowledge import generation, index
from octant.core.knowledge.models import GlossaryGroup
from octant.core.knowledge.selectors.articles import article_page, known_slugs
from octant.core.knowledge.selectors.categories import categories, category_page
from octant.core.knowledge.selectors.revisions import diff, words
from octant.core.knowledge.selectors.search import pieces, search, suggest
from octant.core.knowledge.services import write
from octant.core.knowledge.texts import plain
from octant.kit.errors import NotFound

LINES = st.lists(st.text("ab 提币延迟，。 ", max_size=12), max_size=8).map("\n".join)


@pytest.mark.django_db
def test_readers_get_their_language_or_else_the_original_and_know_which() -> None:
    published()
    assert article_page("withdrawal-delayed", "zh-hans").foreign
    translated()
    page = article_page("withdrawal-delayed", "zh-hans")
    assert (page.foreign, page.title) == (False, "提币延迟")
    assert page.urls == {
        "en": "/en/article/withdrawal-delayed/",
        "zh-hans": "/zh-hans/article/withdrawal-delayed/",
    }


@pytest.mark.django_db
def test_drafts_are_in_no_list_and_on_no_page() -> None:
    draft()
    with pytest.raises(NotFound):
        article_page("withdrawal-delayed", "en")
    assert categories("en") == ()
    assert known_slugs("en") == {}
    assert list(index.documents()) == []


@pytest.mark.django_db
def test_counts_cover_what_is_below() -> None:
    published("a", key="funding/withdrawals")
    published("b", key="funding/deposits")
    published("c", key="funding")
    translated("a")
    (funding,) = categories("zh-hans")
    assert (funding.count, sorted(child.count for child in funding.children)) == (3, [1, 1])
    page = category_page("funding", "zh-hans")
    assert [link.slug for link in page.articles] == ["c"]
    assert sorted(card.key for card, _links in page.sections) == [
        "funding/deposits",
        "funding/withdrawals",
    ]


@pytest.mark.django_db
def test_topics_follow_the_order_that_editors_set() -> None:
    for key in ("alpha", "beta", "gamma"):
        category(key)
    write.order_categories(actor=None, keys=["gamma", "alpha", "beta"])
    shown = [card.key for card in categories("en", with_empty=True)]
    assert shown == ["gamma", "alpha", "beta"]


@pytest.mark.django_db
def test_search_marks_words_and_follows_changes() -> None:
    published()
    found = search("delayed", "en")
    assert found.hits[0].slug == "withdrawal-delayed"
    marked = [piece.text for piece in found.hits[0].title_pieces if piece.marked]
    assert marked == ["delayed"]
    published("brand-new", title="Zebra crossing", keywords=())
    index.rebuild_if_needed()
    assert search("zebra", "en").hits[0].slug == "brand-new"


@pytest.mark.django_db
def test_the_glossary_can_be_changed_at_run_time() -> None:
    published("w", title="Withdrawal", keywords=(), body="Nothing else.")
    index.rebuild_if_needed()
    assert not search("moonshot", "en", meaning=False).by_words
    write.save_glossary_group(actor=None, group=None, terms={"en": ["withdrawal", "moonshot"]})
    assert search("moonshot", "en", meaning=False).by_words
    group = GlossaryGroup.objects.get()
    assert write.save_glossary_group(actor=None, group=group, terms={"en": ["moonshot"]}) is None
    assert not search("moonshot", "en", meaning=False).by_words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00\x07",
        "\ud800",
        "x" * 100_000,
        "提" * 50_000,
        "'; DROP TABLE",
        "<b>",
        "🙂\u202e",
    ],
)
def test_any_string_is_a_query(query: str) -> None:
    published()
    search(query, "en")
    suggest(query, "zh-hans")
    search(query, "no-such-language", category="no/such", page=10**9)


@pytest.mark.django_db
def test_lists_take_the_same_number_of_queries_however_many_there_are() -> None:
    published("one")
    with CaptureQueriesContext(connection) as few:
        category_page("funding", "en")
    for number in range(8):
        published(f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        category_page("funding", "en")
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_a_change_advances_the_generation_again_after_its_commit() -> None:
    before = generation.latest()
    published()
    assert generation.latest() >= before + 2
    change("withdrawal-delayed", "minor")


# The first draw of a busy machine's day is slow; the examples are not.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LINES, LINES)
def test_a_diff_holds_both_texts(old: str, new: str) -> None:
    lines = diff(old, new)

    def side(kinds: set[str]) -> list[str]:
        return [
            "".join(change.text for change in line.changes if change.kind in kinds)
            for line in lines
            if line.kind in kinds | {"changed"}
        ]

    assert side({"same", "gone"}) == old.splitlines()
    assert side({"same", "new"}) == new.splitlines()


def test_a_diff_goes_word_by_word_in_chinese() -> None:
    (line,) = diff("提币延迟的原因有很多种", "提币失败的原因有很多种")
    assert line.kind == "changed"
    assert ("gone", "延迟") in [(change.kind, change.text) for change in line.changes]
    assert ("new", "失败") in [(change.kind, change.text) for change in line.changes]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text())
def test_words_joined_are_the_text(text: str) -> None:
    safe = text.encode("utf-8", "ignore").decode("utf-8")
    assert "".join(words(safe)) == safe


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=50), st.lists(st.integers(0, 50), max_size=6))
def test_pieces_joined_are_the_text(text: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    spans = list(zip(places[::2], places[1::2], strict=False))
    assert "".join(piece.text for piece in pieces(text, spans)) == text


def test_plain_text_has_the_words_and_no_signs() -> None:
    markdown = (
        "## Head\n\n::: note\nMind **this**.\n:::\n\n1. Go [there](article:x)\n\n"
        "| A | B |\n| --- | --- |\n| one | two |\n\n![a wallet](images/w.svg)\n"
    )
    said = plain(markdown)
    assert "Mind this." in said
    assert "Go there" in said
    assert "a wallet" in said
    assert not set("#|*[]:") & set(said)
