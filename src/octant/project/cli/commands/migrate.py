"""`octant migrate`: tables up to date."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready

    with django_ready(args):
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
    return 0
