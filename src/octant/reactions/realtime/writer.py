"""Group commit: a writer takes what is queued and commits it at once.

No timer: while one transaction commits, the next batch gathers by itself. A batch that fails
is split into single rows, so that one bad row fails alone. A lost connection is not a lost
message: every entry carries its client's id, so the batch is simply written again.

A process has two writers, each for half of the tickets: an answer of the database waits until
the loop has read what browsers said meanwhile, and then the other writer's batch is on its way.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import structlog

from octant.core.outbox.services import REALTIME
from octant.core.safety.text import Screened
from octant.core.tickets.codes import code_for
from octant.core.tickets.joining import (
    EARLIER,
    MASK_MESSAGE,
    MASK_TICKET,
    TAILS,
    Said,
    go_on,
    join,
    look_back,
    mask_parameters,
    said_before,
)
from octant.core.tickets.writer import (
    APPEND,
    LOCK,
    Appended,
    Entry,
    append_parameters,
    findings_of,
    lock_parameters,
    placed,
)
from octant.reactions.realtime.database import connect
from octant.reactions.realtime.rooms import encode

log = structlog.get_logger()

BATCH = 256
QUEUE = 20_000  # beyond this senders are told to wait
WRITERS = 2
NOTIFY_BYTES = 7_500  # PostgreSQL refuses 8,000
# In one statement and in order: a batch is a dozen payloads, and each answer waits for the loop.
# Binary, since JSON as text in an array is escaped quote by quote: a fifth of a message's cost.
NOTIFY = "SELECT count(pg_notify(%s, payload)) FROM unnest(%b::text[]) AS payload"


# Gets the message as it was stored, and where: None if its ticket is gone or closed, the error
# if it could not be stored.
Told = Callable[[Entry, "Appended | Exception | None"], None]


@dataclass(slots=True)
class Job:
    """One message on its way: the wire form gets its number when it is stored.

    `part` is what was said, where it may be a part of a secret: it is then seen together with
    the earlier parts, and `entry` and `wire` are what may be stored and shown. `told` is called
    once, by the writer, and must be short.
    """

    entry: Entry
    wire: dict[str, Any]
    part: Screened | None
    told: Told
    body: str = ""  # the wire form as JSON, once it has its number

    def hear(self, text: Screened) -> None:
        """Take `text` in place of what was said."""
        findings = findings_of(text)
        self.entry = replace(self.entry, text=text.text, findings=findings)
        self.wire |= {"text": text.text, "findings": findings}


class Writer:
    """Tells once a message is durable; `publish` gets it for local rooms first."""

    def __init__(self, process: str, publish: Callable[[int, dict[str, Any], str], None]) -> None:
        self._process = process
        self._publish = publish
        self._queue: asyncio.Queue[Job] = asyncio.Queue(QUEUE)
        self._connection: psycopg.AsyncConnection[Any] | None = None

    def give(self, job: Job) -> None:
        """Have one message stored. Raises `asyncio.QueueFull` when the database is too far
        behind."""
        self._queue.put_nowait(job)

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            jobs = [await self._queue.get()]
            while len(jobs) < BATCH and not self._queue.empty():
                jobs.append(self._queue.get_nowait())
            await self._write_all(jobs)

    async def _write_all(self, jobs: list[Job]) -> None:
        """Write a batch, without writing one client's id twice in the same statement, and what
        may be a part of a secret only after what was said on the same ticket before it."""
        first: dict[Any, Job] = {}
        again: list[Job] = []
        tickets: set[int] = set()
        later: set[int] = set()  # tickets of which one has to wait: what came after it waits too
        for job in jobs:
            ticket = job.entry.ticket
            key = (ticket, job.entry.client_id or object())
            if ticket in later or key in first or (job.part is not None and ticket in tickets):
                again.append(job)
                later.add(ticket)
            else:
                first[key] = job
                tickets.add(ticket)
        await self._write(list(first.values()))
        if again:
            await self._write_all(again)

    async def _write(self, jobs: list[Job]) -> None:
        while True:
            if self._connection is None or self._connection.closed:
                self._connection = await connect()
            try:
                rows = await self._commit(self._connection, jobs)
                break
            except psycopg.OperationalError:
                await self._connection.close()
            except Exception as error:  # one bad message must not stop the others
                await self._connection.close()
                await self._split(jobs, error)
                return
        for job, row in zip(jobs, rows, strict=True):
            _tell(job, row)

    async def _split(self, jobs: list[Job], error: Exception) -> None:
        log.warning("batch_failed", size=len(jobs), error=type(error).__name__)
        if len(jobs) > 1:
            for job in jobs:
                await self._write([job])
        else:
            _tell(jobs[0], error)

    async def _commit(
        self, connection: psycopg.AsyncConnection[Any], jobs: list[Job]
    ) -> list[Appended | None]:
        # Of the six commands two or three are waited for: those whose rows are wanted, and the
        # last. What fails ends all that came after it, and the connection is given up.
        async with connection.pipeline():
            await connection.execute("BEGIN")
            await connection.execute(LOCK, lock_parameters([job.entry for job in jobs]))
            told = await _join(connection, [job for job in jobs if job.part is not None])
            entries = [job.entry for job in jobs]
            cursor = await connection.execute(APPEND, append_parameters(entries))
            rows = placed(await cursor.fetchall(), len(entries))
            fresh = [
                number(job, row)
                for job, row in zip(jobs, rows, strict=True)
                if row is not None and row.created
            ]
            if news := [*told, *payloads(self._process, fresh)]:
                await connection.execute(NOTIFY, (REALTIME, news))
            await connection.execute("COMMIT")
        for job, row in zip(jobs, rows, strict=True):
            if row is not None and row.created:
                self._publish(job.entry.ticket, job.wire, job.body)
        return rows


class Writers:
    """What one process writes with: a ticket always has the same writer, which keeps its order."""

    def __init__(self, process: str, publish: Callable[[int, dict[str, Any], str], None]) -> None:
        self._all = [Writer(process, publish) for _ in range(WRITERS)]

    def give(self, entry: Entry, wire: dict[str, Any], part: Screened | None, told: Told) -> None:
        """As `Writer.give`."""
        self._all[entry.ticket % WRITERS].give(Job(entry, wire, part, told))

    async def run(self) -> None:
        """Write until cancelled."""
        await asyncio.gather(*(writer.run() for writer in self._all))


async def _join(connection: psycopg.AsyncConnection[Any], jobs: list[Job]) -> list[str]:
    """See what may be a part of a secret together with the earlier parts, under the lock; what
    is to be told of those that are now masked."""
    if not jobs:
        return []
    parts = {job.entry.ticket: job for job in jobs}
    texts = {ticket: job.part.text for ticket, job in parts.items() if job.part is not None}
    tails = await connection.execute(
        TAILS, look_back({job.entry.ticket: job.entry.client_id for job in jobs})
    )
    wanted = go_on(await tails.fetchall(), texts)
    if not wanted:
        return []
    rows = await connection.execute(
        EARLIER, look_back({ticket: parts[ticket].entry.client_id for ticket in wanted})
    )
    told = []
    for ticket, (subject, earlier) in said_before(await rows.fetchall()).items():
        told += await _see_together(connection, parts[ticket], subject, earlier)
    return told


async def _see_together(
    connection: psycopg.AsyncConnection[Any], job: Job, subject: str, earlier: Sequence[Said]
) -> list[str]:
    assert job.part is not None
    joined = join(subject, earlier, job.part)
    if joined.last is not job.part:
        job.hear(joined.last)
    if not joined.parts:
        return []
    ticket = job.entry.ticket
    for part in joined.parts:
        await connection.execute(MASK_MESSAGE, mask_parameters(part))
    await connection.execute(MASK_TICKET, {"ticket": ticket, "subject": joined.subject})
    return [encode([{"topic": f"ticket:{ticket}", "masked": [part.seq for part in joined.parts]}])]


def _tell(job: Job, row: "Appended | Exception | None") -> None:
    try:
        job.told(job.entry, row)
    except Exception:  # whatever is wrong with one answer, the others are waiting
        log.exception("not_told", ticket=job.entry.ticket)


def number(job: Job, row: Appended) -> tuple[int, int, int, str]:
    """Give the message its number, time and code; answers ticket, version, number and JSON."""
    entry, wire = job.entry, job.wire
    wire["seq"], wire["at"] = row.seq, row.at.isoformat()
    wire["code"] = code_for(entry.kind, entry.author_kind, entry.ticket, row.seq)
    job.body = encode(wire)
    return entry.ticket, row.version, row.seq, job.body


def payloads(process: str, fresh: Sequence[tuple[int, int, int, str]]) -> list[str]:
    """NOTIFY payloads under the limit; a message too long for one is named by its number.

    Each begins with the process, so that the listener knows its own without reading on.
    """
    found: list[str] = []
    parts: list[str] = []
    size = 2
    for ticket, version, seq, body in fresh:
        head = f'{{"p":"{process}","topic":"ticket:{ticket}","version":{version},"seq":{seq}'
        part = f'{head},"m":{body}}}'
        length = len(part.encode())
        if length > NOTIFY_BYTES - 2:
            part = head + "}"
            length = len(part)
        if size + length + 1 > NOTIFY_BYTES:
            found.append(f"[{','.join(parts)}]")
            parts, size = [], 2
        parts.append(part)
        size += length + 1
    if parts:
        found.append(f"[{','.join(parts)}]")
    return found
