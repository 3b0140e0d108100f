"""Real socket processes against the test database, and browsers made of plain sockets."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import websockets
from django.conf import settings

from octant.core.people.models import User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import open_ticket
from octant.reactions.realtime.protocol import PATH

START_SECONDS = 90  # of a machine that does much else


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One `realtime` process."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "octant.reactions.realtime.asgi:application"]
        options = ["--port", str(self.port), "--ws", PATH, "--log-level", "warning"]
        self._child = subprocess.Popen([*command, *options], env=_environment())
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the realtime process did not become healthy")

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()

    def stop(self) -> None:
        if self._child.poll() is None:
            self._child.terminate()
            self._child.wait(10)


def _environment() -> dict[str, str]:
    database = settings.DATABASES["default"]
    url = f"postgresql:///{database['NAME']}?host={database['HOST']}&user={database['USER']}"
    if database["PASSWORD"]:
        url += f"&password={database['PASSWORD']}"
    ours = {"DATABASE_URL": url, "OCTANT_DEMO": "1", "OCTANT_DB_POOL": "8"}
    return {**os.environ, **ours, "PGAPPNAME": "octant-realtime"}


@pytest.fixture(scope="session")
def processes(django_db_setup: None) -> Iterator[tuple[Process, Process]]:
    """Two socket processes for all tests that leave them alive."""
    running = (Process(), Process())
    yield running
    for process in running:
        process.stop()


@pytest.fixture
def process(processes: tuple[Process, Process], transactional_db: None) -> Process:
    return processes[0]


@pytest.fixture
def mortal(transactional_db: None) -> Iterator[Process]:
    """A process that the test may kill."""
    process = Process()
    yield process
    process.stop()


@pytest.fixture
def ticket(transactional_db: None) -> Ticket:
    return new_ticket()


def new_ticket() -> Ticket:
    return open_ticket(
        customer=guest(name="Li Na", email="li.na@example.com", language="zh-hans"),
        subject=screen("提币延迟"),
        text=screen("我的提币一直没有到账"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="zh-hans",
        live=True,
    )


class Browser:
    """A socket that speaks the protocol and remembers what it got."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.frames: list[dict[str, Any]] = []

    async def send(self, kind: str, **data: Any) -> None:
        await self.connection.send(json.dumps({"t": kind, **data}))

    async def say(self, text: str, **data: Any) -> str:
        """Say something under a new id; returns the id."""
        client_id = str(data.pop("id", uuid4()))
        await self.send("say", id=client_id, text=text, **data)
        return client_id

    async def until(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 10) -> Any:
        """The first frame, among those to come, that is wanted."""
        async with asyncio.timeout(seconds):
            while True:
                frame = json.loads(await self.connection.recv())
                self.frames.append(frame)
                if wanted(frame):
                    return frame

    async def drain(self) -> list[dict[str, Any]]:
        """All that has come by the time a ping comes back."""
        await self.send("ping")
        await self.until(lambda frame: frame["t"] == "pong")
        return self.frames

    def texts(self) -> list[str]:
        return [f["m"]["text"] for f in self.frames if f["t"] == "msg"]


async def browser(port: int, **hello: Any) -> Browser:
    """A connected browser that has said hello and was welcomed."""
    opened = Browser(await websockets.connect(f"ws://127.0.0.1:{port}/ws"))
    await opened.send("hello", **hello)
    await opened.until(lambda frame: frame["t"] == "welcome")
    return opened


@pytest.fixture
def staff(transactional_db: None, agent: User) -> User:
    return agent
