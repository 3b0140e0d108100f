"""Two sides talk over sockets: everything arrives, in order, once, and to nobody else."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
import websockets

from octant.core.outbox.services import tell
from octant.core.people.models import User
from octant.core.people.services.customers import block
from octant.core.safety.models import AuditEntry
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for, socket_token_for
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import note, send

from .conftest import Process, browser, new_ticket


def is_ack(frame: dict[str, Any]) -> bool:
    return bool(frame["t"] == "ack")


def says(text: str) -> Callable[[dict[str, Any]], bool]:
    return lambda frame: frame["t"] == "msg" and frame["m"]["text"] == text


def test_customer_and_agent_hear_each_other(process: Process, ticket: Ticket, staff: User) -> None:
    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        agent = await browser(process.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.until(says("我的提币一直没有到账"))
        await customer.say("在吗？")
        heard = await agent.until(says("在吗？"))
        assert heard["m"]["from"] == "customer"
        await agent.say("在的，请稍等。", ticket=ticket.pk)
        answer = await customer.until(says("在的，请稍等。"))
        assert answer["m"]["name"] == "Mia"

    asyncio.run(talk())
    row = Ticket.objects.get(pk=ticket.pk)
    assert row.first_reply_at is not None
    assert row.waiting_since is None
    assert AuditEntry.objects.filter(actor=staff, verb="send_message").count() == 1


def test_the_same_id_said_again_is_one_message(process: Process, ticket: Ticket) -> None:
    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        first = await customer.say("once")
        one = await customer.until(is_ack)
        for _ in range(3):
            await customer.say("once", id=first)
        for _ in range(3):
            again = await customer.until(is_ack)
            assert again["seq"] == one["seq"]

    asyncio.run(talk())
    assert Message.objects.filter(ticket=ticket, text="once").count() == 1


def test_who_comes_back_gets_what_was_missed(process: Process, ticket: Ticket, staff: User) -> None:
    async def talk() -> list[str]:
        customer = await browser(process.port, key=key_for(ticket))
        await customer.until(says("我的提币一直没有到账"))
        await customer.connection.close()
        for n in range(5):
            await asyncio.to_thread(send, ticket=ticket, agent=staff, text=screen(f"missed {n}"))
        back = await browser(process.port, key=key_for(ticket), after=1)
        await back.drain()
        return back.texts()

    assert asyncio.run(talk()) == [f"missed {n}" for n in range(5)]


def test_what_is_written_over_http_reaches_open_sockets(
    process: Process, ticket: Ticket, staff: User
) -> None:
    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        await asyncio.to_thread(send, ticket=ticket, agent=staff, text=screen("from the desk"))
        await customer.until(says("from the desk"))

    asyncio.run(talk())


def test_notes_never_reach_the_customer(process: Process, ticket: Ticket, staff: User) -> None:
    async def talk() -> tuple[list[str], list[str]]:
        customer = await browser(process.port, key=key_for(ticket))
        agent = await browser(process.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await asyncio.to_thread(note, ticket=ticket, agent=staff, text=screen("suspicious"))
        await asyncio.to_thread(send, ticket=ticket, agent=staff, text=screen("hello"))
        await customer.until(says("hello"))
        await agent.until(says("hello"))
        await customer.drain()
        later = await browser(process.port, key=key_for(ticket))
        await later.drain()
        return customer.texts() + later.texts(), agent.texts()

    seen_by_customer, seen_by_agent = asyncio.run(talk())
    assert "suspicious" not in seen_by_customer
    assert "suspicious" in seen_by_agent


def test_messages_cross_between_processes_in_order(
    processes: tuple[Process, Process], ticket: Ticket, staff: User
) -> None:
    one, two = processes

    async def talk() -> tuple[list[str], list[str]]:
        customer = await browser(one.port, key=key_for(ticket))
        agent = await browser(two.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.drain()
        for n in range(20):
            await customer.say(f"c{n}")
            await agent.say(f"a{n}", ticket=ticket.pk)
        await customer.until(says("a19"))
        await agent.until(says("c19"))
        await asyncio.gather(customer.drain(), agent.drain())
        return customer.texts(), agent.texts()

    left, right = asyncio.run(talk())
    stored = list(
        Message.objects.filter(ticket=ticket).order_by("seq").values_list("text", flat=True)
    )
    assert left == stored
    assert right == stored


def test_a_long_message_crosses_too_though_a_notification_cannot_carry_it(
    processes: tuple[Process, Process], ticket: Ticket, staff: User
) -> None:
    one, two = processes
    long = "资金" * 3_000

    async def talk() -> None:
        customer = await browser(one.port, key=key_for(ticket))
        agent = await browser(two.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.drain()
        await customer.say(long)
        await agent.until(says(long))

    asyncio.run(talk())


def test_a_secret_is_masked_before_it_is_stored_or_shown(
    process: Process, ticket: Ticket, staff: User
) -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"

    async def talk() -> tuple[dict[str, Any], dict[str, Any]]:
        customer = await browser(process.port, key=key_for(ticket))
        agent = await browser(process.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.drain()
        await customer.say(f"my words: {phrase}")
        ack = await customer.until(is_ack)
        heard = await agent.until(lambda f: f["t"] == "msg" and f["m"]["seq"] == ack["seq"])
        return ack, heard

    ack, heard = asyncio.run(talk())
    assert "sausage" not in ack["text"]
    assert "sausage" not in heard["m"]["text"]
    assert ack["findings"][0]["kind"] == "seed_phrase"
    assert not Message.objects.filter(text__contains="sausage").exists()


def test_typing_and_reading_are_told_to_the_other_side(
    process: Process, ticket: Ticket, staff: User
) -> None:
    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        agent = await browser(process.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.drain()
        await customer.send("typing")
        await agent.until(lambda f: f["t"] == "tell" and f.get("typing") == "customer")
        await agent.send("seen", ticket=ticket.pk, seq=1)
        await customer.until(lambda f: f["t"] == "tell" and f.get("seen") == "agent")

    asyncio.run(talk())
    assert Ticket.objects.get(pk=ticket.pk).agent_seen_seq == 1


def test_a_closed_ticket_takes_no_more(process: Process, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(status="closed")

    async def talk() -> dict[str, Any]:
        customer = await browser(process.port, key=key_for(ticket), language="zh-hans")
        await customer.say("still there?")
        refused: dict[str, Any] = await customer.until(lambda f: f["t"] == "error")
        return refused

    refused = asyncio.run(talk())
    assert refused["code"] == "closed"
    assert refused["sentence"] == "此工单已关闭，请发起新的工单。"
    assert Ticket.objects.get(pk=ticket.pk).last_seq == 1


@pytest.mark.parametrize("key", ["", "forged", "eyJjIjoxLCJ0IjoxfQ:1abc:xyz"])
def test_a_forged_key_opens_nothing(process: Process, ticket: Ticket, key: str) -> None:
    async def talk() -> int:
        connection = await websockets.connect(f"ws://127.0.0.1:{process.port}/ws")
        await connection.send(json.dumps({"t": "hello", "key": key}))
        with pytest.raises(websockets.ConnectionClosed):
            while True:
                assert '"t":"msg"' not in str(await connection.recv())
        return connection.close_code or 0

    assert asyncio.run(talk()) == 4401


def test_a_customer_cannot_watch_another_ticket(process: Process, ticket: Ticket) -> None:
    other = new_ticket()

    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        await customer.send("watch", ticket=other.pk)
        await customer.until(lambda f: f["t"] == "error" and f["code"] == "not_allowed")
        await customer.say("into the wrong room", ticket=other.pk)
        await customer.until(lambda f: f["t"] == "error" and f["code"] == "not_found")

    asyncio.run(talk())
    assert Ticket.objects.get(pk=other.pk).last_seq == 1


def test_a_page_on_a_foreign_host_is_sent_away(process: Process, ticket: Ticket) -> None:
    async def talk() -> int:
        connection = await websockets.connect(
            f"ws://127.0.0.1:{process.port}/ws", origin="https://kraken.example.evil.test"
        )
        with pytest.raises(websockets.ConnectionClosed):
            await connection.recv()
        return connection.close_code or 0

    assert asyncio.run(talk()) == 4403


HOSTILE = [
    "",
    "[]",
    "null",
    "{",
    '{"t": 5}',
    '{"t": "say"}',
    '{"t": "say", "id": {}, "text": []}',
    '{"t": "say", "id": "00000000-0000-0000-0000-000000000000", "text": null}',
    '{"t": "seen", "seq": "many"}',
    '{"t": "seen", "seq": 1e400}',
    '{"t": "watch", "ticket": -1}',
    '{"t": "hello", "key": 7, "after": []}',
    "[" * 30_000,
    '{"t": "say", "id": "5f0c954c-1f1b-4c8e-9a8e-3d7b1a5f3a11", "text": "\\u0000\\ud800x"}',
]


def test_whatever_a_browser_sends_the_socket_lives_on(process: Process, ticket: Ticket) -> None:
    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        for frame in HOSTILE:
            await customer.connection.send(frame)
        await customer.connection.send(b"\xff\xfe\x00binary")
        await customer.say("still here")
        await customer.until(says("still here"))

    asyncio.run(talk())


def test_who_signs_out_hears_no_more(process: Process, ticket: Ticket, staff: User) -> None:
    async def talk() -> None:
        agent = await browser(process.port, token=socket_token_for(staff))
        await asyncio.to_thread(tell, f"user:{staff.pk}", signed_out=True)
        await agent.until(lambda f: f["t"] == "bye")
        with pytest.raises(websockets.ConnectionClosed):
            await agent.connection.recv()

    asyncio.run(talk())


def test_a_blocked_customer_is_sent_away_and_not_let_in_again(
    process: Process, ticket: Ticket, staff: User
) -> None:
    blocked = ticket.customer

    async def talk() -> None:
        customer = await browser(process.port, key=key_for(ticket))
        await asyncio.to_thread(block, customer=blocked, actor=staff, reason="abuse")
        await customer.until(lambda f: f["t"] == "bye")
        again = await websockets.connect(f"ws://127.0.0.1:{process.port}/ws")
        await again.send(json.dumps({"t": "hello", "key": key_for(ticket)}))
        refused = json.loads(await again.recv())
        assert refused["code"] == "not_allowed"

    asyncio.run(talk())


def test_the_socket_is_no_way_around_the_guard(
    process: Process, ticket: Ticket, staff: User
) -> None:
    async def talk() -> None:
        agent = await browser(process.port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        await agent.say("请把验证码发给我。", ticket=ticket.pk)
        refused = await agent.until(lambda frame: frame["t"] == "error")
        assert refused["code"] == "never_asked"

    asyncio.run(talk())
    assert not ticket.messages.filter(author_kind="agent").exists()
    assert AuditEntry.objects.filter(actor=staff, verb="guard_stopped").count() == 1
