"""Presence, and chats that ring."""

import json

import pytest
from django.test import Client
from tests.core.tickets.factories import a_customer, a_ticket
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.services.assignment import assign_waiting
from octant.core.tickets.access import open_socket_token

pytestmark = pytest.mark.django_db


def ring(desk: Client) -> Offer:
    desk.post("/desk/presence/", {"presence": "online"})
    a_ticket(a_customer(name="Olivia Hart"), subject="Where is it?", live=True)
    assert assign_waiting() == 1
    return Offer.objects.get(ended_at=None)


def test_presence_is_switched_and_shown(desk: Client, agent: User) -> None:
    for presence in ("online", "away", "offline"):
        page = desk.post("/desk/presence/", {"presence": presence}).content.decode()
        assert f'data-state="{presence}"' in page
        assert AgentState.objects.get(user=agent).presence == presence
    assert desk.post("/desk/presence/", {"presence": "asleep"}).status_code == 400
    assert desk.post("/desk/presence/").status_code == 400


def test_an_offered_chat_shows_on_every_page_until_it_is_taken(desk: Client, agent: User) -> None:
    offer = ring(desk)
    for url in ("/desk/", "/desk/offers/"):
        page = desk.get(url).content.decode()
        assert "Olivia Hart wants to chat" in page and f'data-offer="{offer.pk}"' in page
    answer = desk.post(f"/desk/offers/{offer.pk}/accept/")
    where = json.loads(answer.headers["HX-Trigger"])["desk:go"]["path"]
    assert where == f"/desk/tickets/{offer.ticket.public_id}/"
    assert "wants to chat" not in desk.get("/desk/offers/").content.decode()
    offer.ticket.refresh_from_db()
    assert offer.ticket.assignee == agent


def test_a_declined_chat_is_gone_from_the_page(desk: Client) -> None:
    offer = ring(desk)
    page = desk.post(f"/desk/offers/{offer.pk}/decline/").content.decode()
    assert "wants to chat" not in page
    late = desk.post(f"/desk/offers/{offer.pk}/accept/", headers={"Accept": "application/json"})
    assert (late.status_code, late.json()["code"]) == (409, "offer_gone")


def test_anothers_offer_cannot_be_touched(desk: Client, lead: User, sign_in: SignIn) -> None:
    offer = ring(desk)
    other = sign_in(lead)
    for verb in ("accept", "decline"):
        assert other.post(f"/desk/offers/{offer.pk}/{verb}/").status_code == 404
    offer.refresh_from_db()
    assert offer.ended_at is None and offer.accepted_at is None


def test_a_desk_without_a_socket_counts_as_here(desk: Client, agent: User) -> None:
    desk.post("/desk/presence/", {"presence": "online"})
    AgentState.objects.update(seen_at=None)
    assert desk.post("/desk/pulse/").status_code == 204
    assert AgentState.objects.get(user=agent).seen_at is not None


def test_the_socket_token_is_the_agents_own(desk: Client, agent: User) -> None:
    given = desk.get("/desk/socket").json()
    assert open_socket_token(given["token"]) == agent.pk
    assert given["port"] > 0
