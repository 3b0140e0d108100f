"""The socket process: `octant realtime` runs this on uvicorn."""

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import django
import structlog
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")
django.setup()

from octant.core.ports.workspace import workspace  # noqa: E402
from octant.core.safety.text import warm  # noqa: E402
from octant.kit.collecting import settle  # noqa: E402
from octant.kit.ids import uuid7  # noqa: E402
from octant.reactions.realtime import presence, store  # noqa: E402
from octant.reactions.realtime.database import Reader  # noqa: E402
from octant.reactions.realtime.listener import Listener  # noqa: E402
from octant.reactions.realtime.protocol import EXTENSION, Write  # noqa: E402
from octant.reactions.realtime.rooms import Rooms  # noqa: E402
from octant.reactions.realtime.session import Session  # noqa: E402
from octant.reactions.realtime.turns import Turns  # noqa: E402
from octant.reactions.realtime.writer import Writers  # noqa: E402

log = structlog.get_logger()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HELLO_SECONDS = 10
NOT_OFFICIAL, NOT_KNOWN, TOO_SLOW = 4403, 4401, 4408  # close codes; see protocol.md


class Realtime:
    """All of the process: made at start-up, because it needs the running loop."""

    def __init__(self) -> None:
        self.process = uuid7().hex[-12:]
        self.reader = Reader()
        self.rooms = Rooms(lambda ticket, seq: store.messages_after(self.reader, ticket, seq))
        self.writer = Writers(self.process, self.rooms.publish_local)
        self.listener = Listener(self.process, self.rooms)
        self.sessions: set[Session] = set()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        work = (
            self.writer.run(),
            self.listener.run(),
            presence.run(self.sessions, self.reader),
        )
        self.tasks = [asyncio.create_task(coroutine) for coroutine in work]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.reader.close()

    @property
    def healthy(self) -> bool:
        return self.listener.connected.is_set() and not any(t.done() for t in self.tasks)


_realtime: Realtime | None = None


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI entry point."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await _websocket(scope, receive, send)
    else:
        await _http(scope, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    global _realtime
    await receive()
    warm()  # word lists now, not while the first customer waits
    settle()
    _realtime = Realtime()
    _realtime.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _realtime.stop()
    await send({"type": "lifespan.shutdown.complete"})


async def _http(scope: Scope, send: Send) -> None:
    """Only the health check speaks HTTP here."""
    ok = scope["path"] == "/healthz" and _realtime is not None and _realtime.healthy
    sockets = len(_realtime.sessions) if _realtime else 0
    body = json.dumps({"process": "realtime", "ok": ok, "sockets": sockets}).encode()
    status = 200 if ok else 503 if scope["path"] == "/healthz" else 404
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    headers.append((b"x-content-type-options", b"nosniff"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _websocket(scope: Scope, receive: Receive, send: Send) -> None:
    assert _realtime is not None
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    if not official(scope):
        # Accepted first, so that the page can read the reason.
        await send({"type": "websocket.close", "code": NOT_OFFICIAL})
        return
    direct = scope["extensions"].get(EXTENSION)
    line = Line(send, direct.write if direct else _refuse)
    session = line.session = Session(_realtime.rooms, _realtime.reader, line)
    turns = Turns(session, _realtime.writer)
    if direct:
        direct.hear = turns.now
    _realtime.sessions.add(session)
    try:
        await _receive_all(turns, session, receive, send)
    finally:
        if direct:
            direct.hear = None
        _realtime.sessions.discard(session)
        session.leave()
        line.close()


def _refuse(text: str) -> bool:
    """For a server without the short ways: every frame takes the long one."""
    return False


class Line:
    """The way out to one browser: straight, and through a task only while it does not keep up."""

    session: Session

    def __init__(self, send: Send, write: Write) -> None:
        self._send = send
        self._write = write
        self._draining: asyncio.Task[None] | None = None

    def write(self, text: str) -> bool:
        return self._draining is None and self._write(text)

    def drain(self) -> None:
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        with contextlib.suppress(OSError):  # gone; whoever receives from it hears of that
            await self._send_waiting()

    async def _send_waiting(self) -> None:
        outbox = self.session.outbox
        while outbox:
            text = outbox.popleft()
            if text is None:
                await self._send({"type": "websocket.close", "code": TOO_SLOW})
                return
            await self._send({"type": "websocket.send", "text": text})
        self._draining = None

    def close(self) -> None:
        if self._draining is not None:
            self._draining.cancel()


def official(scope: Scope) -> bool:
    """Whether the page that opened the socket is on a host the workspace lists, or ours.

    A browser sets Origin itself: a page on a look-alike host cannot hide it. What sends no
    Origin is no browser, and needs a key all the same.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return True
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        return False
    # Not the Host header: a copy that passes sockets through may pass its own.
    current = workspace()
    own = urlsplit(settings.OCTANT_URL).hostname
    listed = host in current.embed_hosts or host in current.official_domains or host == own
    return listed or (settings.OCTANT_DEMO and _is_private(host))


def _is_private(host: str) -> bool:
    """A demonstration is also opened by its number in the house's own network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


async def _receive_all(turns: Turns, session: Session, receive: Receive, send: Send) -> None:
    while True:
        if session.known_yet:
            message = await receive()
        else:
            try:
                message = await asyncio.wait_for(receive(), HELLO_SECONDS)
            except TimeoutError:
                await send({"type": "websocket.close", "code": NOT_KNOWN})
                return
        if message["type"] != "websocket.receive":
            return
        if not await turns.take(message.get("text")) and not session.known_yet:
            await asyncio.sleep(0)
            await _flush(session, send)
            with contextlib.suppress(RuntimeError):
                await send({"type": "websocket.close", "code": NOT_KNOWN})
            return


async def _flush(session: Session, send: Send) -> None:
    while session.outbox:
        text = session.outbox.popleft()
        if text is not None:
            await send({"type": "websocket.send", "text": text})
