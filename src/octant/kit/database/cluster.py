"""The data folder: made whole or not at all, and remembered by its major version."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from octant.kit.database.account import Account
from octant.kit.database.binaries import Binaries
from octant.kit.database.errors import DatabaseError, explain

SUPERUSER = "postgres"


def major_version(data_dir: Path) -> int | None:
    """The PostgreSQL major version that made `data_dir`, or None where there is no cluster."""
    try:
        return int((data_dir / "PG_VERSION").read_text())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise DatabaseError(
            "damaged", f"The file {data_dir / 'PG_VERSION'} is damaged; restore a backup."
        ) from None


def create(data_dir: Path, binaries: Binaries, account: Account) -> None:
    """Run initdb beside `data_dir` and move the result there, so that a kill leaves no half.

    Raises DatabaseError `not_empty`, `disk_full`, `database_failed`.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise DatabaseError(
            "not_empty", f"The folder {data_dir} is not empty and holds no PostgreSQL database."
        )
    building = data_dir.with_name(data_dir.name + ".new")
    shutil.rmtree(building, ignore_errors=True)
    try:
        account.own(building)
        _initdb(building, binaries, account)
        if data_dir.exists():
            data_dir.rmdir()
        building.rename(data_dir)
    except OSError as error:
        raise explain([str(error)], str(data_dir), "The database could not be made.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _initdb(folder: Path, binaries: Binaries, account: Account) -> None:
    command = [
        binaries.program("initdb"),
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        "--auth=peer",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
    ]
    if binaries.major >= 17:
        # Sorts by code point, knows upper and lower case, and never changes under an index.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        account.command(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        cwd="/",
        env=environment(),
        **account.spawn_options(),  # type: ignore[call-overload]
    )
    if done.returncode:
        raise explain(
            done.stdout.splitlines(), str(folder.parent), "The database could not be made."
        )


def allow_client(data_dir: Path, account: Account, roles: tuple[str, ...]) -> None:
    """Let exactly the client's system account in, as exactly these roles, on the socket."""
    mapping = "".join(f'octant "{account.client}" {role}\n' for role in roles)
    for name, text in (
        ("pg_ident.conf", mapping),
        ("pg_hba.conf", "local all all peer map=octant\n"),
    ):
        target = data_dir / name
        if not target.exists() or target.read_text() != text:
            target.write_text(text)  # keeps the owner that initdb gave it


def environment() -> dict[str, str]:
    """An environment in which the server's messages are English and nothing is inherited."""
    return {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC"}
