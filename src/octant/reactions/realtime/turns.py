"""A browser's frames, one after the other: what one asks is done before the next is heard."""

import asyncio
import json
from typing import Any

import structlog
from django.utils import translation

from octant.kit.errors import DomainError
from octant.reactions.realtime.frames import handle
from octant.reactions.realtime.saying import Later, say_at_once
from octant.reactions.realtime.session import Session
from octant.reactions.realtime.writer import Writers

log = structlog.get_logger()

FRAME_BYTES = 64 * 1024


class Turns:
    """Whose turn it is. Nearly all frames are messages and are taken at once (`now`); what has to
    wait comes through the server's queue and a task (`take`)."""

    def __init__(self, session: Session, writer: Writers) -> None:
        self._session = session
        self._writer = writer
        self._data: dict[str, Any] = {}
        self._busy = False
        self._free: asyncio.Future[None] | None = None
        self._later: asyncio.Task[None] | None = None

    def now(self, text: str) -> bool:
        """Take a message without a step of the loop; False where the frame has to wait."""
        if self._busy or not self._session.known_yet:
            return False
        self._data = parse(text)
        if self._data.get("t") != "say":
            return False
        try:
            self._busy = say_at_once(self._session, self._writer, self._data, self._done)
        except Exception as error:
            self._refuse(error)
            return True
        return self._busy

    async def take(self, text: Any) -> bool:
        """Do what the next frame of the queue asks; False if it was refused."""
        while self._busy:
            self._free = asyncio.get_running_loop().create_future()
            await self._free
        self._busy = True
        self._data = parse(text)
        try:
            with translation.override(self._session.language):
                await handle(self._session, self._writer, self._data)
        except Exception as error:
            self._refuse(error)
            return not isinstance(error, DomainError)
        finally:
            self._end()
        return True

    def _done(self, error: Exception | None, later: Later | None) -> None:
        if error is not None:
            self._refuse(error)
        if later is None:
            self._end()
        else:
            self._later = asyncio.create_task(self._finish(later))

    async def _finish(self, later: Later) -> None:
        try:
            await later
        except Exception as error:
            self._refuse(error)
        finally:
            self._end()

    def _end(self) -> None:
        self._busy = False
        if self._free is not None and not self._free.done():
            self._free.set_result(None)

    def _refuse(self, error: Exception) -> None:
        request = str(self._data.get("id", ""))[:64]
        if isinstance(error, DomainError):
            self._session.refuse(error, request)
            return
        log.error("frame_failed", kind=str(self._data.get("t"))[:16], exc_info=error)
        self._session.refuse(DomainError("", code="server_error"), request)


def parse(text: Any) -> dict[str, Any]:
    """A frame's object, or an empty one for anything that is none."""
    if not isinstance(text, str) or len(text) > FRAME_BYTES:
        return {}
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
