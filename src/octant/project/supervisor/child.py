"""One supervised process: its group, its log lines, its health, and its wait after a death."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from octant.project.supervisor import lifeline, logs

_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.5, 30.0
_HEALTHY_AFTER_SECONDS = 60.0
_HEALTH_TIMEOUT_SECONDS = 2.0


@dataclass
class Child:
    """How to start a process (`command`, `env`) and where it says that it is well (`health`).

    Without a `health` address it counts as well once it has printed `lifeline.READY_LINE`.
    """

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    health: str | None = None
    deaths: int = 0
    was_ready: bool = False
    _process: subprocess.Popen[str] | None = None
    _lifeline: int | None = None
    _said_ready: bool = False
    _started: float = 0.0
    _start_at: float = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it in a process group of its own, tied to us by its standard input."""
        theirs, self._lifeline = os.pipe()
        self._process = subprocess.Popen(
            self.command,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **self.env, lifeline.SUPERVISED: "1"},
            start_new_session=True,
        )
        os.close(theirs)
        self._said_ready = False
        self._started = time.monotonic()
        threading.Thread(
            target=logs.pump, args=(self.name, self._process.stdout, self._heard), daemon=True
        ).start()
        logs.write("supervisor", "started", child=self.name, pid=self._process.pid)

    def tend(self) -> None:
        """Start it when it is due; notice its death and set the time of the next start."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._start_at:
                self.start()
            return
        code = self._process.poll()
        if code is None:
            return
        self._end_group()
        lived = now - self._started
        self.deaths = 1 if lived > _HEALTHY_AFTER_SECONDS else self.deaths + 1
        wait = min(_FIRST_WAIT_SECONDS * 2 ** (self.deaths - 1), _LONGEST_WAIT_SECONDS)
        self._start_at = now + wait
        self._process = None
        logs.write(
            "supervisor",
            "died",
            "error",
            child=self.name,
            exit_code=code,
            lived_seconds=round(lived, 1),
            restart_in_seconds=wait,
        )

    def ready(self) -> bool:
        """Whether it answers its health address with 200."""
        if not self._process or self._process.poll() is not None:
            return False
        well = _answers(self.health) if self.health else self._said_ready
        self.was_ready = self.was_ready or well
        return well

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself, which knows how to end its helpers."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def stop(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds) for the end, then make it."""
        if self._process:
            try:
                self._process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                logs.write("supervisor", "killed", "warning", child=self.name)
            self._end_group()
            self._process.wait()
            self._process = None

    def _heard(self, line: str) -> None:
        self._said_ready = self._said_ready or line == lifeline.READY_LINE

    def _end_group(self) -> None:
        """End helpers that the process left behind, which could still hold its port."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None


def _answers(url: str) -> bool:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(
        address.hostname or "127.0.0.1", address.port, timeout=_HEALTH_TIMEOUT_SECONDS
    )
    try:
        connection.request("GET", address.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
