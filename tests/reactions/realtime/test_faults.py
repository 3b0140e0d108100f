"""Killed, cut off or restarted in the middle of a chat: nothing acknowledged is lost or doubled."""

import asyncio
import json
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
import websockets
from django.db import connection

from octant.core.people.models import User
from octant.core.tickets.access import key_for, socket_token_for
from octant.core.tickets.models import Message, Ticket

from .conftest import Process, browser, new_ticket

CUSTOMERS, SAYINGS = 6, 40


class Stubborn:
    """A customer's browser as ours behaves: keeps what is not acknowledged and sends it again."""

    def __init__(self, port: int, ticket: Ticket) -> None:
        self.port, self.key = port, key_for(ticket)
        self.owed = {str(uuid4()): f"{ticket.pk}/{n}" for n in range(SAYINGS)}
        self.acknowledged: set[str] = set()

    async def run(self) -> None:
        while self.owed:
            try:
                await self._talk()
            except (OSError, websockets.ConnectionClosed, websockets.InvalidMessage):
                await asyncio.sleep(0.05)

    async def _talk(self) -> None:
        async with websockets.connect(f"ws://127.0.0.1:{self.port}/ws") as link:
            await link.send(json.dumps({"t": "hello", "key": self.key}))
            for client_id, text in list(self.owed.items()):
                await link.send(json.dumps({"t": "say", "id": client_id, "text": text}))
                await self._await_ack(link, client_id)

    async def _await_ack(self, link: Any, client_id: str) -> None:
        while True:
            frame = json.loads(await link.recv())
            if frame["t"] == "ack" and frame["id"] == client_id:
                self.acknowledged.add(self.owed.pop(client_id))
                return
            if frame["t"] == "error":  # the rate limit: wait and go on
                await asyncio.sleep(0.5)
                await link.send(
                    json.dumps({"t": "say", "id": client_id, "text": self.owed[client_id]})
                )


async def _until_some(customers: list[Stubborn], wanted: int) -> None:
    while sum(len(c.acknowledged) for c in customers) < wanted:
        await asyncio.sleep(0.01)


def assert_each_exactly_once(customers: list[Stubborn]) -> None:
    said = Counter(Message.objects.filter(seq__gt=1).values_list("text", flat=True))
    assert set(said) == {text for c in customers for text in c.acknowledged}
    assert set(said.values()) == {1}
    assert sum(said.values()) == CUSTOMERS * SAYINGS
    for ticket in Ticket.objects.all():
        numbers = list(ticket.messages.order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, ticket.last_seq + 1))


@pytest.fixture
def customers(mortal: Process) -> list[Stubborn]:
    return [Stubborn(mortal.port, new_ticket()) for _ in range(CUSTOMERS)]


def test_kill_minus_nine_of_the_socket_process(mortal: Process, customers: list[Stubborn]) -> None:
    async def run() -> None:
        talking = [asyncio.create_task(c.run()) for c in customers]
        for wanted in (30, 90):
            await _until_some(customers, wanted)
            mortal.kill()
            await asyncio.to_thread(mortal.start)
        async with asyncio.timeout(120):
            await asyncio.gather(*talking)

    asyncio.run(run())
    assert_each_exactly_once(customers)


def test_the_database_throws_every_connection_out(
    mortal: Process, customers: list[Stubborn]
) -> None:
    async def run() -> None:
        talking = [asyncio.create_task(c.run()) for c in customers]
        for wanted in (30, 90, 150):
            await _until_some(customers, wanted)
            await asyncio.to_thread(throw_out)
        async with asyncio.timeout(120):
            await asyncio.gather(*talking)

    asyncio.run(run())
    assert_each_exactly_once(customers)


def throw_out() -> None:
    """What a restart of the server does to whoever is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'octant-realtime' AND datname = current_database()"
        )
    connection.close()


def test_an_open_room_hears_what_was_said_while_the_listener_was_away(mortal: Process) -> None:
    ticket = new_ticket()

    async def run() -> list[str]:
        customer = await browser(mortal.port, key=key_for(ticket))
        await customer.drain()
        await asyncio.to_thread(throw_out)
        from octant.core.tickets.services.conversation import event

        await asyncio.to_thread(_line, event, ticket)
        await customer.until(lambda f: f["t"] == "msg" and f["m"]["data"].get("code") == "later")
        return customer.texts()

    assert asyncio.run(run())


def _line(event: Any, ticket: Ticket) -> None:
    from django.db import transaction

    with transaction.atomic():
        event(ticket, "later")


def test_reading_is_noted_again_after_the_database_threw_every_connection_out(
    mortal: Process, agent: User
) -> None:
    ticket = new_ticket()

    async def run() -> None:
        customer = await browser(mortal.port, key=key_for(ticket))
        reader = await browser(mortal.port, token=socket_token_for(agent))
        await reader.send("watch", ticket=ticket.pk)
        for _ in range(3):
            await customer.say("one more")
            ack = await customer.until(lambda f: f["t"] == "ack")
            await reader.send("seen", ticket=ticket.pk, seq=ack["seq"])
            await customer.until(lambda f: f["t"] == "tell" and f.get("seen") == "agent")
            customer.frames.clear()
            await asyncio.to_thread(throw_out)

    asyncio.run(run())
    ticket.refresh_from_db()
    assert ticket.agent_seen_seq == ticket.last_seq == 4
