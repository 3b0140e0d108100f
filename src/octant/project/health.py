"""What a system needs, examined one by one without changing anything but a stopped database."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octant.kit.database import DatabaseError, binaries
from octant.project.home import Home, HomeError
from octant.project.supervisor.up import check_port

_OLDEST_PYTHON = (3, 11)
_LEAST_FREE_BYTES = 1_000_000_000
_SOURCE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Check:
    """One finding: `says` is how it is, or what to do."""

    name: str
    ok: bool
    says: str


def examine(home: Home, host: str, port: int) -> Iterator[Check]:
    """All checks, in the order in which a person would mend what they find."""
    yield _python()
    yield _binaries(home)
    yield _home(home)
    yield _disk(home)
    yield _ports(home, host, port)
    yield _translations()
    if file := os.environ.get("OCTANT_BREACHED_PASSWORDS"):
        yield _tried("passwords", lambda: _breached(Path(file)))
    yield from _database(home)


def _python() -> Check:
    have = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info[:2] >= _OLDEST_PYTHON
    return Check("python", ok, have if ok else f"{have}: install Python 3.11 or newer")


def _binaries(home: Home) -> Check:
    if os.environ.get("DATABASE_URL"):
        return Check("binaries", True, "not needed, DATABASE_URL is set")
    return _tried("binaries", lambda: _describe(home))


def _describe(home: Home) -> str:
    from octant.kit.database.cluster import major_version

    found = binaries.find(major_version(home.data_dir))
    return f"PostgreSQL {found.major} in {found.folder}"


def _home(home: Home) -> Check:
    if not home.path.exists():
        return Check("home", True, f"{home.path} is not there yet; octant up makes it")
    if not os.access(home.path, os.R_OK | os.W_OK | os.X_OK):
        return Check("home", False, f"{home.path} is not yours: run this as its owner")
    for name in ("keys", "keys/secret_key", "files"):
        path = home.path / name
        if path.exists() and path.stat().st_mode & 0o077:
            return Check("home", False, f"others may read {path}: chmod go-rwx {path}")
    return Check("home", True, f"{home.path}, {'in use' if home.in_use() else 'not in use'}")


def _disk(home: Home) -> Check:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free at {folder}"
    ok = free >= _LEAST_FREE_BYTES
    return Check("disk", ok, says if ok else f"{says}: make room, at least 1 GB")


def _ports(home: Home, host: str, port: int) -> Check:
    state = home.state()
    if state:
        return Check("ports", True, f"the running system has {state.get('url')}")

    def all_three() -> str:
        for number in range(port, port + 3):
            check_port(host, number)
        return f"{port} to {port + 2} are free on {host}"

    return _tried("ports", all_three)


def _translations() -> Check:
    stale = [
        source
        for source in _SOURCE.rglob("LC_MESSAGES/*.po")
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        return Check("languages", False, f"{len(stale)} not compiled: make messages")
    return Check("languages", True, "all translations are compiled")


def _breached(file: Path) -> str:
    from octant.core.people.breached import demand_readable

    demand_readable(file)
    return f"breached ones are refused, {file.stat().st_size / 1e9:.1f} GB in {file}"


def _database(home: Home) -> Iterator[Check]:
    if not home.database_url() and not home.data_dir.exists():
        yield Check("database", True, "not made yet; octant up makes it")
        return
    try:
        with home.database() as url:
            yield _tried("database", lambda: _server_version(url))
            yield _tried("tables", lambda: _pending(url))
    except (DatabaseError, HomeError) as error:
        yield Check("database", False, str(error))


def _server_version(url: str) -> str:
    import psycopg

    with psycopg.connect(url, connect_timeout=5) as connection:
        number = connection.info.server_version
    if number // 10_000 < binaries.OLDEST_MAJOR:
        raise DatabaseError(
            "old_server",
            f"PostgreSQL {number // 10_000} is too old: use {binaries.OLDEST_MAJOR} or newer",
        )
    return f"PostgreSQL {number // 10_000}.{number % 10_000} answers"


def _pending(url: str) -> str:
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    finally:
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
    if plan:
        raise DatabaseError("pending", f"{len(plan)} changes are missing: octant migrate")
    return "up to date"


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except Exception as error:  # whatever is wrong is what the operator wants to read
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return Check(name, False, first)
