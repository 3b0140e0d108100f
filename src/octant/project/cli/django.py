"""Django on the home that a command names, with a database for as long as the command needs it."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator

from octant.project.cli.problems import UserError
from octant.project.home import Home

SETTINGS = "octant.project.settings"


def add_home_argument(parser: argparse.ArgumentParser) -> None:
    """`--home DIR`, the same in every command."""
    parser.add_argument(
        "--home",
        metavar="DIR",
        default=None,
        help="home folder of the running or stopped system (default: $OCTANT_HOME or .octant)",
    )


def choose_home(args: argparse.Namespace) -> Home:
    """The home of `args`, also told to settings through the environment."""
    home = Home(args.home)
    os.environ["OCTANT_HOME"] = str(home.path)
    return home


@contextlib.contextmanager
def django_ready(args: argparse.Namespace) -> Iterator[Home]:
    """Django set up on the home, its database running, for the length of the block."""
    home = choose_home(args)
    with home.database() as url:
        home.create()
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        import django
        from django.db import connections

        django.setup()
        try:
            yield home
        finally:
            connections.close_all()
            _close_pools()


def _close_pools() -> None:
    """Let a database that runs for this command alone stop without waiting for us."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()


def need_tables(*, make: bool = False) -> None:
    """Stop with a sentence unless the tables are those of this program.

    With `make`, an empty database gets them; one that is behind never changes unasked.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        raise UserError("The database is older than this program. Run octant migrate first.")
    if not make:
        raise UserError("There is nothing in this home yet. Run octant load DIR first.")
    call_command("migrate", verbosity=0)
