"""Beginning a chat: who is asking, who answers, and never twice."""

import json
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.channels.live_chat.conftest import Window

from octant.channels.live_chat.limits import START_ADDRESS
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import block
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.safety.services.limiting import spend
from octant.core.tickets.models import Message, Priority, Ticket
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


def body(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_guest_waits_for_an_agent_who_is_on_duty(window: Window, on_duty: User) -> None:
    begun = window.begin()
    ticket = Ticket.objects.get()
    assert begun["state"]["live"] is True
    assert begun["state"]["queue"] == {"place": 1, "minutes": 0, "agents": 1}
    assert begun["answer_by"] is None
    assert (ticket.queue, ticket.language) == ("funding", "en")
    assert ticket.assurance == Assurance.CLAIMED
    assert ticket.customer.email == "mei@customers.example"
    assert ticket.context["page"] == "http://testserver/en/"


def test_with_nobody_on_duty_the_chat_is_a_ticket_and_says_by_when_it_is_answered(
    window: Window,
) -> None:
    begun = window.begin()
    ticket = Ticket.objects.get()
    assert ticket.live is False
    assert begun["answer_by"] == (ticket.created_at + timedelta(hours=48)).isoformat()
    assert ticket.messages.get(kind="event").data == {"code": "no_agents"}


def test_pressing_start_again_finds_the_same_chat(window: Window, on_duty: User) -> None:
    form = window.form()
    keys = {body(window.post("start", form))["state"]["ticket"] for _press in range(3)}
    assert len(keys) == 1
    assert Ticket.objects.count() == Customer.objects.count() == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_begin_one_chat(on_duty: User, another: Callable[[], Window]) -> None:
    form = another().form()
    answers: list[int] = []

    def press() -> None:
        answers.append(another().post("start", form).status_code)
        connection.close()

    presses = [Thread(target=press) for _press in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert answers == [200] * 4
    assert Ticket.objects.count() == 1


def test_another_browser_cannot_take_a_chat_over_by_its_id(
    window: Window, another: Callable[[], Window]
) -> None:
    form = window.form()
    window.post("start", form)
    answer = another().post("start", form | {"person": "somebody else"})
    assert (answer.status_code, body(answer)["code"]) == (403, "bad_id")


def test_secrets_are_masked_before_they_are_stored(window: Window) -> None:
    window.begin(text="my password is hunter2024! please help with my withdrawal")
    ticket = Ticket.objects.get()
    assert "hunter2024" not in ticket.subject + ticket.messages.get(seq=1).text
    assert "⟦secret:password⟧" in ticket.messages.get(seq=1).text


@pytest.mark.parametrize(
    ("text", "category", "urgent", "priority"),
    [
        ("Someone logged in and I was hacked", "trading/orders", "compromised", Priority.FIRST),
        ("我的账号被盗了", "trading/orders", "compromised", Priority.FIRST),
        ("I gave my code on a fake site", "trading/orders", "phishing", Priority.URGENT),
        ("My deposit has not arrived", "funding/withdrawals", "missing_funds", Priority.HIGH),
        ("The order did not meet my price", "trading/orders", "", Priority.NORMAL),
        ("Please look at this", "security/compromised", "compromised", Priority.FIRST),
    ],
)
def test_what_must_not_wait_goes_ahead(
    window: Window, text: str, category: str, urgent: str, priority: int
) -> None:
    begun = window.begin(text=text, category=category)
    assert begun["urgent"] == urgent
    assert Ticket.objects.get().priority == priority


def test_a_signed_in_customer_is_known_and_finds_the_chat_again(on_duty: User) -> None:
    user = create_user(email="alex@customers.example", name="Alex", password="correct horse 42")
    client = Client()
    client.force_login(user)
    window = Window(client)
    window.begin(name="", email="")
    ticket = Ticket.objects.get()
    assert ticket.customer.user == user
    assert ticket.assurance == Assurance.SIGNED_IN
    window.key = ""
    resumable = body(window.get("config"))["resumable"]
    assert resumable["public_id"] == ticket.public_id
    window.key = resumable["key"]
    assert window.get("state").status_code == 200
    assert [chat["ticket"] for chat in body(window.get("history"))["chats"]] == [ticket.pk]


def test_guests_see_nobodys_history(window: Window) -> None:
    window.begin()
    assert body(window.get("history")) == {"chats": []}


def test_a_blocked_customer_is_refused_in_the_room_and_at_the_door(
    window: Window, lead: User
) -> None:
    window.begin()
    block(customer=Customer.objects.get(), actor=lead, reason="abuse")
    assert body(window.get("state"))["code"] == "blocked"
    window.key = ""
    answer = window.post("start", window.form())
    assert (answer.status_code, body(answer)["code"]) == (403, "blocked")


def test_a_person_may_begin_five_chats_in_ten_minutes(window: Window) -> None:
    for _chat in range(5):
        assert window.post("start", window.form()).status_code == 200
    answer = window.post("start", window.form())
    assert (answer.status_code, body(answer)["code"]) == (429, "too_many")
    with moved(timedelta(minutes=11)):
        assert window.post("start", window.form()).status_code == 200


def test_people_behind_one_address_do_not_shut_each_other_out(
    another: Callable[[], Window],
) -> None:
    assert {another().begin()["state"]["live"] for _person in range(20)} == {False}


def test_an_address_may_begin_sixty_chats_in_ten_minutes(window: Window) -> None:
    for _chat in range(60):
        spend(START_ADDRESS, "127.0.0.1")
    assert window.post("start", window.form()).status_code == 429


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\x00\x07"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": ["a@b.example"]}, "email"),
        ({"category": "no/such"}, "category"),
        ({"category": {}}, "category"),
        ({"text": ""}, "text"),
        ({"text": "  \n "}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * 8001}, "text"),
    ],
)
def test_a_wrong_field_is_named_with_a_sentence(
    window: Window, changes: dict[str, Any], field: str
) -> None:
    answer = window.post("start", window.form(**changes))
    assert answer.status_code in (400, 413)
    assert body(answer)["field"] == field
    assert body(answer)["sentence"]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "🦑" * 500,
        "\u202eevil",
        "a" * 8000,
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>",
        "\x00ok\x1b",
        "\ud800 broken",
    ],
)
def test_strange_text_is_taken_as_text(window: Window, text: str) -> None:
    window.begin(text=text)
    assert Message.objects.get(seq=1).text.strip()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe{}", b"[" * 90_000])
def test_a_body_that_is_no_object_is_refused(window: Window, raw: bytes) -> None:
    answer = window.post("start", raw)
    assert answer.status_code == 400
    assert body(answer)["sentence"]


def test_an_enormous_body_is_refused(window: Window) -> None:
    answer = window.post("start", window.form(text="x" * 3_000_000))
    assert answer.status_code == 413


def test_refusals_come_in_the_readers_language(window: Window) -> None:
    answer = window.post("start", window.form(name=""), **{"X-Octant-Language": "zh-hans"})
    assert body(answer)["sentence"] == "请输入您的姓名。"


def test_the_form_offers_topics_waits_and_words(window: Window, on_duty: User) -> None:
    config = body(window.get("config"))
    assert config["waits"]["open"] is True
    assert config["waits"]["queues"]["funding"] == {"minutes": 0, "agents": 1}
    assert config["user"] is None
    assert {topic["key"] for topic in config["categories"]} >= {"trading/orders"}
    assert config["words"]["queue_place"].count("{") == 2
    assert config["masks"]["kinds"]["password"]["explanation"]


def test_suggestions_stay_away_from_what_is_urgent(window: Window) -> None:
    answer = body(window.post("suggest", {"text": "my account was hacked", "category": ""}))
    assert answer == {"urgent": "compromised", "articles": []}


def test_an_id_that_is_none_is_refused(window: Window) -> None:
    assert body(window.post("start", window.form(id="7")))["code"] == "bad_id"
