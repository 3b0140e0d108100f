"""Which advice was given and what was then used: no word, and soon nobody."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.advice.models import Given
from octant.core.advice.services.following import forget_askers
from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.tickets.services import lifecycle
from octant.kit.clock import moved, now

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0"}
SAID = "I cannot sell, all my orders are rejected and Zebedee is waiting"


def ask(client: Client, text: str = SAID, **more: str) -> None:
    body = json.dumps({"text": text, **more})
    answer = client.post("/en/contact/advice", body, content_type="application/json")
    assert answer.status_code == 200


def press(client: Client, way: object, status: int = 200) -> bool:
    body = json.dumps({"way": way})
    answer = client.post("/en/contact/started", body, content_type="text/plain")
    assert answer.status_code == status
    return bool(answer.json().get("noted"))


@pytest.fixture
def visitor() -> Client:
    return Client(**BROWSER)


def test_what_was_understood_and_what_was_set_by_hand_is_kept_and_no_word(visitor: Client) -> None:
    ask(visitor, preference="write", urgency="low")
    row = Given.objects.get()
    assert (row.urgency, row.own_urgency, row.own_preference) == ("high", "low", "write")
    assert row.ways and row.first in row.ways and row.language == "en"
    kept = json.dumps([str(value) for value in Given.objects.values_list()[0]])
    assert "Zebedee" not in kept and "127.0.0.1" not in kept and "Mozilla" not in kept


def test_asking_again_is_one_advice_until_something_was_used(visitor: Client) -> None:
    ask(visitor)
    ask(visitor, "how do I change my password")
    visitor.post("/en/contact/", {"text": "how do I change my password"})
    assert Given.objects.count() == 1
    assert press(visitor, "help_center")
    ask(visitor)
    assert Given.objects.count() == 2


def test_programs_staff_and_empty_questions_are_not_counted(agent: User) -> None:
    ask(Client())
    ask(Client(HTTP_USER_AGENT="Googlebot/2.1"))
    ask(Client(**BROWSER), "")
    staff = Client(**BROWSER)
    staff.force_login(agent)
    ask(staff)
    assert not Given.objects.exists()


def test_a_button_counts_for_its_own_browser_within_a_day(visitor: Client) -> None:
    assert not press(visitor, "email")
    ask(visitor)
    assert not press(Client(HTTP_USER_AGENT="Mozilla/5.0 other"), "email")
    with moved(timedelta(hours=25)):
        assert not press(visitor, "email")
    assert press(visitor, "email") and press(visitor, "live_chat") and press(visitor, "email")
    row = Given.objects.get()
    assert (row.used, row.second) == ("email", "live_chat")


@pytest.mark.parametrize("way", ["no_such", None, 7, {"a": 1}, "\x00"])
def test_no_such_way_is_a_clear_refusal(visitor: Client, way: object) -> None:
    ask(visitor)
    assert not press(visitor, way, status=400)
    for body in ("", "[]", "{", "\x00"):
        sent = visitor.post("/en/contact/started", body, content_type="application/json")
        assert sent.json() == {"code": "invalid", "fields": ["way"]}
    assert visitor.get("/en/contact/started").status_code == 405


def test_what_somebody_signed_in_writes_within_a_day_is_theirs(lead: User) -> None:
    user = create_user(email="eve@example.com", name="Eve", role="customer", password="x-Y-9-long!")
    client = Client(**BROWSER)
    client.force_login(user)
    ask(client)
    a_ticket(a_customer(), channel="email")
    with moved(timedelta(hours=23)):
        mine = a_ticket(of_user(user=user, language="en"), channel="email")
        deliver_due()
        deliver_due()
    row = Given.objects.get()
    assert (row.used, row.ticket_id, row.solved) == ("email", mine.pk, False)
    lifecycle.solve(ticket=mine, actor=lead)
    deliver_due()
    row.refresh_from_db()
    assert row.ended and row.solved


def test_a_double_ends_as_the_ticket_that_it_was_merged_into(lead: User) -> None:
    customer = a_customer()
    double, other = (a_ticket(customer, channel="email") for _each in range(2))
    Given.objects.create(at=now(), ways=["email"], first="email", used="email", ticket=double)
    lifecycle.merge(ticket=double, into=other, actor=lead)
    deliver_due()
    row = Given.objects.get()
    assert row.ticket_id == other.pk and not row.ended
    lifecycle.solve(ticket=other, actor=lead)
    deliver_due()
    assert Given.objects.filter(ended=True, solved=True, second="").exists()


def test_after_a_day_nobody_can_be_told_from_others(visitor: Client) -> None:
    ask(visitor)
    assert forget_askers() == 0
    with moved(timedelta(hours=25)):
        assert forget_askers() == 1 and forget_askers() == 0
    assert Given.objects.get().asker == ""
