"""The leads' page of prepared replies."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_category
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.tickets.models import CannedReply
from octant.core.tickets.services.canned import add_canned

pytestmark = pytest.mark.django_db

LIST, NEW = "/desk/replies/", "/desk/replies/new/"
GIVEN = {
    "shortcut": "/hello",
    "category": "",
    "title_en": "Hello",
    "text_en": "Hello {customer_name}.",
    "title_zh-hans": "问候",
    "text_zh-hans": "{customer_name}，您好。",
}


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:300]
    return str(answer.content.decode())


def test_what_a_lead_writes_agents_insert(
    leading: Client, desk: Client, agent: User, at: str
) -> None:
    assert leading.post(NEW, GIVEN).status_code == 302
    assert "{customer_name}，您好。" in shown(leading, LIST)
    items = desk.get(f"{at}canned/").json()["items"]
    assert [item["label"] for item in items] == ["/hello"]
    assert "{" not in items[0]["text"]
    one = f"{LIST}{CannedReply.objects.get().pk}/"
    page = leading.get(one)
    seen = page.context["form"]["seen"].value()
    assert "问候" in page.content.decode()
    assert leading.post(one, GIVEN | {"text_en": "Hi.", "seen": seen}).status_code == 302
    assert desk.get(f"{at}canned/").json()["items"][0]["text"] == "Hi."
    assert leading.post(f"{one}remove/").status_code == 302
    assert desk.get(f"{at}canned/").json()["items"] == []
    assert leading.post(f"{one}remove/").status_code == 404
    assert leading.get(one).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"shortcut": ""}, "Give the reply a shortcut."),
        ({"shortcut": "/taken"}, "Another reply has the shortcut /taken already."),
        ({"shortcut": "/a b"}, "Use a slash and then letters"),
        ({"text_en": "Hi {nickname}"}, "We cannot fill in {nickname}."),
        ({"text_en": "x" * 4001}, "at most 4000 characters"),
        ({"title_en": "a\0b"}, "Null characters are not allowed."),
        ({"category": "nowhere"}, "Select a valid choice."),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    leading: Client, wrong: dict[str, str], sentence: str
) -> None:
    add_canned(actor=None, shortcut="/taken", texts={"en": "Taken."})
    answer = leading.post(NEW, GIVEN | wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page and "There is a problem" in page
    assert "{customer_name}，您好。" in page
    assert CannedReply.objects.count() == 1


def test_a_reply_without_a_word_is_refused(leading: Client) -> None:
    answer = leading.post(NEW, {"shortcut": "/empty"})
    assert answer.status_code == 400
    assert "Write the reply in one language at least." in answer.content.decode()


def test_two_leads_see_each_others_words_before_they_overwrite(leading: Client) -> None:
    leading.post(NEW, GIVEN)
    one = f"{LIST}{CannedReply.objects.get().pk}/"
    seen = leading.get(one).context["form"]["seen"].value()
    leading.post(one, GIVEN | {"text_en": "First.", "seen": seen})
    mine = GIVEN | {"text_en": "Second.", "seen": seen}
    answer = leading.post(one, mine)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "First." in page and "Second." in page
    again = answer.context["form"]["seen"].value()
    assert leading.post(one, mine | {"seen": again}).status_code == 302
    assert CannedReply.objects.get().texts["en"] == "Second."


def test_the_list_is_searched_and_filtered(leading: Client) -> None:
    a_category("funding")
    add_canned(actor=None, shortcut="/bank", texts={"en": "Bank."}, category="funding")
    add_canned(actor=None, shortcut="/lock", texts={"en": "Locked."})
    assert "No reply fits" in shown(leading, f"{LIST}?q=nothing")
    assert "/lock" not in shown(leading, f"{LIST}?category=funding")
    assert "/bank" not in shown(leading, f"{LIST}?q=LOCKED&category=")
    for odd in ("page=x", "page=99999999", "q=%00%27", "category=%00"):
        shown(leading, f"{LIST}?{odd}")


def test_the_pages_are_for_leads(desk: Client, leading: Client) -> None:
    made = add_canned(actor=None, shortcut="/hello", texts={"en": "Hello."})
    for url in (LIST, NEW, f"{LIST}{made.pk}/"):
        assert Client().get(url).status_code == 302
        assert desk.get(url).status_code == 403
        assert leading.get(url).status_code == 200
    assert desk.post(f"{LIST}{made.pk}/remove/").status_code == 403
    assert LIST in shown(leading, "/desk/team/")
    assert LIST not in shown(desk, "/desk/")


def test_the_list_asks_the_database_the_same_however_long_it_is(leading: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(leading, LIST)
        return len(asked)

    a_category("funding")
    add_canned(actor=None, shortcut="/first", texts={"en": "x"}, category="funding")
    queries()  # what is read and written once a sign-in does not count
    few = queries()
    for number in range(35):
        add_canned(actor=None, shortcut=f"/r{number}", texts={"en": "x"}, category="funding")
    assert queries() == few <= 8
    assert "page=2" in shown(leading, LIST)
    assert "page=1" in shown(leading, f"{LIST}?page=2")
