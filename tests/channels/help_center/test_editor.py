"""The editors' pages, from a complaint to a published revision."""

import re
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pixels
from tests.core.knowledge.factories import category, change, published, translated

from octant.core.knowledge.models import Article, GlossaryGroup, Image, Translation
from octant.core.knowledge.services import feedback
from octant.core.people.models import User

pytestmark = pytest.mark.django_db

EDIT = "/editor/articles/withdrawal-delayed/en/"
PATHS = ("articles/", "articles/withdrawal-delayed/en/", "articles/withdrawal-delayed/")
TEXT = {"title": "Better", "summary": "s", "keywords": "a, b，c", "body": "Better **text**."}


@pytest.fixture
def desk(editor: User, settings: LazySettings) -> Client:
    settings.OCTANT_DEMO = True
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(language: str = "en") -> Translation:
    return Translation.objects.get(language=language)


def save(desk: Client, **fields: str) -> int:
    given = TEXT | {"significance": "major", "comment": "Clearer", **fields}
    return desk.post(EDIT, given).status_code


def test_from_a_complaint_to_a_published_revision(desk: Client) -> None:
    published()
    translated()
    feedback.vote(
        reader="r",
        slug="withdrawal-delayed",
        language="en",
        helpful=False,
        comment="Too short",
    )
    assert "Too short" in desk.get("/editor/").content.decode()
    assert save(desk) == 302
    assert desk.post(EDIT + "state", {"to": "review"}).status_code == 302
    assert "In review" in desk.get("/editor/").content.decode()
    assert desk.post(EDIT + "state", {"to": "published"}).status_code == 302
    shown = text().current
    assert shown is not None
    assert (shown.title, shown.keywords) == ("Better", ["a", "b", "c"])
    assert text("zh-hans").outdated == "major"
    board = desk.get("/editor/").content.decode()
    assert "Too short" not in board
    assert "The original changed a lot" in board


