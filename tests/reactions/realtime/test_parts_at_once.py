"""Two parts of one recovery phrase at the same moment, in two processes, or around a kill -9."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import websockets
from django.db import connection, transaction

from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message, Priority, Ticket
from octant.core.tickets.services.conversation import receive

from .conftest import Process, browser, new_ticket

# The third English phrase of the test vectors of BIP-39.
FIRST, SECOND = "legal winner thank year wave sausage", "worth useful legal winner thank yellow"
MASKED = "⟦secret:seed_phrase⟧"
TICKETS = 5
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'octant-realtime'
  AND datname = current_database() AND wait_event_type = 'Lock'
"""


def waiting() -> int:
    """How many socket processes wait for a row that somebody else has locked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            return int(cursor.fetchone()[0])
    finally:
        connection.close()  # this thread's own


async def until_waiting(wanted: int) -> None:
    async with asyncio.timeout(20):
        while await asyncio.to_thread(waiting) < wanted:
            await asyncio.sleep(0.02)


@contextmanager
def held(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Another connection that has done `work` and holds its locks until it is let go."""
    done, go = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                go.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert done.wait(20)
        yield go.set
    finally:
        go.set()
        thread.join(20)


def stored(ticket: Ticket) -> list[str]:
    messages = Message.objects.filter(ticket=ticket, kind="message").order_by("seq")
    return list(messages.values_list("text", flat=True))


def is_ack(frame: dict[str, Any]) -> bool:
    return bool(frame["t"] == "ack")


def test_parts_that_two_processes_store_at_once_are_both_masked(
    processes: tuple[Process, Process], ticket: Ticket
) -> None:
    async def run(release: Callable[[], None]) -> None:
        tabs = [await browser(process.port, key=key_for(ticket)) for process in processes]
        await tabs[0].say(FIRST)
        await until_waiting(1)  # in its turn: who waits first is first let in
        await tabs[1].say(SECOND)
        await until_waiting(2)  # both have screened their part, neither is stored
        release()
        await asyncio.gather(*(tab.until(is_ack) for tab in tabs))

    with held(lambda: Ticket.objects.select_for_update().get(pk=ticket.pk)) as release:
        asyncio.run(run(release))

    assert stored(ticket)[1:] == [MASKED, MASKED]


def test_a_part_in_a_transaction_not_yet_committed_is_waited_for_and_seen(
    process: Process, ticket: Ticket
) -> None:
    async def run(release: Callable[[], None]) -> dict[str, Any]:
        tab = await browser(process.port, key=key_for(ticket))
        await tab.say(SECOND)
        await until_waiting(1)
        release()
        ack: dict[str, Any] = await tab.until(is_ack)
        return ack

    def by_form() -> None:
        receive(ticket=ticket, customer=ticket.customer, text=screen(FIRST))

    with held(by_form) as release:
        ack = asyncio.run(run(release))

    assert ack["text"] == MASKED
    assert stored(ticket)[1:] == [MASKED, MASKED]


def test_a_part_that_the_socket_stored_is_seen_by_a_form_sent_at_once(
    process: Process, ticket: Ticket
) -> None:
    async def run() -> None:
        tab = await browser(process.port, key=key_for(ticket))
        await tab.say(FIRST)
        await tab.until(is_ack)

    asyncio.run(run())
    message = receive(ticket=ticket, customer=ticket.customer, text=screen(SECOND))

    assert message.text == MASKED
    assert stored(ticket)[1:] == [MASKED, MASKED]


def test_a_masked_part_sent_again_is_acknowledged_as_it_is_stored(
    process: Process, ticket: Ticket
) -> None:
    async def run() -> list[str]:
        tab = await browser(process.port, key=key_for(ticket))
        ids = [await tab.say(FIRST), await tab.say(SECOND)]
        for _each in ids:
            await tab.until(is_ack)
        answers = []
        for client_id, text in zip(ids, (FIRST, SECOND), strict=True):
            await tab.say(text, id=client_id)
            answers.append((await tab.until(is_ack))["text"])
        return answers

    assert asyncio.run(run()) == [MASKED, MASKED]
    assert stored(ticket)[1:] == [MASKED, MASKED]


class Giver:
    """A customer who gives a phrase away in two parts, whatever happens to the server."""

    def __init__(self, process: Process) -> None:
        self.process, self.ticket = process, new_ticket()
        self.key = key_for(self.ticket)
        self.owed = [(str(uuid4()), text) for text in (FIRST, SECOND)]

    async def run(self) -> None:
        while self.owed:
            try:
                await self._talk()
            except (OSError, websockets.ConnectionClosed, websockets.InvalidMessage):
                await asyncio.sleep(0.05)

    async def _talk(self) -> None:
        async with websockets.connect(f"ws://127.0.0.1:{self.process.port}/ws") as link:
            await link.send(json.dumps({"t": "hello", "key": self.key}))
            while self.owed:
                client_id, text = self.owed[0]
                await link.send(json.dumps({"t": "say", "id": client_id, "text": text}))
                while True:
                    frame = json.loads(await link.recv())
                    if frame["t"] == "ack" and frame["id"] == client_id:
                        break
                self.owed.pop(0)


def test_kill_minus_nine_between_the_parts_leaves_none_in_the_open(mortal: Process) -> None:
    givers = [Giver(mortal) for _ in range(TICKETS)]
    tickets = [giver.ticket.pk for giver in givers]

    async def run(release: Callable[[], None]) -> None:
        talking = [asyncio.create_task(giver.run()) for giver in givers]
        await until_waiting(1)  # in the middle of a batch: everybody's first part is in it
        mortal.kill()
        release()
        await asyncio.to_thread(mortal.start)
        async with asyncio.timeout(60):
            await asyncio.gather(*talking)

    with held(lambda: list(Ticket.objects.select_for_update().filter(pk__in=tickets))) as release:
        asyncio.run(run(release))

    for giver in givers:
        assert stored(giver.ticket)[1:] == [MASKED, MASKED]
        giver.ticket.refresh_from_db()
        assert giver.ticket.last_seq >= 3


def test_a_leak_whose_process_died_before_it_was_noted_is_noted_when_sent_again(
    process: Process, ticket: Ticket
) -> None:
    client_id = str(uuid4())
    whole = f"{FIRST} {SECOND}"

    async def run() -> None:
        tab = await browser(process.port, key=key_for(ticket))
        await tab.say(whole, id=client_id)
        await tab.until(is_ack)
        await tab.drain()
        await asyncio.to_thread(forget)
        await tab.say(whole, id=client_id)
        await tab.until(is_ack)
        await tab.drain()

    def forget() -> None:
        Ticket.objects.filter(pk=ticket.pk).update(priority=Priority.NORMAL)
        connection.close()

    asyncio.run(run())
    ticket.refresh_from_db()
    assert ticket.priority == Priority.URGENT
