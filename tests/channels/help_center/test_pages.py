"""The Help Center's pages, as readers with and without script meet them."""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.knowledge.factories import announced, category, change, draft, published, translated

from octant.channels.help_center.views.search import in_vain
from octant.core.knowledge import index
from octant.core.knowledge.models import Reading, Search, Vote
from octant.core.knowledge.selectors.categories import categories
from octant.core.knowledge.selectors.search import search
from octant.kit.clock import now

pytestmark = pytest.mark.django_db

ARTICLE = "/en/article/withdrawal-delayed/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# The specification's own examples: nobody's wallet.
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
CHINESE_PHRASE = "各 川 激 援 强 祝 放 萧 郎 硬 有 扑 偏 敏 映 丽 圣 粒"
NAMES = {"ampersand": "<b>&\"'</b>", "script": "</script><script>alert(1)</script>"}


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": FIREFOX})


def html(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content[:500]
    return str(answer.content.decode())


def test_the_front_page_shows_topics_with_counts_articles_and_news(reader: Client) -> None:
    published()
    announced("news")
    page = html(reader, "/en/")
    assert 'role="search"' in page
    assert "1 article" in page
    assert 'href="/en/article/withdrawal-delayed/"' in page
    assert "Big news" in page
    assert "Still need help?" in page


def test_an_empty_help_center_has_a_front_page(reader: Client) -> None:
    assert "No articles yet" in html(reader, "/en/")
    assert "还没有文章" in html(reader, "/zh-hans/")


def test_an_article_has_all_that_readers_and_programs_need(reader: Client) -> None:
    published(body="Do.\n\n## First\n\n1. One\n\n::: warning\nCare.\n:::\n\n## Second\n\nEnd.\n")
    translated()
    page = html(reader, ARTICLE)
    assert '<h2 id="s-first">First</h2>' in page
    assert 'href="#s-second"' in page
    assert "callout--warning" in page
    assert 'rel="alternate" hreflang="zh-hans"' in page
    assert 'rel="canonical"' in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert data is not None
    graph = json.loads(data[1])["@graph"]
    assert [thing["@type"] for thing in graph] == ["TechArticle", "BreadcrumbList"]
    assert graph[0]["headline"] == "Withdrawal delayed"


@pytest.mark.parametrize("title", NAMES.values(), ids=NAMES)
def test_what_editors_type_never_becomes_markup(reader: Client, title: str) -> None:
    published(title=title, summary=title, body=f"{title}\n\n## {title}\n", keywords=[title])
    for url in ("/en/", ARTICLE, "/en/help/funding/", "/en/search/?q=alert", "/en/changes.atom"):
        page = html(reader, url)
        assert "<script>alert" not in page
        assert '<b>&"' not in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html(reader, ARTICLE))
    assert data is not None
    assert json.loads(data[1])["@graph"][0]["headline"] == title


def test_an_untranslated_article_says_in_which_language_it_is(reader: Client) -> None:
    published()
    page = html(reader, "/zh-hans/article/withdrawal-delayed/")
    assert "本文尚未翻译" in page
    assert '<article class="stack" id="article" lang="en">' in page


@pytest.mark.parametrize(("significance", "said"), [("minor", "略有改动"), ("major", "重要改动")])
def test_an_outdated_translation_says_so(reader: Client, significance: str, said: str) -> None:
    published()
    translated()
    change("withdrawal-delayed", significance)
    assert said in html(reader, "/zh-hans/article/withdrawal-delayed/")


def test_links_between_articles_lead_to_the_readers_language_or_are_words(reader: Client) -> None:
    published("target")
    draft("hidden")
    published(body="See [there](article:target), not [that](article:hidden).\n")
    page = html(reader, "/zh-hans/article/withdrawal-delayed/")
    assert '<a href="/en/article/target/">there</a>' in page
    assert "article:hidden" not in page


def test_pages_that_are_not_there_are_404(reader: Client) -> None:
    draft()
    for url in (ARTICLE, "/en/article/nope/", "/en/help/no/such/", "/en/news/nope/"):
        html(reader, url, 404)


def test_signed_out_readers_of_a_kept_page_cost_no_query(reader: Client) -> None:
    published()
    html(reader, ARTICLE)
    with CaptureQueriesContext(connection) as queries:
        html(reader, ARTICLE)
    # The generation is looked at once a second.
    assert len(queries) <= 1


def test_a_kept_page_changes_with_its_article(reader: Client) -> None:
    published()
    html(reader, ARTICLE)
    change("withdrawal-delayed", "minor", body="Quite new words.")
    assert "Quite new words." in html(reader, ARTICLE)


@pytest.mark.parametrize("url", [ARTICLE, "/en/", "/en/help/funding/", "/en/news/"])
def test_pages_take_six_queries_at_most(reader: Client, url: str) -> None:
    published("other")
    published(body="See [there](article:other).\n")
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        html(reader, url)
    assert 1 <= len(queries) <= 6, [query["sql"][:120] for query in queries]


