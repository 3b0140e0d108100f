"""`octant rotate-keys`: seal every stored file with a new key. May be stopped and run again."""

from __future__ import annotations

import argparse
import json
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument(
        "--forget-old",
        action="store_true",
        help="afterwards remove keys that nothing needs; only while the system is stopped",
    )
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import choose_home
    from octant.project.cli.problems import UserError

    home = choose_home(args)
    given = bool(os.environ.get("OCTANT_FILE_KEY"))
    if args.forget_old and given:
        raise UserError("The keys are in OCTANT_FILE_KEY: take the old ones out there.")
    if args.forget_old and home.in_use():
        raise UserError("Stop the system first: it may be writing with an old key right now.")
    home.create()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")
    import django

    django.setup()
    from octant.core.safety import rotation

    *_, last = rotation.rotate(fresh=not given)
    answer: dict[str, object] = {"key": last.key, "files": last.done}
    if args.forget_old:
        answer["forgotten"] = rotation.forget()
    print(json.dumps(answer))
    return 0
