"""`octant up`: the whole system, until it is told to stop."""

from __future__ import annotations

import argparse

from octant.project.cli.problems import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("--demo", action="store_true", help="load the demo workspace and people")
    add_home_argument(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="pages; sockets on the next one")


def run(args: argparse.Namespace) -> int:
    from octant.project.home import Home
    from octant.project.supervisor import up

    if not 0 < args.port < 65535:
        raise UserError("--port takes a number from 1 to 65534.")
    up.run(up.System(Home(args.home), args.host, args.port, args.demo))
    return 0