def test_search_marks_what_it_found_and_filters_by_topic(reader: Client) -> None:
    published()
    published("fees", title="Delayed fees", key="fees/fees")
    page = html(reader, "/en/search/?q=delayed")
    assert "<mark>delayed</mark>" in page
    assert "Delayed fees" in re.sub(r"</?mark>", "", page)
    page = html(reader, "/en/search/?q=delayed&category=fees")
    assert 'data-slug="fees"' in page
    assert 'data-slug="withdrawal-delayed"' not in page


def test_a_search_in_vain_helps_on(reader: Client) -> None:
    published()
    index.rebuild_if_needed()
    page = html(reader, "/en/search/?q=qzxv")
    assert "Nothing found" in page
    assert "What others read" in page
    assert "Still need help?" in page
    assert Search.objects.get().results == 0


def test_robots_do_not_count_as_searchers() -> None:
    published()
    html(Client(headers={"user-agent": "curl/8"}), "/en/search/?q=delayed")
    assert not Search.objects.exists()


def test_a_click_is_noted_on_the_readers_own_search(reader: Client) -> None:
    published()
    page = html(reader, "/en/search/?q=delayed")
    number = re.search(r'data-search="(\d+)"', page)
    assert number is not None
    values = {"search": number[1], "slug": "withdrawal-delayed"}
    assert reader.post("/en/search/clicked", values).status_code == 204
    assert Search.objects.get().clicked == "withdrawal-delayed"


@pytest.mark.parametrize(
    "values",
    [{}, {"search": "x"}, {"search": "9" * 30}, {"search": "1", "slug": "\x00"}, {"search": "²"}],
)
def test_a_broken_click_is_ignored(reader: Client, values: dict[str, str]) -> None:
    assert reader.post("/en/search/clicked", values).status_code == 204


def test_suggestions_are_json_with_the_topic_as_a_hint(reader: Client) -> None:
    published()
    index.rebuild_if_needed()
    answer = reader.get("/en/search/suggest", {"q": "withd"})
    assert answer.json()["results"][0] == {
        "title": "Withdrawal delayed",
        "url": ARTICLE,
        "hint": "Withdrawals",
    }
    assert reader.get("/en/search/suggest").json() == {"results": []}


BAD = ["", " ", "\x00", "\x07\x1b[2J", "x" * 5_000, "提" * 3_000, "'; DROP TABLE x; --", "%00%ff"]


@pytest.mark.parametrize("text", [*BAD, "<script>alert(1)</script>", "🙂\u202e\u200d"])
def test_no_query_breaks_a_page(reader: Client, text: str) -> None:
    published()
    for url in ("/en/search/", "/zh-hans/search/suggest"):
        answer = reader.get(url, {"q": text, "category": text, "page": text})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_broken_bytes_in_an_address_break_nothing(reader: Client) -> None:
    published()
    assert reader.get("/en/search/?q=%ff%fe%00&page=-1").status_code == 200


def test_readings_are_counted_for_browsers_and_not_for_robots(reader: Client) -> None:
    published()
    url = "/en/article/withdrawal-delayed/read"
    assert reader.post(url, {"language": "en"}).status_code == 204
    assert reader.post(url, {"language": "en"}).status_code == 204
    Client(headers={"user-agent": "Googlebot/2.1"}).post(url, {"language": "en"})
    Client(headers={"user-agent": FIREFOX + " x", "sec-fetch-site": "cross-site"}).post(
        url, {"language": "en"}
    )
    assert Reading.objects.count() == 1
    assert reader.post("/en/article/nope/read", {"language": "\x00"}).status_code == 204


def test_voting_needs_no_script(reader: Client) -> None:
    published()
    assert "Did this article help?" in html(reader, ARTICLE)
    form = html(reader, "/en/article/withdrawal-delayed/vote?helpful=no")
    assert 'value="no"' in form
    answer = reader.post(
        "/en/article/withdrawal-delayed/vote",
        {"helpful": "no", "reason": "unclear", "comment": "Which button?"},
    )
    assert "Thank you" in answer.content.decode()
    vote = Vote.objects.get()
    assert (vote.helpful, vote.reason, vote.comment) == (False, "unclear", "Which button?")


def test_voting_with_script_answers_in_json(reader: Client) -> None:
    published()
    url = "/en/article/withdrawal-delayed/vote"
    answer = reader.post(url, {"helpful": "yes"}, headers={"accept": "application/json"})
    assert answer.json() == {"ok": True}
    refused = reader.post(
        url, {"helpful": "no", "comment": "x" * 2001}, headers={"accept": "application/json"}
    )
    assert refused.status_code == 400
    assert refused.json()["field"] == "comment"
    assert Vote.objects.get().helpful


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"helpful": "maybe"},
        {"helpful": "no", "reason": "<b>"},
        {"helpful": "no", "comment": "x" * 100_000},
    ],
)
def test_a_broken_vote_is_explained_and_keeps_what_was_typed(
    reader: Client, values: dict[str, str]
) -> None:
    published()
    answer = reader.post("/en/article/withdrawal-delayed/vote", values)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert values.get("comment", "")[:50] in answer.content.decode()
    assert not Vote.objects.exists()


