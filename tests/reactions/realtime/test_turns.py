"""A browser's frames keep their order, whether they are taken at once or have to wait."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from tests.reactions.realtime.conftest import Process, browser

from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message, Ticket

SEED = "legal winner thank year wave sausage worth useful legal winner thank yellow"
HASH = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"


def answered(frames: list[dict[str, Any]]) -> list[str]:
    return [f["id"] for f in frames if f["t"] in ("ack", "error")]


def test_what_is_sent_together_is_answered_and_stored_in_order(
    process: Process, ticket: Ticket
) -> None:
    """Plain ones, ones that have to be asked about, refused ones, and many in one packet."""
    said = [
        "one",
        HASH,
        "two",
        "",
        f"my phrase: {SEED}",
        "three",
        "好的，谢谢，我在这里等。",
        "four",
    ]

    async def talk() -> tuple[list[str], list[dict[str, Any]]]:
        customer = await browser(process.port, key=key_for(ticket))
        frames = [
            json.dumps({"t": "say", "id": f"5f0c954c-1f1b-4c8e-9a8e-3d7b1a5f3a{n:02}", "text": t})
            for n, t in enumerate(said)
        ]
        await asyncio.gather(*(customer.connection.send(frame) for frame in frames))
        ids = [json.loads(frame)["id"] for frame in frames]
        await customer.until(lambda f: f["t"] == "ack" and f["id"] == ids[-1])
        return ids, customer.frames

    ids, frames = asyncio.run(talk())
    assert answered(frames) == ids
    stored = list(Message.objects.filter(ticket=ticket, client_id__isnull=False).order_by("seq"))
    assert [str(m.client_id) for m in stored] == [
        i for i, text in zip(ids, said, strict=True) if text
    ]
    assert not any(SEED in m.text for m in stored)


def test_who_sends_faster_than_anybody_reads_is_told_and_loses_nothing_before(
    process: Process, ticket: Ticket
) -> None:
    async def talk() -> list[dict[str, Any]]:
        customer = await browser(process.port, key=key_for(ticket), language="zh-hans")
        for n in range(31):
            await customer.say(f"number {n}")
        await customer.until(lambda f: f["t"] == "error")
        return customer.frames

    frames = asyncio.run(talk())
    assert sum(f["t"] == "ack" for f in frames) == 30
    assert frames[-1]["code"] == "too_many"
    assert frames[-1]["sentence"] == "发送过快，请稍候。"
    assert Message.objects.filter(ticket=ticket, client_id__isnull=False).count() == 30


def test_text_that_is_no_text_ends_the_connection_and_no_other(
    process: Process, ticket: Ticket
) -> None:
    async def talk() -> int:
        broken = await browser(process.port, key=key_for(ticket))
        other = await browser(process.port, key=key_for(ticket))
        await broken.connection.send(b'{"t":"say","id":"\xff\xfe"}', text=True)
        with pytest.raises(websockets.ConnectionClosed):
            while True:
                await broken.connection.recv()
        await other.say("still here")
        await other.until(lambda f: f["t"] == "ack")
        return broken.connection.close_code or 0

    assert asyncio.run(talk()) == 1007
