"""`octant realtime`: the sockets, on uvicorn, one port after the pages."""

from __future__ import annotations

import argparse

TARGET = "octant.reactions.realtime.asgi:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.listen import add_listen_arguments

    add_listen_arguments(parser, after=1)


def run(args: argparse.Namespace) -> int:
    import uvicorn

    from octant.project.cli.listen import prepare

    prepare(args)
    uvicorn.run(
        TARGET,
        host=args.host,
        port=args.port,
        loop="uvloop",
        ws="octant.reactions.realtime.protocol:Protocol",
        ws_per_message_deflate=False,  # messages are short, and a window costs 40 kB a browser
        lifespan="on",
        ws_max_size=64 * 1024,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        timeout_graceful_shutdown=3,
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
    )
    return 0