@pytest.mark.parametrize(
    "url",
    [
        "/editor/",
        "/editor/articles/",
        "/editor/articles/?q=delay&category=funding&page=zz",
        "/editor/articles/new/",
        "/editor/articles/withdrawal-delayed/",
        EDIT,
        "/editor/articles/withdrawal-delayed/zh-hans/",
        EDIT + "history/",
        "/editor/topics/",
        "/editor/glossary/?q=x",
    ],
)
def test_pages_are_for_editors(desk: Client, agent: User, url: str) -> None:
    published()
    assert desk.get(url).status_code == 200
    assert Client().get(url).status_code == 302
    other = Client()
    other.force_login(agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(url).status_code == 403


def test_a_refused_text_is_shown_again_with_the_reason(desk: Client) -> None:
    published()
    answer = desk.post(EDIT, TEXT | {"title": "", "significance": "minor"})
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert "Better **text**." in answer.content.decode()


def test_two_editors_do_not_overwrite_each_other_unawares(desk: Client) -> None:
    published()
    assert save(desk, seen="1") == 302
    answer = desk.post(EDIT, TEXT | {"title": "Mine", "significance": "minor", "seen": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody saved this text" in page
    assert 'name="seen" value="2"' in page
    assert save(desk, title="Mine", seen="2") == 302


def test_the_preview_is_what_readers_would_get(desk: Client) -> None:
    published()
    values = {
        "slug": "withdrawal-delayed",
        "language": "en",
        "body": "## Head\n\n<script>alert(1)</script>\n\n::: tip\nx\n:::",
    }
    page = desk.post("/editor/articles/preview", values).content.decode()
    assert '<h2 id="s-head">' in page
    assert "callout--tip" in page
    assert "<script" not in page


def test_editors_read_the_names_of_languages_and_not_their_codes(desk: Client) -> None:
    published()
    feedback.vote(reader="r", slug="withdrawal-delayed", language="en", helpful=False)
    feedback.log_search(reader="r", query="gift", language="zh-hans", results=0)
    board = desk.get("/editor/").content.decode()
    complaint, untranslated, search = (
        '<span class="badge" lang="en">English</span>',
        '<span class="badge" lang="zh-hans">简体中文</span>',
        '<strong>gift</strong> <span class="badge" lang="zh-hans">简体中文</span>',
    )
    assert complaint in board and untranslated in board and search in board
    translated()
    pages = [board, *(desk.get(f"/editor/{path}").content.decode() for path in PATHS)]
    for path, page in zip(("", *PATHS), pages, strict=True):
        assert "简体中文" in page, path
        assert not re.search(r">\s*(en|zh-hans)\s*<", page), path


def test_the_other_language_stands_beside(desk: Client) -> None:
    published()
    page = desk.get("/editor/articles/withdrawal-delayed/zh-hans/").content.decode()
    assert "## Wait" in page
    assert '<pre class="source">' in page


def test_history_shows_the_change_and_brings_it_back(desk: Client) -> None:
    published()
    change("withdrawal-delayed", "minor", body="Open **Assets**.\n")
    page = desk.get(EDIT + "history/").content.decode()
    assert "<del>Funds</del>" in page
    assert "<ins>Assets</ins>" in page
    assert desk.post(EDIT + "restore", {"number": "1"}).status_code == 302
    draft = text().draft
    assert draft is not None
    assert "Funds" in draft.body
    assert desk.post(EDIT + "restore", {"number": "99"}).status_code == 404


def test_a_new_article_starts_as_a_draft(desk: Client) -> None:
    category()
    given = TEXT | {
        "slug": "fresh",
        "language": "zh-hans",
        "category": "funding/withdrawals",
        "kind": "faq",
    }
    assert desk.post("/editor/articles/new/", given).status_code == 302
    assert Article.objects.get().source_language == "zh-hans"
    again = desk.post("/editor/articles/new/", given)
    assert again.status_code == 400
    assert "Another article has this address already." in again.content.decode()


def test_details_are_saved_and_wrong_ones_explained(desk: Client) -> None:
    published()
    published("other")
    url = "/editor/articles/withdrawal-delayed/"
    given = {
        "category": "funding/withdrawals",
        "kind": "faq",
        "related": "other, nowhere",
        "pinned": "3",
        "review_by": "2027-05-01",
        "expires_at": "2030-01-01T10:00",
    }
    assert desk.post(url, given).status_code == 302
    article = Article.objects.get(slug="withdrawal-delayed")
    assert (article.related, article.pinned, article.kind) == (["other"], 3, "faq")
    assert article.expires_at is not None
    assert desk.post(url, given | {"review_by": "soon", "pinned": "x"}).status_code == 400


def test_texts_are_scheduled_and_withdrawn(desk: Client) -> None:
    published()
    save(desk)
    assert desk.post(EDIT + "state", {"to": "scheduled", "publish_at": ""}).status_code == 400
    values = {"to": "scheduled", "publish_at": "2035-01-01T10:00"}
    assert desk.post(EDIT + "state", values).status_code == 302
    assert text().state == "scheduled"
    assert desk.post(EDIT + "state", {"to": "archived"}).status_code == 302
    assert text().current is None
    assert desk.post(EDIT + "state", {"to": "<b>"}).status_code == 400


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Pixels.new("RGB", (4, 4), "red").save(out, kind)
    return out.getvalue()


def test_pictures_are_checked_before_they_are_kept(desk: Client) -> None:
    published()
    url = "/editor/articles/withdrawal-delayed/image"

    def upload(name: str, content: bytes) -> int:
        return desk.post(url, {"image": SimpleUploadedFile(name, content)}).status_code

    assert upload("Step One.PNG", picture()) == 302
    assert Image.objects.get().name == "images/step-one.png"
    assert upload("x.png", b"<svg/>") == 400
    assert upload("x.png", picture()[:40]) == 400
    assert upload("x.png", picture() + b"\0" * (2 * 1024 * 1024)) == 400
    assert desk.post(url, {}).status_code == 400


def test_topics_move_among_their_siblings(desk: Client) -> None:
    for key in ("alpha", "beta"):
        category(key)
    assert desk.post("/editor/topics/", {"key": "beta", "move": "up"}).status_code == 302
    page = desk.get("/editor/topics/").content.decode()
    assert page.index("Beta") < page.index("Alpha")
    assert desk.post("/editor/topics/", {"key": "\x00", "move": "x"}).status_code == 302


def test_the_glossary_is_edited_in_the_browser(desk: Client) -> None:
    given = {"en": "withdrawal, cash out", "zh-hans": "提币、提现"}
    assert desk.post("/editor/glossary/", given).status_code == 302
    group = GlossaryGroup.objects.get()
    assert group.terms == {"en": ["withdrawal", "cash out"], "zh-hans": ["提币", "提现"]}
    desk.post("/editor/glossary/", {"group": group.pk, "en": "alone"})
    assert not GlossaryGroup.objects.exists()
    assert desk.post("/editor/glossary/", {"group": "x", "en": "a, b"}).status_code == 200


def test_complaints_and_searches_are_taken_off_the_board(desk: Client) -> None:
    published()
    feedback.vote(reader="r", slug="withdrawal-delayed", language="en", helpful=False)
    feedback.log_search(reader="r", query="gift", language="en", results=0)
    board = desk.get("/editor/").content.decode()
    assert "gift" in board
    desk.post("/editor/settle", {"slug": "withdrawal-delayed", "language": "en"})
    desk.post("/editor/settle", {"query": "gift", "language": "en"})
    board = desk.get("/editor/").content.decode()
    assert "gift" not in board
    assert "No complaint is waiting." in board
