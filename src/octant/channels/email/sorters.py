"""Sorting in processes of its own: one does with as many mails as one processor can."""

import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection

Work = Callable[[threading.Event, threading.Event], None]  # stopping, woken


class Sorters:
    """`count` processes that do `work`; made before this one has threads or a connection.

    Each holds the end of a pipe: what comes through it wakes them, and it closes with us, however
    we ended, so that none outlives the process that takes mails in.
    """

    def __init__(self, count: int, work: Work) -> None:
        if count:
            database: Any = connection
            database.close_pool()  # a connection must not be in two processes
        fork = multiprocessing.get_context("fork")
        self._ours: list[Connection] = []
        self._processes = []
        for number in range(count):
            theirs, ours = fork.Pipe(duplex=False)
            self._ours.append(ours)
            target, args = _work, (work, theirs, tuple(self._ours))
            process = fork.Process(target=target, args=args, name=f"sorter-{number}", daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)

    @property
    def sentinels(self) -> dict[str, int]:
        """By name: readable when that process has ended."""
        return {process.name: process.sentinel for process in self._processes}

    def wake(self) -> None:
        """There may be something to sort."""
        for end in self._ours:
            try:
                end.send_bytes(b".")
            except OSError:  # it has ended: whoever watches the sentinels knows
                continue

    def stop(self, seconds: float) -> None:
        """Let them finish the mail in their hands."""
        for end in self._ours:
            end.close()
        for process in self._processes:
            process.join(seconds)


def _work(work: Work, waker: Connection, ends: tuple[Connection, ...]) -> None:
    """What such a process does until its pipe is closed."""
    for end in ends:
        end.close()
    # Who stops the service stops it at its parent; a terminal's Ctrl-C comes to all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    stopping, woken = threading.Event(), threading.Event()
    working = threading.Thread(target=work, args=(stopping, woken))
    working.start()
    try:
        while True:
            waker.recv_bytes()
            woken.set()
    except (EOFError, OSError):
        stopping.set()
        woken.set()
        working.join()
