"""`octant train`: learn categories from the workspace's solved tickets; one JSON object."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--list", action="store_true", help="name the versions that are kept")
    choice.add_argument("--use", metavar="VERSION", help="go back to a version that is kept")
    choice.add_argument("--off", action="store_true", help="go by the rules alone")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables

    with django_ready(args):
        need_tables()
        from octant.core.routing.services import training

        if args.use or args.off:
            training.use(args.use or "")
        if args.list or args.use or args.off:
            found = {"versions": training.versions(), "used": training.current_version() or None}
        else:
            found = asdict(training.train_categories())
        print(json.dumps(found, ensure_ascii=False))
    return 0
