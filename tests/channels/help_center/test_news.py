"""Announcements in the editors' pages."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.knowledge.factories import announced

from octant.core.knowledge.models import Announcement
from octant.core.people.models import User
from octant.kit.clock import now

pytestmark = pytest.mark.django_db

NEW = "/editor/news/new"
TEXTS = {
    "title_en": "New network",
    "summary_en": "Deposits open.",
    "body_en": "Deposits are **open**.",
    "title_zh-hans": "新网络",
    "summary_zh-hans": "",
    "body_zh-hans": "充值已**开放**。",
    "kind": "product",
    "slug": "network",
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def desk(editor: User, settings: LazySettings) -> Client:
    settings.OCTANT_DEMO = True
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": FIREFOX})


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:300]
    return str(answer.content.decode())


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_publishes_and_takes_back_reaches_kept_pages(
    desk: Client, reader: Client
) -> None:
    assert "New network" not in page(reader, "/en/")
    assert "新网络" not in page(reader, "/zh-hans/news/")
    assert desk.post(NEW, TEXTS).status_code == 302
    edit = "/editor/news/network/"
    seen = desk.get(edit).context["form"]["seen"].value()
    assert "New network" not in page(reader, "/en/")
    answer = desk.post(edit, TEXTS | {"seen": seen, "do": "publish"}, follow=True)
    assert "Readers see it now." in answer.content.decode()
    assert "New network" in page(reader, "/en/")
    assert "新网络" in page(reader, "/zh-hans/news/")
    assert "<strong>open</strong>" in page(reader, "/en/news/network/")
    desk.post(edit + "take-back")
    assert "New network" not in page(reader, "/en/")
    assert reader.get("/en/news/network/").status_code == 404
    desk.post(edit + "delete")
    assert desk.get(edit).status_code == 404


def test_one_press_writes_and_publishes_or_plans(desk: Client) -> None:
    assert desk.post(NEW, TEXTS | {"do": "publish"}).status_code == 302
    planned = {"slug": "later", "do": "schedule", "publish_at": "2035-01-01T10:00"}
    assert desk.post(NEW, TEXTS | planned).status_code == 302
    times = dict(Announcement.objects.values_list("slug", "published_at"))
    assert times["network"] <= now()
    assert times["later"].isoformat() == "2035-01-01T10:00:00+00:00"
    listed = page(desk, "/editor/news/")
    assert listed.index("later") < listed.index("network")
    assert "2035" in page(desk, "/editor/news/later/")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_zh-hans": ""}, "Give the announcement a title in this language."),
        ({"title_en": "x" * 201}, "at most 200 characters"),
        ({"body_en": " ", "do": "publish"}, "Write the text before you publish it."),
        ({"slug": "no good"}, "Use small letters, digits and hyphens"),
        ({"slug": "taken"}, "Another announcement has this address already."),
        ({"kind": "gossip"}, "Select a valid choice"),
        ({"do": "schedule"}, "Enter a day and a time."),
        ({"do": "schedule", "publish_at": "soon"}, "Enter a valid date/time."),
        ({"do": "schedule", "publish_at": "2020-01-01T10:00"}, "Choose a time in the future."),
        ({"summary_en": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    desk: Client, wrong: dict[str, str], sentence: str
) -> None:
    announced("taken")
    answer = desk.post(NEW, TEXTS | wrong)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in shown and "There is a problem" in shown
    assert "充值已**开放**。" in shown
    assert "充值已<strong>开放</strong>。" in shown
    if "publish_at" in wrong:
        assert f'value="{wrong["publish_at"]}"' in shown
    assert [row.slug for row in Announcement.objects.all()] == ["taken"]


def test_a_refused_publication_of_a_draft_changes_nothing_of_it(desk: Client) -> None:
    desk.post(NEW, TEXTS)
    edit = "/editor/news/network/"
    seen = desk.get(edit).context["form"]["seen"].value()
    given = TEXTS | {"seen": seen, "title_en": "Other", "body_en": "", "do": "publish"}
    answer = desk.post(edit, given)
    assert answer.status_code == 400
    assert 'value="Other"' in answer.content.decode()
    assert Announcement.objects.get().texts["en"]["title"] == "New network"


def test_two_editors_see_each_others_words_before_they_overwrite(desk: Client) -> None:
    desk.post(NEW, TEXTS)
    edit = "/editor/news/network/"
    seen = desk.get(edit).context["form"]["seen"].value()
    assert desk.post(edit, TEXTS | {"seen": seen, "body_en": "First."}).status_code == 302
    mine = TEXTS | {"seen": seen, "body_en": "Second."}
    answer = desk.post(edit, mine)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody saved this announcement" in shown
    assert "First." in shown and "Second." in shown
    again = answer.context["form"]["seen"].value()
    assert desk.post(edit, mine | {"seen": again}).status_code == 302
    assert Announcement.objects.get().texts["en"]["body"] == "Second.\n"


def test_the_preview_is_what_readers_would_get(desk: Client) -> None:
    given = {"language": "zh-hans", "body": "<script>x</script>\n\n::: tip\n**好**\n:::"}
    shown = desk.post("/editor/news/preview", given).content.decode()
    assert "callout--tip" in shown and "<strong>好</strong>" in shown
    assert "<script" not in shown
    assert desk.post("/editor/news/preview", {"language": "<b>"}).status_code == 200


def test_only_drafts_can_be_deleted(desk: Client) -> None:
    announced("out")
    answer = desk.post("/editor/news/out/delete")
    assert answer.status_code == 400
    assert "Take it back before you delete it." in answer.content.decode()
    assert Announcement.objects.exists()


@pytest.mark.parametrize("url", ["/editor/news/", "/editor/news/?page=zz", NEW, "/editor/news/n/"])
def test_the_pages_are_for_editors(desk: Client, agent: User, url: str) -> None:
    announced("n")
    assert desk.get(url).status_code == 200
    assert Client().get(url).status_code == 302
    other = Client()
    other.force_login(agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(url).status_code == 403
    assert other.post("/editor/news/n/take-back").status_code == 403
    assert desk.get("/editor/news/nowhere/").status_code == 404


def test_the_list_asks_the_database_the_same_however_long_it_is(desk: Client) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(desk, url)
        return len(asked)

    announced("first")
    page(desk, "/editor/news/")
    few = queries("/editor/news/")
    for number in range(35):
        announced(f"more-{number}")
        announced(f"later-{number}", at=now() + timedelta(days=1))
    assert queries("/editor/news/") == few <= 8
    assert "?page=2" in page(desk, "/editor/news/")
    assert "?page=1" in page(desk, "/editor/news/?page=2")
    assert queries("/editor/news/first/") <= 8
