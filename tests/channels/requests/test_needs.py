"""What a case still needs, beside the answer that its customer writes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.channels.requests.conftest import by_link
from tests.core.tickets.factories import a_ticket, words

from octant.channels.requests import limits
from octant.core.knowledge.models import Category
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import vouch
from octant.core.people.services.staff import create_user
from octant.core.safety.services.limiting import Limit
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import receive
from octant.core.tickets.services.lifecycle import solve

pytestmark = pytest.mark.django_db
SignIn = Callable[[Customer], Client]
OLIVIA = "AA41 N84G QK7T 2WRA"
HERS = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt"


@pytest.fixture
def olivia(db: None) -> Customer:
    user = create_user(email="olivia.hart@example.com", name="Olivia", password="correct horse 42")
    return vouch(user=user, account=OLIVIA)


@pytest.fixture
def ticket(olivia: Customer) -> Ticket:
    made = a_ticket(olivia, text="Where is my money?")
    topic, _new = Category.objects.get_or_create(key="funding/withdrawals")
    Ticket.objects.filter(pk=made.pk).update(category=topic)
    made.refresh_from_db()
    return made


def ask(client: Client, ticket: Ticket, text: str = "", language: str = "en") -> Any:
    answer = client.post(f"/{language}/requests/{ticket.public_id}/needs/", {"text": text})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)["needs"]


def test_what_is_missing_is_asked_for_and_picked_from_their_own(
    ticket: Ticket, olivia: Customer, sign_in: SignIn
) -> None:
    needs = {row["need"]: row for row in ask(sign_in(olivia), ticket)}
    assert set(needs) == {"transfer", "moment"}
    assert HERS in {pick["id"] for pick in needs["transfer"]["picks"]}
    assert not any(row["found"] for row in needs.values())


def test_what_they_write_is_ticked_off(ticket: Ticket, olivia: Customer, sign_in: SignIn) -> None:
    needs = {row["need"]: row for row in ask(sign_in(olivia), ticket, f"It is {HERS}")}
    assert needs["transfer"]["found"][0]["own"].startswith("Withdrawal")
    assert needs["moment"]["found"]  # of their own record
    assert not Message.objects.filter(text__contains=HERS).exists()


def test_what_they_said_before_is_not_asked_again(
    ticket: Ticket, olivia: Customer, sign_in: SignIn
) -> None:
    receive(ticket=ticket, customer=olivia, text=words("On 2026-11-20 at 14:05 UTC"))
    assert [row["need"] for row in ask(sign_in(olivia), ticket)] == ["transfer"]
    receive(ticket=ticket, customer=olivia, text=words(f"The number is {HERS}"))
    assert ask(sign_in(olivia), ticket, "anything else?") == []


def test_who_comes_by_a_link_is_shown_nobodys_records(ticket: Ticket) -> None:
    needs = {row["need"]: row for row in ask(by_link(ticket), ticket, f"It is {HERS}")}
    assert needs["transfer"]["found"] == [{"value": HERS, "at": "", "own": ""}]
    assert needs["moment"] | {"picks": [], "found": []} == needs["moment"]


def test_nothing_is_asked_where_nobody_works_on_it(
    ticket: Ticket, olivia: Customer, agent: User, sign_in: SignIn
) -> None:
    page = sign_in(olivia).get(f"/en/requests/{ticket.public_id}/").content.decode()
    assert "data-needs=" in page
    solve(ticket=ticket, actor=agent)
    assert ask(sign_in(olivia), ticket) == []
    page = sign_in(olivia).get(f"/en/requests/{ticket.public_id}/").content.decode()
    assert "data-needs=" not in page


def test_others_hear_that_there_is_no_such_ticket_in_their_language(
    ticket: Ticket, ada: Customer, sign_in: SignIn
) -> None:
    answer = sign_in(ada).post(f"/zh-hans/requests/{ticket.public_id}/needs/", {"text": HERS})
    assert answer.status_code == 404
    assert json.loads(answer.content)["sentence"] == "没有这张工单。"


def test_asking_too_often_ends_with_a_sentence(
    ticket: Ticket, olivia: Customer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NEEDS_TICKET", Limit("needs:ticket", 1, 10))
    client = sign_in(olivia)
    ask(client, ticket)
    answer = client.post(f"/en/requests/{ticket.public_id}/needs/", {"text": "again"})
    assert answer.status_code == 429 and json.loads(answer.content)["sentence"]
