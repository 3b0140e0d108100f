"""`octant restore FILE`: a backup into an empty home folder, without those erased since."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--erased",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="erased.jsonl of the home that the backup was made of; again for each worker's home",
    )
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.core.privacy.erased_list import NAME
    from octant.project.archive import restore
    from octant.project.home import Home

    home = Home(args.home)
    given = bool(args.erased) or (home.path / NAME).is_file()
    listed = restore(home, args.file, args.erased)
    done = _erase_again(args)
    print(json.dumps({"restored": str(home.path), "on_the_list": listed, **done}))
    if not given:
        print(
            "octant restore: without --erased, people who were erased after this backup was made "
            f"are back. If their list ({NAME} in the old home folder) is still there, copy it "
            "into this one; the system erases them again by itself.",
            file=sys.stderr,
        )
    return 0


def _erase_again(args: argparse.Namespace) -> dict[str, int]:
    """Erase them before anybody can look; a database that must be migrated first leaves it to the
    worker, which does the same when the system starts."""
    from octant.project.cli.django import django_ready, need_tables
    from octant.project.cli.problems import UserError

    with django_ready(args):
        try:
            need_tables()
        except UserError:
            return {}
        from octant.core.privacy.services.again import erase_again
        from octant.core.privacy.services.steps import erase_due

        begun = erase_again()
        finished = 0
        while begun and (more := erase_due(budget_seconds=600)):
            finished += more
        return {"erased_again": finished}
