"""The real product: `octant up --demo` as processes of its own, in a home of its own."""

import email
import email.policy
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

START_SECONDS = 300
STOP_SECONDS = 30
PASSWORD = "kraken-demo"


@dataclass
class Product:
    """A running system: where its pages are, and the folder that it keeps everything in."""

    url: str
    home: Path
    said: list[str] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        """What the supervisor wrote down last: ports and processes."""
        found: dict[str, Any] = json.loads((self.home / "run" / "state.json").read_text())
        return found

    def pid(self, name: str) -> int:
        """The process called `name` (web, realtime, worker, mail, database); 0 while it is away."""
        if name == "database":
            try:
                return int((self.home / "db" / "postmaster.pid").read_text().split()[0])
            except (FileNotFoundError, IndexError):
                return 0
        return int(self.state()["processes"].get(name) or 0)

    def mail_to(self, address: str) -> list[EmailMessage]:
        """Every mail sent to `address`, in the order in which they went out."""
        found = []
        for file in sorted(
            (self.home / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime
        ):
            for text in file.read_bytes().split(b"\n" + b"-" * 79):
                mail = email.message_from_bytes(text.strip(), policy=email.policy.default)
                if mail["To"] == address:
                    found.append(mail)
        return found


@contextmanager
def running(folder: Path | None = None) -> Iterator[Product]:
    """Start the product and wait until it says `ready`; stop it with SIGTERM at the end.

    OCTANT_TEST_HOME names the home of a running demo to use instead, which saves the start
    while a test is being written.
    """
    if folder is None and (there := os.environ.get("OCTANT_TEST_HOME")):
        product = Product("", Path(there))
        product.url = str(product.state()["url"])
        yield product
        return
    home = folder or Path(tempfile.mkdtemp(prefix="octant-journey-"))
    home.chmod(0o711)  # as root, the database's own account passes through
    port = free_port()
    command = [sys.executable, "-m", "octant.project.cli", "up", "--demo"]
    process = subprocess.Popen(
        [*command, "--home", str(home / "home"), "--port", str(port)],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(home / "log").open("w"),
        text=True,
        start_new_session=True,
    )
    product = Product(f"http://127.0.0.1:{port}", home / "home")
    try:
        _wait_until_ready(process, product)
        yield product
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        shutil.rmtree(home, ignore_errors=True)
    assert code == 0, f"octant up ended with {code}"


def _environment() -> dict[str, str]:
    """Ours without what belongs to the tests' own database and settings."""
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "OCTANT_STATIC"
        or (name not in ours and not name.startswith(("OCTANT_", "PYTEST_")))
    }
    # Reading every text for its meaning takes minutes of a core; eval/search measures it. What is
    # sure to come needs not be waited for that long.
    return {**kept, "OCTANT_MEANING": "0", "OCTANT_ANSWER_WAIT_SECONDS": "8"}


def _wait_until_ready(process: "subprocess.Popen[str]", product: Product) -> None:
    ready = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            product.said.append(line.rstrip("\n"))
            if line.startswith("ready"):
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    assert ready.wait(START_SECONDS), "the product did not become ready"
    assert process.poll() is None, (product.home.parent / "log").read_text()[-3000:]


def free_port() -> int:
    """A port that is free together with the two after it: pages, sockets, mail."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            number = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", number + 1))
                third.bind(("127.0.0.1", number + 2))
            except (OSError, OverflowError):
                continue
            return number


def until(page: Page, what: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait until `what()` is true, letting the browser go on meanwhile; returns its value."""
    tries = int(seconds * 5)
    for _ in range(tries):
        if found := what():
            return found
        page.wait_for_timeout(200)
    raise AssertionError(f"not true within {seconds} s: {what}")
