"""Keep a set of processes, and the database below them, running until told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from octant.kit.database import DatabaseError, Server
from octant.project.supervisor import logs
from octant.project.supervisor.child import Child

_LOOK_EVERY_SECONDS = 0.2
_STOP_CHILDREN_SECONDS, _STOP_DATABASE_SECONDS = 5.0, 2.0
_HOPELESS_DEATHS = 5


class NeverReady(Exception):
    """A process died again and again before it was ever well; the message names it."""


class Supervisor:
    """Runs `children`, and `database` (already started) where there is one."""

    def __init__(self, children: list[Child], database: Server | None = None) -> None:
        self.children = children
        self.database = database
        self.stopping = threading.Event()
        self._database_deaths = 0
        self._database_due = 0.0

    def catch_signals(self) -> None:
        """SIGTERM, SIGINT and SIGHUP ask for an orderly stop."""

        def ask(signum: int, frame: FrameType | None) -> None:
            self.stopping.set()

        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, ask)

    def run(self, on_ready: Callable[[], None], on_change: Callable[[], None]) -> None:
        """Until told to stop. `on_ready` once, when all are well; `on_change` on new pids.

        Raises NeverReady.
        """
        announced, pids = False, None
        while not self.stopping.is_set():
            self._tend_database()
            for child in self.children:
                child.tend()
            if pids != (pids := [child.pid for child in self.children]):
                on_change()
            if not announced:
                self._give_up_on_the_hopeless()
                if all(child.ready() for child in self.children):
                    announced = True
                    on_ready()
            self.stopping.wait(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """End the processes together, then the database; at most 10 s in all."""
        deadline = time.monotonic() + _STOP_CHILDREN_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop(deadline)
        if self.database:
            self.database.stop(_STOP_DATABASE_SECONDS)
        logs.write("supervisor", "stopped")

    def _tend_database(self) -> None:
        database, now = self.database, time.monotonic()
        if database is None or database.running or now < self._database_due:
            return
        logs.write("supervisor", "died", "error", child="database")
        database.stop()
        try:
            database.start(timeout_seconds=60)
        except DatabaseError as error:
            self._database_deaths += 1
            wait = min(0.5 * 2**self._database_deaths, 30.0)
            self._database_due = now + wait
            logs.write("supervisor", str(error), "error", code=error.code, retry_in_seconds=wait)
        else:
            self._database_deaths = 0
            logs.write("supervisor", "started", child="database", pid=database.pid)

    def _give_up_on_the_hopeless(self) -> None:
        for child in self.children:
            if child.deaths >= _HOPELESS_DEATHS and not child.was_ready:
                raise NeverReady(
                    f"The process {child.name} died {child.deaths} times before it was ready; "
                    "its last lines are in the log above."
                )
