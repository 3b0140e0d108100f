"""From PostgreSQL's NOTIFY to the rooms of this process."""

import asyncio
import contextlib
import json
from typing import Any

import psycopg
import structlog

from octant.core.outbox.services import REALTIME
from octant.reactions.realtime.database import connect
from octant.reactions.realtime.rooms import Rooms

log = structlog.get_logger()
QUIET_SECONDS = 15  # without a word for so long, ask whether the server is there


class Listener:
    """Listens until cancelled; comes back after a restart and then catches up."""

    def __init__(self, process: str, rooms: Rooms) -> None:
        self._ours = f'[{{"p":"{process}"'
        self._rooms = rooms
        self.connected = asyncio.Event()

    async def run(self) -> None:
        while True:
            connection = await connect()
            try:
                await connection.execute(f"LISTEN {REALTIME}")
                self.connected.set()
                await self._rooms.catch_up_all()
                await self._listen(connection)
            except psycopg.OperationalError:
                log.warning("listener_lost")
            finally:
                self.connected.clear()
                with contextlib.suppress(psycopg.Error):
                    await connection.close()

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for note in connection.notifies(timeout=QUIET_SECONDS):
                await self._handle(note.payload)
            await connection.execute("SELECT 1")

    async def _handle(self, payload: str) -> None:
        if payload.startswith(self._ours):
            return  # handed on when they were committed
        try:
            items = json.loads(payload)
        except ValueError:
            log.error("bad_notification", size=len(payload))
            return
        for item in items:
            await self._rooms.receive(item)
