"""The process behind the scenes: deliver events, tend the queue, keep indexes fresh."""

import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

import psycopg
import structlog
from django.db import close_old_connections

from octant.project.ticks import QUICK, READING, SLOW, Recurring, Turns, run

log = structlog.get_logger()
PAUSE_SECONDS = 0.25
RETRY_SECONDS = 1.0


class Worker:
    """Four threads, so that an index being built holds up neither events nor the queue, and
    a picture being read none of them."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        jobs: dict[str, Callable[[], None]] = {
            "events": self._deliver_events,
            "quick": partial(self._tick, QUICK, Turns()),
            "slow": partial(self._tick, SLOW, Turns()),
            "reading": partial(self._tick, READING, Turns()),
        }
        self._threads = [
            threading.Thread(target=self._forever, args=(work,), name=name, daemon=True)
            for name, work in jobs.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, *_: int | FrameType | None) -> None:
        self._stopping.set()

    def join(self, timeout_seconds: float = 8) -> None:
        """Wait for a stop, then for what is being done; what is not finished is redone later."""
        self._stopping.wait()
        for thread in self._threads:
            thread.join(timeout_seconds / len(self._threads))

    def _forever(self, work: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                work()
            except Exception:  # the database may be restarting
                log.exception("worker_interrupted")
                self._stopping.wait(RETRY_SECONDS)
            finally:
                close_old_connections()

    def _deliver_events(self) -> None:
        """Deliver what is due; between rounds sleep until somebody publishes."""
        from octant.core.outbox.services import WAKE, deliver_due
        from octant.reactions.realtime.database import conninfo

        with psycopg.connect(conninfo(), autocommit=True) as ear:
            ear.execute(f"LISTEN {WAKE}")
            while not self._stopping.is_set():
                while deliver_due():
                    if self._stopping.is_set():
                        return
                close_old_connections()
                for _note in ear.notifies(timeout=1.0, stop_after=1):
                    break

    def _tick(self, table: Sequence[Recurring], turns: Turns) -> None:
        for work in table:
            if self._stopping.is_set():
                return
            if turns.claim(work):
                run(work)
        close_old_connections()
        self._stopping.wait(PAUSE_SECONDS)


def main() -> int:
    """Work until SIGTERM or SIGINT."""
    import django

    django.setup()
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.start()
    log.info("worker_started")
    worker.join()
    return 0
