"""`octant dump DIR`: the database's content as a workspace folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("folder", metavar="DIR", type=Path)
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready

    with django_ready(args):
        from octant.project.loading import dump_workspace

        counts = dump_workspace(args.folder.resolve())
    print(json.dumps({"dumped": counts}, ensure_ascii=False))
    return 0
