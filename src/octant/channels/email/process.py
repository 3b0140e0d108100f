"""The process `mail`: takes mails in, sorts them, sends what is queued."""

import asyncio
import signal
import threading
from collections.abc import Callable

import structlog
import uvloop
from django.conf import settings
from django.db import close_old_connections

from octant.channels.email.receiving.accounts import Account, accounts
from octant.channels.email.receiving.imap import Watcher
from octant.channels.email.receiving.server import serve, tls_context
from octant.channels.email.services.confirming import confirm_due
from octant.channels.email.services.sending import send_due
from octant.channels.email.services.sorting import sort_due
from octant.channels.email.sorters import Sorters
from octant.core.ports.workspace import workspace

log = structlog.get_logger()
LOOK_SECONDS, RETRY_SECONDS = 0.5, 2.0
THREADS = 2  # that sort in one process: while one waits for the database, the other works


class Crew:
    """Threads that work on what the database says is due; any of them may die at any time."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.kept = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self, name: str, work: Callable[[], int], wake: threading.Event) -> None:
        """Do `work` again and again, at the latest LOOK_SECONDS after there was none."""
        self._start(name, lambda: _repeat(work, self.stopping, wake))

    def watch(self, account: Account, kept: Callable[[], None]) -> None:
        watcher = Watcher(account, stopping=self.stopping, kept=kept)
        self._start(f"imap-{account.host}", watcher.run)

    def stop(self, seconds: float = 6) -> None:
        """Let them finish what they do; what is not done is done later."""
        self.stopping.set()
        self.kept.set()
        for thread in self._threads:
            thread.join(seconds / len(self._threads))

    def _start(self, name: str, run: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=run, name=name, daemon=True))
        self._threads[-1].start()


def _repeat(work: Callable[[], int], stopping: threading.Event, wake: threading.Event) -> None:
    while not stopping.is_set():
        try:
            if not work():
                wake.wait(LOOK_SECONDS)
                wake.clear()
        except Exception:  # the database may be restarting
            log.exception("mail_interrupted", thread=threading.current_thread().name)
            stopping.wait(RETRY_SECONDS)
        finally:
            close_old_connections()


def _sort(stopping: threading.Event, wake: threading.Event) -> None:
    """All that a process of sorting does."""
    threads = [
        threading.Thread(target=_repeat, args=(sort_due, stopping, wake), name=f"sorter-{number}")
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(host: str, port: int, ready: Callable[[], None]) -> None:
    """Work until SIGTERM or SIGINT. Raises `OSError` where the port cannot be had; ends with 1
    where a process that sorts ended by itself, for the supervisor to begin anew as a whole."""
    sorters = Sorters(settings.OCTANT_MAIL_SORTERS, _sort)
    uvloop.run(_main(host, port, ready, sorters))


async def _main(host: str, port: int, ready: Callable[[], None], sorters: Sorters) -> None:
    crew, stop = Crew(), asyncio.Event()
    tls = None
    if settings.OCTANT_MAIL_TLS_CERT:
        tls = tls_context(settings.OCTANT_MAIL_TLS_CERT, settings.OCTANT_MAIL_TLS_KEY)
    name = workspace().support_address.rpartition("@")[2]
    kept = sorters.wake if sorters.sentinels else crew.kept.set
    server = await serve(host, port, kept=kept, name=name, tls=tls)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    died: list[str] = []

    def lost(sorter: str) -> None:
        if not stop.is_set():
            died.append(sorter)
            stop.set()

    for sorter, sentinel in sorters.sentinels.items():
        loop.add_reader(sentinel, lost, sorter)
    _begin(crew, sorters, kept)
    log.info("mail_started", port=port, sorters=len(sorters.sentinels))
    ready()
    await stop.wait()
    for sentinel in sorters.sentinels.values():
        loop.remove_reader(sentinel)
    server.close()
    await asyncio.to_thread(crew.stop)
    await asyncio.to_thread(sorters.stop, 3)
    if died:
        log.error("mail_sorter_died", sorters=died)
        raise SystemExit(1)


def _begin(crew: Crew, sorters: Sorters, kept: Callable[[], None]) -> None:
    if not sorters.sentinels:
        for number in range(THREADS):
            crew.begin(f"sorter-{number}", sort_due, crew.kept)
    crew.begin("sender", send_due, threading.Event())
    crew.begin("confirmer", confirm_due, threading.Event())
    for account in accounts(settings.OCTANT_IMAP_URLS):
        crew.watch(account, kept)
