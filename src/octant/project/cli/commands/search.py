"""`octant search --lang L --json QUERY…`: what a reader would find, one JSON object."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("--lang", default="en", choices=("en", "zh-hans"), help="reader's language")
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("query", nargs="+", metavar="QUERY")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables

    with django_ready(args):
        need_tables()
        from octant.project.tools_search import run as search

        return int(search(args) or 0)
