"""A process ends with its supervisor, however that one died.

The supervisor holds the other end of each process's standard input and never writes to it: the
kernel closes it with the supervisor. Works on every Unix, unlike a parent-death signal.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

SUPERVISED = "OCTANT_SUPERVISED"
READY_LINE = '{"event": "ready", "level": "info"}'
_GRACE_SECONDS = 5.0


def hold() -> None:
    """Call first in a supervised process: ends it when standard input closes."""
    if os.environ.pop(SUPERVISED, None):
        threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def tell_ready() -> None:
    """For a process without a health address: say that it started well."""
    sys.stdout.write(READY_LINE + "\n")
    sys.stdout.flush()


def follow_parent() -> None:
    """Call in a process that a supervised one started: ends it with its parent."""
    parent = os.getppid()
    threading.Thread(target=_wait_for_orphanage, args=(parent,), daemon=True).start()


def _wait_for_the_end() -> None:
    while True:
        try:
            if not os.read(sys.__stdin__.fileno() if sys.__stdin__ else 0, 1024):
                break
        except OSError:
            break
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


def _wait_for_orphanage(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
