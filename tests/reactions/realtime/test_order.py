"""In what order a batch is written: what waits for a part of a secret keeps its place."""

import asyncio
from typing import Any
from uuid import uuid4

from octant.core.safety.text import Screened, screen
from octant.core.tickets.writer import Entry
from octant.kit.clock import now
from octant.reactions.realtime.writer import Job, Writer


class Told(Writer):
    """Tells what each transaction would store."""

    def __init__(self) -> None:
        super().__init__("process", lambda ticket, wire, body: None)
        self.batches: list[list[str]] = []

    async def _write(self, jobs: list[Job]) -> None:
        self.batches.append([job.entry.text for job in jobs])


def job(ticket: int, text: str, part: Screened | None = None, client: Any = None) -> Job:
    entry = Entry(
        ticket=ticket,
        kind="message",
        author_kind="customer",
        author=None,
        channel="chat",
        text=text,
        findings=[],
        at=now(),
        client_id=client or uuid4(),
    )
    return Job(entry, {}, part, lambda stored, row: None)


def batches(*wanted: tuple[int, str, bool]) -> list[list[str]]:
    async def run() -> list[list[str]]:
        writer = Told()
        jobs = [job(n, text, screen(text) if part else None) for n, text, part in wanted]
        await writer._write_all(jobs)
        return writer.batches

    return asyncio.run(run())


def test_messages_of_different_tickets_go_together() -> None:
    assert batches((1, "a", True), (2, "b", True), (3, "c", False)) == [["a", "b", "c"]]


def test_what_is_said_after_a_part_that_waits_is_stored_after_it() -> None:
    said = [(1, "first", False), (1, "part", True), (1, "after it", False), (2, "other", True)]
    assert batches(*said) == [["first", "other"], ["part", "after it"]]


def test_one_client_id_is_not_written_twice_at_once() -> None:
    async def run() -> list[list[str]]:
        writer, client = Told(), uuid4()
        await writer._write_all([job(1, "a", client=client), job(1, "a again", client=client)])
        return writer.batches

    assert asyncio.run(run()) == [["a"], ["a again"]]
