"""The process `mail`: takes mails in, sorts them, sends what is queued."""

import asyncio
import signal
import threading
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import close_old_connections

from octant.channels.email.receiving.server import serve, tls_context
from octant.channels.email.services.sending import send_due
from octant.channels.email.services.sorting import sort_due
from octant.core.ports.workspace import workspace

log = structlog.get_logger()
LOOK_SECONDS, RETRY_SECONDS = 0.5, 2.0
SORTERS = 2


class Crew:
    """Threads that work on what the database says is due; any of them may die at any time."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.kept = threading.Event()
        self._threads = [
            *(self._thread(f"sorter-{n}", sort_due, self.kept) for n in range(SORTERS)),
            self._thread("sender", send_due, threading.Event()),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 6) -> None:
        """Let them finish what they do; what is not done is done later."""
        self.stopping.set()
        self.kept.set()
        for thread in self._threads:
            thread.join(seconds / len(self._threads))

    def _thread(
        self, name: str, work: Callable[[], int], wake: threading.Event
    ) -> threading.Thread:
        def run() -> None:
            while not self.stopping.is_set():
                try:
                    if not work():
                        wake.wait(LOOK_SECONDS)
                        wake.clear()
                except Exception:  # the database may be restarting
                    log.exception("mail_interrupted", thread=name)
                    self.stopping.wait(RETRY_SECONDS)
                finally:
                    close_old_connections()

        return threading.Thread(target=run, name=name, daemon=True)


def main(host: str, port: int, ready: Callable[[], None]) -> None:
    """Work until SIGTERM or SIGINT. Raises `OSError` where the port cannot be had."""
    asyncio.run(_main(host, port, ready))


async def _main(host: str, port: int, ready: Callable[[], None]) -> None:
    crew = Crew()
    tls = None
    if settings.OCTANT_MAIL_TLS_CERT:
        tls = tls_context(settings.OCTANT_MAIL_TLS_CERT, settings.OCTANT_MAIL_TLS_KEY)
    name = workspace().support_address.rpartition("@")[2]
    server = await serve(host, port, kept=crew.kept.set, name=name, tls=tls)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    crew.start()
    log.info("mail_started", port=port)
    ready()
    await stop.wait()
    server.close()
    await asyncio.to_thread(crew.stop)
