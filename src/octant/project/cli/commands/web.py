"""`octant web`: the pages, on granian."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

TARGET = "octant.project.wsgi:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.listen import add_listen_arguments

    add_listen_arguments(parser)
    parser.add_argument(
        "--workers", type=int, default=int(os.environ.get("OCTANT_WEB_WORKERS", "1"))
    )
    parser.add_argument(
        "--threads", type=int, default=int(os.environ.get("OCTANT_WEB_THREADS", "6"))
    )


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    from octant.project.cli.listen import prepare

    prepare(args)
    server = Granian(
        TARGET,
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,
        # The largest number of requests that wait for a thread; more wait in the kernel.
        backpressure=args.threads * 4,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
    )
    server.serve(target_loader=load, wrap_loader=False)
    return 0


def load(*_: Any, **__: Any) -> Callable[..., Any]:
    """The WSGI application, in a worker process, which ends with the one that started it."""
    from octant.project.supervisor.lifeline import follow_parent

    follow_parent()
    from octant.kit.collecting import settle
    from octant.project.wsgi import application

    settle()
    return application
