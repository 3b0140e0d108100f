"""Customers whom the exchange vouches for."""

import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from tests.channels.live_chat.conftest import Window

from octant.channels.live_chat.identity import AUDIENCE
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Priority, Ticket
from octant.kit.clock import now

pytestmark = pytest.mark.django_db
SECRET = "a shared secret of at least thirty-two bytes"


@pytest.fixture(autouse=True)
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTANT_IDENTITY_SECRET", SECRET)


def token(key: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    claims = {
        "sub": "AA07 N84G BP4N C7XY",
        "email": "finance@northlight.example",
        "name": "Northlight",
        "aud": AUDIENCE,
        "iat": now(),
        "exp": now() + timedelta(minutes=5),
    } | changes
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None}, key, algorithm
    )


def test_a_good_token_makes_a_known_customer(window: Window) -> None:
    window.begin(identity=token(), name="", email="")
    ticket = Ticket.objects.get()
    assert ticket.customer.exchange_account == "AA07 N84G BP4N C7XY"
    assert ticket.customer.email == "finance@northlight.example"
    assert ticket.assurance == Assurance.SIGNED_IN


def test_the_same_account_is_the_same_customer(window: Window) -> None:
    window.begin(identity=token())
    window.begin(identity=token())
    assert len({ticket.customer_id for ticket in Ticket.objects.all()}) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (
            {"exp": now() - timedelta(minutes=5), "iat": now() - timedelta(minutes=9)},
            "identity_expired",
        ),
        ({"exp": now() + timedelta(hours=2)}, "identity_bad"),
        ({"aud": "somebody else"}, "identity_bad"),
        ({"key": "another secret of at least thirty-two bytes"}, "identity_bad"),
        ({"algorithm": "HS512"}, "identity_bad"),
        ({"sub": ""}, "identity_bad"),
        ({"sub": "x" * 65}, "identity_bad"),
        ({"email": "nobody"}, "identity_bad"),
        ({"exp": None}, "identity_bad"),
        ({"iat": None}, "identity_bad"),
    ],
)
def test_a_token_that_is_not_good_goes_on_as_a_guest(
    window: Window, given: dict[str, Any], code: str
) -> None:
    bad = token(**given)
    said = json.loads(window.post("identify", {"identity": bad}).content)
    assert (said["ok"], said["code"]) == (False, code)
    assert said["sentence"]
    window.begin(identity=bad)
    ticket = Ticket.objects.get()
    assert ticket.assurance == Assurance.CLAIMED
    assert ticket.customer.exchange_account == ""
    assert ticket.context["identity"] == code


def test_an_unsigned_token_is_nothing(window: Window) -> None:
    unsigned = jwt.encode({"sub": "AA07 N84G BP4N C7XY"}, None, "none")
    assert json.loads(window.post("identify", {"identity": unsigned}).content)["ok"] is False


@pytest.mark.parametrize("junk", ["x", "a.b.c", "é" * 900, 7, None, {"sub": "x"}])
def test_junk_is_no_identity(window: Window, junk: Any) -> None:
    answer = window.post("identify", {"identity": junk})
    assert answer.status_code == 200
    assert json.loads(answer.content)["ok"] is False


def test_without_a_shared_secret_no_token_is_good(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCTANT_IDENTITY_SECRET", "short")
    weak = token(key="short")
    assert json.loads(window.post("identify", {"identity": weak}).content)["ok"] is False


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Please help", "security/compromised"),
        ("I was hacked", "funding/withdrawals"),
        ("我的账户被盗了", "funding/withdrawals"),
    ],
)
def test_a_stolen_account_gets_its_card_with_the_first_words(
    window: Window, text: str, category: str
) -> None:
    window.begin(text=text, category=category)
    ticket = Ticket.objects.get()
    assert ticket.priority == Priority.FIRST
    card = ticket.messages.get(data__code="takeover_opened")
    assert card.data["card"] == "compromised"


def test_other_words_get_no_card(window: Window) -> None:
    window.begin(text="Where is my deposit?", category="funding/withdrawals")
    assert not Ticket.objects.get().messages.filter(data__has_key="card").exists()
