"""`octant load [DIR]`: a workspace folder into the database; prints what now stands as JSON."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from octant.project.cli.problems import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("folder", nargs="?", metavar="DIR", help="default: $OCTANT_WORKSPACE")
    parser.add_argument("--demo", action="store_true", help="also the demo people and tickets")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables

    folder = Path(args.folder).resolve() if args.folder else None
    if folder and not folder.is_dir():
        raise UserError(f"{folder} is not a folder.")
    if args.demo:
        os.environ["OCTANT_DEMO"] = "1"
    with django_ready(args):
        need_tables(make=True)
        from octant.project.loading import load_workspace

        answer: dict[str, object] = {"loaded": load_workspace(folder, demo=args.demo)}
        if args.demo:
            from octant.project import demo

            answer["logins"] = demo.logins()
    print(json.dumps(answer, ensure_ascii=False))
    return 0
