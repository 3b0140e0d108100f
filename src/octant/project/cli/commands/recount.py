"""`octant recount`: count the hours of reports again from the tickets; one JSON object."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    for name, what in (("since", "the first"), ("until", "the first that is not")):
        parser.add_argument(
            f"--{name}", metavar="DATE", type=_moment, help=f"{what}: 2026-11-29 (UTC); else all"
        )
    add_home_argument(parser)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"write {text!r} as 2026-11-29") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables

    with django_ready(args):
        need_tables()
        from octant.reactions.insights.services.counting import count_stale
        from octant.reactions.insights.services.marking import mark_news, mark_span

        mark_news()  # the first time, or in another time zone: everything
        mark_span(since=args.since, until=args.until)
        hours = 0
        while counted := count_stale():
            hours += counted
        print(json.dumps({"hours": hours}))
    return 0
