"""`octant backup FILE`: database, files and keys in one file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("file", metavar="FILE", type=Path, help="holds keys: keep it safe")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.archive import ArchiveError, backup
    from octant.project.home import Home

    home = Home(args.home)
    if not home.data_dir.exists() and not home.database_url():
        raise ArchiveError(f"There is nothing to back up in {home.path}.")
    size = backup(home, args.file)
    print(json.dumps({"backup": str(args.file), "bytes": size}))
    return 0
