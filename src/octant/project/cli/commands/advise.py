"""`octant advise --json TEXT`: which channel is advised and why, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument("--urgency", default="", choices=("low", "normal", "high", "critical"))
    parser.add_argument("--complexity", default="", choices=("simple", "moderate", "complex"))
    parser.add_argument(
        "--prefer", default="", choices=("read", "write", "chat", "voice"), help="how to be helped"
    )
    parser.add_argument("--category", default="", help="a topic of the workspace, if it is known")
    parser.add_argument(
        "--lang", default="", choices=("en", "zh-hans"), help="default: that of the text"
    )
    parser.add_argument("--lines", action="store_true", help="every line on stdin is a text")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="default: standard input")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables

    with django_ready(args):
        need_tables()
        from octant.project.tools_advise import answer, is_running

        live = is_running()
        for text in _texts(args):
            print(json.dumps(answer(text, args, live=live), ensure_ascii=False), flush=True)
    return 0


def _texts(args: argparse.Namespace) -> list[str]:
    if args.text:
        return [" ".join(args.text)]
    said = sys.stdin.buffer.read().decode(errors="replace")
    return [line for line in said.splitlines() if line.strip()] if args.lines else [said.strip()]
