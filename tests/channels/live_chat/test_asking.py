"""What the form asks for while somebody writes: over HTTP, for guests and for customers."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.channels.live_chat.conftest import Window
from tests.channels.live_chat.test_identity import SECRET, token

from octant.channels.live_chat import limits
from octant.core.people.services.customers import vouch
from octant.core.people.services.staff import create_user
from octant.core.safety.services.limiting import Limit
from octant.core.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
OLIVIA = "AA41 N84G QK7T 2WRA"
HERS = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt"
HASH = "e070d44c9c80f1573eea856fe71a08b99454647de89e806bc52842f9fdd7224e"  # of hers


@pytest.fixture(autouse=True)
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTANT_IDENTITY_SECRET", SECRET)


@pytest.fixture
def olivia() -> Window:
    user = create_user(email="olivia.hart@example.com", name="Olivia", password="correct horse 42")
    vouch(user=user, account=OLIVIA)
    client = Client()
    client.force_login(user)
    return Window(client)


def ask(window: Window, text: Any, category: Any = "funding/withdrawals", **more: Any) -> Any:
    answer = window.post("intake", {"text": text, "category": category, **more})
    return answer.status_code, json.loads(answer.content)


def test_a_guest_is_asked_for_what_is_missing_and_shown_nobodys_records(window: Window) -> None:
    status, found = ask(window, f"where is {HERS}?")
    assert status == 200
    rows = {row["need"]: row for row in found["needs"]}
    assert rows["transfer"]["found"] == [{"value": HERS, "at": "", "own": ""}]
    assert rows["moment"]["found"] == [] and rows["moment"]["picks"] == []
    assert "SOL" not in json.dumps(found)


def test_who_has_signed_in_picks_of_their_own(olivia: Window) -> None:
    _status, found = ask(olivia, "where is it?")
    assert found["needs"][0]["picks"][0]["id"] == HERS
    _status, told = ask(olivia, f"where is {HERS}?")
    assert all(row["found"] for row in told["needs"])


def test_whom_the_exchange_vouches_for_picks_of_their_own(window: Window) -> None:
    _status, found = ask(window, "where is it?", identity=token(sub=OLIVIA))
    assert found["needs"][0]["picks"][0]["id"] == HERS
    _status, bad = ask(window, "where is it?", identity=token(key="x" * 40, sub=OLIVIA))
    assert bad["needs"][0]["picks"] == []


def test_nothing_is_stored(olivia: Window) -> None:
    ask(olivia, "where is it?")
    assert not Ticket.objects.exists()


def test_nothing_stands_between_a_stolen_account_and_a_person(window: Window) -> None:
    for category in ("security/compromised", "funding/withdrawals"):
        _status, found = ask(window, "someone hacked my account and withdrew my coins", category)
        assert found["needs"] == []


@pytest.mark.parametrize("value", [None, 3, [], {}, True, "\0", "‮", "\ud800"])
def test_any_value_is_answered(window: Window, value: Any) -> None:
    for text, category in ((value, "funding/withdrawals"), ("where is it?", value)):
        status, found = ask(window, text, category)
        assert status == 200 or (status < 500 and found["sentence"])


def test_a_text_that_is_too_long_is_refused(window: Window) -> None:
    status, found = ask(window, "提现 " * 40_000)
    assert (status, found["code"]) == (413, "too_long")


def test_a_secret_does_not_come_back(window: Window) -> None:
    _status, found = ask(window, "Error message: my password is hunter2024!", "security/phishing")
    assert "hunter2024" not in json.dumps(found)


def test_too_often_is_refused(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INTAKE_ADDRESS", Limit("intake:address", 2, 10))
    assert [ask(window, "where is it?")[0] for _try in range(3)] == [200, 200, 429]


def test_what_was_found_goes_along_with_the_ticket(olivia: Window, window: Window) -> None:
    olivia.begin(text=f"where is {HERS}?", name="", email="")
    assert Ticket.objects.get().context["intake"] == {
        "found": [{"kind": "transfer", "value": HERS, "own": True}],
        "missing": [],
    }
    Ticket.objects.all().delete()
    window.begin(text="where is my withdrawal?")
    assert Ticket.objects.get().context["intake"]["missing"] == ["transfer", "moment"]


def test_a_customers_own_hash_is_kept_and_a_strangers_is_not(
    olivia: Window, window: Window
) -> None:
    olivia.begin(text=f"what about {HASH}", name="", email="")
    assert HASH in Message.objects.filter(kind="message").get().text
    Ticket.objects.all().delete()
    window.begin(text=f"what about {HASH}")
    assert HASH not in Message.objects.filter(kind="message").get().text
