"""`octant doctor`: what Octant needs, each as `ok` or `problem` with what to do."""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    add_home_argument(parser)
    parser.add_argument("--host", default=os.environ.get("OCTANT_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("OCTANT_PORT", "8000")))


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import choose_home
    from octant.project.health import examine

    healthy = True
    for check in examine(choose_home(args), args.host, args.port):
        print(f"{'ok' if check.ok else 'problem':<8} {check.name:<12} {check.says}")
        healthy = healthy and check.ok
    return 0 if healthy else 1