def test_a_vote_from_another_site_is_refused() -> None:
    published()
    strict = Client(enforce_csrf_checks=True, headers={"user-agent": FIREFOX})
    answer = strict.post("/en/article/withdrawal-delayed/vote", {"helpful": "yes"})
    assert answer.status_code == 403
    token = strict.get("/csrf").json()["token"]
    answer = strict.post(
        "/en/article/withdrawal-delayed/vote",
        {"helpful": "yes"},
        headers={"x-csrftoken": token, "accept": "application/json"},
    )
    assert answer.json() == {"ok": True}


def test_pictures_are_served_for_good_and_cannot_run(reader: Client) -> None:
    from octant.core.knowledge import store
    from octant.core.knowledge.models import Image

    text = published(body="![a wallet](images/w.svg)\n")
    digest = store.put(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    Image.objects.create(
        article=text.article,
        name="images/w.svg",
        digest=digest,
        content_type="image/svg+xml",
        size=60,
    )
    found = re.search(r'<img src="([^"]+)" alt="a wallet"', html(reader, ARTICLE))
    assert found is not None
    answer = reader.get(found[1])
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert reader.get(f"/help-images/{'0' * 64}/w.svg").status_code == 404


def test_the_sitemap_and_the_feed_name_public_texts_only(reader: Client) -> None:
    published()
    translated()
    draft("hidden")
    for url in ("/sitemap.xml", "/en/changes.atom", "/zh-hans/changes.atom"):
        answer = reader.get(url)
        ElementTree.fromstring(answer.content)
        assert b"hidden" not in answer.content
        assert b"withdrawal-delayed" in answer.content
    assert b"/zh-hans/article/withdrawal-delayed/" in reader.get("/sitemap.xml").content
    assert b"Sitemap: " in reader.get("/robots.txt").content


def test_announcements_have_pages_and_wait_for_their_day(reader: Client) -> None:
    from datetime import timedelta

    announced("soon")
    announced("later", at=now() + timedelta(days=1))
    assert "<strong>Really.</strong>" in html(reader, "/en/news/soon/")
    html(reader, "/en/news/later/", 404)
    assert html(reader, "/en/news/").count("/en/news/soon/") == 1


def test_topics_have_pages_in_both_languages(reader: Client) -> None:
    published()
    category("empty")
    assert "Withdrawals" in html(reader, "/en/help/funding/")
    assert "主题 funding/withdrawals" in html(reader, "/zh-hans/help/funding/withdrawals/")
    assert "No articles here yet" in html(reader, "/en/help/empty/")
    assert reader.get("/en/help/").status_code == 302


@pytest.mark.parametrize(
    ("language", "query", "told"),
    [
        ("en", f"my seed phrase is {PHRASE}", "create a new wallet"),
        ("zh-hans", f"我的助记词是 {CHINESE_PHRASE} 怎么办", "新建一个钱包"),
    ],
)
def test_a_phrase_typed_into_the_search_box_is_neither_searched_for_nor_kept(
    client: Client, language: str, query: str, told: str
) -> None:
    answer = client.get(f"/{language}/search/", {"q": query})
    assert (answer.status_code, answer["Location"]) == (302, "?removed=seed_phrase")
    shown = client.get(f"/{language}/search/{answer['Location']}").content.decode()
    assert told in shown
    assert not Search.objects.exists()
    suggested = client.get(f"/{language}/search/suggest", {"q": query})
    assert suggested.json() == {"results": []}
    assert suggested["Cache-Control"] == "no-store"


def test_a_hash_is_searched_for_and_a_made_up_kind_says_nothing(client: Client) -> None:
    assert client.get("/en/search/", {"q": "ab" * 32}).status_code == 200
    shown = client.get("/en/search/", {"removed": "<b>x</b>"}).content.decode()
    assert "did not belong" not in shown and "<b>x" not in shown


def test_what_is_only_near_in_meaning_is_shown_in_part_with_its_topics() -> None:
    published()
    index.rebuild_if_needed()
    found = search("delayed", "en")
    vain = replace(found, hits=found.hits * 10, by_words=False, pages=3)
    tree = categories("en")
    shown = in_vain(vain, tree)
    assert len(shown["hits"]) == 4
    assert [card.key for card in shown["nearest"]] == [found.hits[0].category.partition("/")[0]]
    assert shown["facets"] == [] and shown["next"] == ""
