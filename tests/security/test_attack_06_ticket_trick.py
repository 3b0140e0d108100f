"""Attack 6, the ticket trick: an address of ours makes nobody one of us, and what third parties
send to confirm an address (a code, a key in a link) cannot be read in a ticket. Mail's own way:
tests/channels/email/test_attacks_by_mail.py."""

import asyncio
import json

import pytest
from django.core import mail
from django.test import Client
from tests.core.people.conftest import sign_in
from tests.reactions.realtime.conftest import Process, browser, new_ticket
from tests.security.world import World

from octant.core.people.models import User
from octant.core.people.services.staff import create_user
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message

OURS = ("support@kraken.example", "anything@Support.KRAKEN.example", "x+slack@kraken.example.")
CONFIRMATIONS = (
    ("Your Slack confirmation code is 482913", "482913"),
    ("您的验证码是 482913，请勿告诉他人", "482913"),
    ("Confirm your address: https://app.example/v?token=eyJhbGciOiJIUzI1NiJ9."
     "eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl", "eyJzdWIiOiIxIn0"),
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("email", OURS)
def test_nobody_signs_up_with_an_address_of_ours(email: str) -> None:
    form = {"name": "Mallory", "email": email, "password1": "correct horse 42 battery"}
    answer = Client().post("/accounts/signup/", form)
    assert answer.status_code == 200 and not User.objects.exists() and not mail.outbox


@pytest.mark.django_db
def test_nor_changes_to_one() -> None:
    client = Client()
    user = create_user(email="m@mail.example", name="M", password="correct horse 42 battery")
    sign_in(client, user)
    answer = client.post("/accounts/email/", {"action_add": "1", "email": OURS[0]})
    assert "address of your own" in answer.content.decode() and not mail.outbox


@pytest.mark.django_db
def test_no_role_comes_from_an_address(world: World) -> None:
    user = create_user(email="eve@kraken.example", name="Eve", password="correct horse 42 battery")
    client = Client()
    client.force_login(user)
    assert user.role == "customer"
    assert client.get(f"/desk/tickets/{world.things['ticket']}/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "secret"), CONFIRMATIONS)
def test_a_strangers_confirmation_is_masked_for_both_sides(
    world: World, text: str, secret: str
) -> None:
    mine, headers = world.client("mine"), world.headers("mine")
    body = {"id": "0190a0e0-0000-7000-8000-000000000006", "text": text}
    said = mine.post("/chat/messages", body, content_type="application/json", headers=headers)
    assert said.status_code == 200
    ticket = world.mine.ticket
    for client, path in (
        (mine, "/chat/messages"),
        (mine, "/chat/transcript"),
        (world.client("agent"), f"/desk/tickets/{ticket.public_id}/"),
    ):
        seen = client.get(path, headers=headers if client is mine else {})
        assert seen.status_code == 200 and secret not in seen.content.decode()
    assert not Message.objects.filter(text__contains=secret).exists()


@pytest.mark.parametrize(("text", "secret"), CONFIRMATIONS)
def test_over_a_socket_too(process: Process, text: str, secret: str) -> None:
    ticket = new_ticket()

    async def run() -> list[dict[str, object]]:
        window = await browser(process.port, key=key_for(ticket))
        said = await window.say(text)
        await window.until(lambda f: f["t"] == "ack" and f["id"] == said)
        return await window.drain()

    assert secret not in json.dumps(asyncio.run(run()))
    assert not Message.objects.filter(text__contains=secret).exists()
