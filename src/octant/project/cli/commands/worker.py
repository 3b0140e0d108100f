"""`octant worker`: scheduled and queued work."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.listen import prepare

    prepare(args)
    import django

    django.setup()
    from octant.kit.collecting import settle
    from octant.project.supervisor.lifeline import tell_ready
    from octant.project.worker import main

    settle()
    tell_ready()
    main()
    return 0
