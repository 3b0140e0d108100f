"""`octant restore FILE`: a backup into an empty home folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("file", metavar="FILE", type=Path)
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.archive import restore
    from octant.project.home import Home

    home = Home(args.home)
    restore(home, args.file)
    print(json.dumps({"restored": str(home.path)}))
    return 0
