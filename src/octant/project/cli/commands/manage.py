"""`octant manage COMMAND …`: Django's own commands on the home's database."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    add_home_argument(parser)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …")


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready

    with django_ready(args):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["octant manage", *args.words])
    return 0
