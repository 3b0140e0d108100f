"""Chat under load: durable messages/s, acknowledgement times and memory, at 2,000 sockets.

    python -m bench.chat [--sockets 2000] [--seconds 10]

Real processes against a database of their own: ours (`realtime`, with screening, numbering,
ticket columns, audit and NOTIFY) and the bare group-commit writer, in turn, in the same run.
"""

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import uvloop

from bench.sockets import Socket, connect_all
from bench.tables import percentile, show
from octant.kit.database import Server
from octant.reactions.realtime.protocol import PATH

OURS, BARE = "octant.reactions.realtime.asgi:application", "bench.bare_chat:application"
PORT = 21790
AT_ONCE = 50  # sockets that are opened together
QUIET_RATE = 400  # messages/s, of the latency run
TEXTS = (
    "Hello, my withdrawal has not arrived yet.",
    "您好，我的提币还没有到账，请帮我看一下。",
    "The order OPYCDY-BK377-OXTZQ6 shows an error since this morning.",
    "好的，谢谢，我在这里等。",
)


class Talker:
    """One browser: says something, waits for its acknowledgement, says the next thing."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.joined = asyncio.get_running_loop().create_future()
        self.times: list[float] = []
        self.heard = self.said = 0
        self.going = False
        self.again = True
        socket.heard = self._hear

    def hello(self, **data: Any) -> None:
        self.socket.send(json.dumps({"t": "hello", **data}).encode())

    def say(self) -> None:
        text = TEXTS[self.said % len(TEXTS)]
        frame = {"t": "say", "id": str(uuid4()), "text": text}
        self.at = time.perf_counter()
        self.said += 1
        self.socket.send(json.dumps(frame, ensure_ascii=False).encode())

    def _hear(self, frame: bytes) -> None:
        if frame.startswith((b'{"t":"ack"', b'{"t": "ack"')):
            self.times.append(time.perf_counter() - self.at)
            if self.going and self.again:
                self.say()
        elif b'"msg"' in frame[:12]:
            self.heard += 1
        elif b'"welcome"' in frame[:18]:
            self.socket.send(b'{"t":"ping"}')  # answered once the room is entered and read
        elif b'"pong"' in frame[:15]:
            self.joined.set_result(None)
        elif b'"error"' in frame[:14]:
            raise RuntimeError(frame.decode())


@contextlib.contextmanager
def server(application: str, env: dict[str, str]) -> Iterator[psutil.Process]:
    """The application on uvicorn, one process, uvloop: ours as in production, the bare one with
    uvicorn's own protocol."""
    protocol = PATH if application == OURS else "websockets-sansio"
    options = ["--port", str(PORT), "--ws", protocol, "--log-level", "warning"]
    options += ["--ws-per-message-deflate", "false"]
    options += ["--ws-ping-interval", "0"]
    command = [sys.executable, "-m", "bench.serve", application, "--loop", "uvloop", *options]
    child = subprocess.Popen(command, env=env)
    try:
        for _ in range(600):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz") as answer,
            ):
                if answer.status == 200:
                    break
            time.sleep(0.05)
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(20)


async def load(hellos: list[dict[str, Any]], seconds: float, rate: float | None) -> dict[str, Any]:
    """All sockets say hello, then talk: as fast as they can, or at `rate` messages/s in all."""
    talkers: list[Talker] = []
    began = time.perf_counter()
    while len(talkers) < len(hellos):  # a server waits ten seconds for a hello, not for all
        some = hellos[len(talkers) : len(talkers) + AT_ONCE]
        for socket, hello in zip(await connect_all(PORT, len(some)), some, strict=True):
            talkers.append(Talker(socket))
            talkers[-1].hello(**hello)
    await asyncio.gather(*(talker.joined for talker in talkers))
    joined = time.perf_counter() - began
    began = time.perf_counter()
    for talker in talkers:
        talker.times.clear()
        talker.going, talker.again = True, rate is None
    if rate is None:
        for talker in talkers:
            talker.say()
        await asyncio.sleep(seconds)
    else:
        await _paced(talkers, seconds, rate)
    elapsed = time.perf_counter() - began
    for talker in talkers:
        talker.going = False
    await asyncio.sleep(1.5)
    times = [t for talker in talkers for t in talker.times]
    for talker in talkers:
        talker.socket.close()
    return {"rate": len(times) / elapsed, "times": times, "joined": joined}


async def _paced(talkers: list[Talker], seconds: float, rate: float) -> None:
    began = time.perf_counter()
    for n in range(int(seconds * rate)):
        pause = began + n / rate - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        talkers[n % len(talkers)].say()


def measure(name: str, application: str, hellos: list[dict[str, Any]], env: dict[str, str],
            seconds: float) -> list[dict[str, Any]]:  # fmt: skip
    rows = []
    for label, rate in (("as fast as it can", None), (f"{QUIET_RATE}/s", float(QUIET_RATE))):
        with server(application, env) as process:
            found = uvloop.run(load(hellos, seconds, rate))
            memory = process.memory_info().rss / 2**20
        rows.append(
            {
                "server": name,
                "load": label,
                "all joined s": round(found["joined"], 1),
                "messages/s": round(found["rate"]),
                "p50 ms": round(percentile(found["times"], 0.5) * 1000, 1),
                "p99 ms": round(percentile(found["times"], 0.99) * 1000, 1),
                "memory MB": round(memory),
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with Server(folder / "db", folder / "socket") as database:
            env = {**os.environ, "DATABASE_URL": database.url, "BENCH_DATABASE": database.url}
            env |= {"OCTANT_HOME": str(folder / "home"), "OCTANT_SECRET_KEY": "bench"}
            env |= {"DJANGO_SETTINGS_MODULE": "octant.project.settings", "OCTANT_BENCH": "1"}
            os.environ.update(env)
            keys = _tickets(args.sockets // 2)
            bare = [{"room": n // 2} for n in range(args.sockets)]
            ours = [{"key": keys[n // 2]} for n in range(args.sockets)]
            rows = measure("bare group commit", BARE, bare, env, args.seconds)
            rows += measure("octant", OURS, ours, env, args.seconds)
    ratio = rows[2]["messages/s"] / rows[0]["messages/s"]
    show("chat", rows)
    show("chat ratio", [{"octant / bare, messages/s": round(ratio, 2), "aim": 0.5}])


def _tickets(count: int) -> list[str]:
    """That many live tickets with one message each; returns their keys."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from octant.core.people.services.customers import guest
    from octant.core.ports.assurance import Assurance
    from octant.core.safety.text import screen
    from octant.core.tickets.access import key_for
    from octant.core.tickets.services.conversation import open_ticket

    customer = guest(name="Li Na", email="li.na@example.com", language="zh-hans")
    return [
        key_for(
            open_ticket(
                customer=customer,
                subject=screen("提币延迟"),
                text=screen("我的提币一直没有到账"),
                channel="live_chat",
                assurance=Assurance.CLAIMED,
                language="zh-hans",
                live=True,
            )
        )
        for _ in range(count)
    ]


if __name__ == "__main__":
    main()
