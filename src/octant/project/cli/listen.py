"""What the long-running commands share."""

from __future__ import annotations

import argparse
import os

from octant.project.cli.django import SETTINGS, add_home_argument, choose_home
from octant.project.cli.problems import UserError
from octant.project.supervisor import lifeline


def add_listen_arguments(parser: argparse.ArgumentParser, after: int = 0) -> None:
    """`--home`, `--host` and `--port`; the default port is `after` ports behind $OCTANT_PORT."""
    add_home_argument(parser)
    parser.add_argument("--host", default=os.environ.get("OCTANT_HOST", "127.0.0.1"))
    port = int(os.environ.get("OCTANT_PORT", "8000")) + after
    parser.add_argument("--port", type=int, default=port)


def prepare(args: argparse.Namespace) -> None:
    """Tie the process to its supervisor and point Django at the home and its database.

    Raises UserError when the embedded database is not running.
    """
    lifeline.hold()
    home = choose_home(args)
    url = home.database_url()
    if not url:
        raise UserError(
            f"No database runs for {home.path}. Set DATABASE_URL, or use octant up, "
            "which starts one together with everything else."
        )
    home.create()
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
