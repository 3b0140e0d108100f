"""`octant simulate`: fill a demonstration's past, or let chats happen in it now."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("--tickets", type=_whole, metavar="N", help="write N tickets of the past")
    parser.add_argument(
        "--days", type=_whole, default=90, metavar="N", help="of how many days (default: 90)"
    )
    parser.add_argument(
        "--minutes", type=float, metavar="N", help="let chats happen for N minutes from now on"
    )
    parser.add_argument(
        "--rate", type=float, default=6.0, metavar="N", help="chats that begin in a minute (6)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, other tickets (1)")
    add_home_argument(parser)


def _whole(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError(f"write {text!r} as a number from 1 to 100000")
    return number


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables
    from octant.project.cli.problems import UserError

    if not args.tickets and not args.minutes:
        raise UserError("Say what to do: --tickets N for the past, --minutes N for now.")
    with django_ready(args):
        need_tables()
        found: dict[str, Any] = {}
        if args.tickets:
            found["past"] = _past(args)
        if args.minutes:
            found["now"] = _now(args)
        print(json.dumps(found))
    return 0


def _past(args: argparse.Namespace) -> int:
    from datetime import timedelta

    from octant.kit.clock import now
    from octant.project.simulation.past import fill_past
    from octant.project.simulation.samples import samples
    from octant.reactions.insights.services.counting import count_stale
    from octant.reactions.insights.services.marking import mark_news, mark_span

    written = 0
    pieces = fill_past(samples(_folder()), tickets=args.tickets, days=args.days, seed=args.seed)
    for written in pieces:
        _tell(f"{written} of {args.tickets} tickets")
    mark_news()
    mark_span(since=now() - timedelta(days=args.days + 1))
    while count_stale():
        pass
    return written


def _now(args: argparse.Namespace) -> dict[str, int]:
    from dataclasses import asdict
    from random import Random

    from octant.project.simulation.present import Simulation
    from octant.project.simulation.samples import samples

    simulation = Simulation(samples(_folder()), rate=args.rate, random=Random(args.seed))

    def told(counts: object) -> None:
        _tell(" ".join(f"{name} {value}" for name, value in asdict(simulation.counts).items()))

    simulation.run(seconds=args.minutes * 60, told=told)
    return asdict(simulation.counts)


def _tell(line: str) -> None:
    """On one line of a terminal; nowhere else."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def _folder() -> Any:
    from octant.core.ports.workspace import workspace

    return workspace().folder
