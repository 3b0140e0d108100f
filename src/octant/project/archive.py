"""Backup and restore: database, files and keys in one tar file.

manifest.json   what made it, and when
database.dump   pg_dump's own format
files/ keys/    as in the home folder
erased.jsonl    who was erased until then, if anybody was
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import psycopg
from psycopg.conninfo import conninfo_to_dict

from octant.core.privacy.erased_list import NAME as ERASED
from octant.core.privacy.erased_list import BadList, merge
from octant.kit import clock
from octant.kit.database import binaries
from octant.project.home import Home

FORMAT = 2  # 1 had no erased.jsonl
_FOLDERS = ("files", "keys")
_KNOWN = {("manifest.json",), ("database.dump",), (ERASED,), *((name,) for name in _FOLDERS)}


class ArchiveError(Exception):
    """A backup or restore that cannot be done; the message says why and what to do."""


def backup(home: Home, target: Path) -> int:
    """Write `target` whole or not at all, readable by its owner only. Returns its bytes.

    Works while the system runs: the database is dumped as of one instant, and files, which never
    change once written, are copied after it. Raises ArchiveError, HomeError, DatabaseError.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already; choose another name.")
    with _workshop(target.absolute().parent) as folder, home.database() as url:
        _run_tool(url, "pg_dump", "--format=custom", f"--file={folder / 'database.dump'}")
        manifest = {"format": FORMAT, "octant": version("octant"), "made": clock.now().isoformat()}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        draft = folder / "backup.tar"
        with draft.open("wb") as stream, tarfile.open(fileobj=stream, mode="w") as archive:
            for name in ("manifest.json", "database.dump"):
                archive.add(folder / name, name)
            for name in _FOLDERS:
                _add_folder(archive, home.path / name)
            if (home.path / ERASED).is_file():
                archive.add(home.path / ERASED, ERASED)
            archive.close()
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(0o600)
        draft.rename(target)
    return target.stat().st_size


def _add_folder(archive: tarfile.TarFile, folder: Path) -> None:
    """`folder` without what is being written right now: unfinished files and uploads, which
    may be gone before their turn."""
    for path in [folder, *sorted(folder.rglob("*"))]:
        inside = path.relative_to(folder).parts
        if inside and (inside[0] == "parts" or path.name.startswith(".")):
            continue
        with suppress(FileNotFoundError):
            archive.add(path, str(PurePosixPath(folder.name, *inside)), recursive=False)


def restore(home: Home, source: Path, erased: Sequence[Path] = ()) -> int:
    """Bring the backup `source` into an empty home and, with DATABASE_URL, an empty database.

    The home's own list of erased people, those of `erased` and the backup's become one; returns
    how many lines it has. Nobody is erased here: see octant.core.privacy.services.again. A
    restore that fails leaves the home as empty as it was. Raises ArchiveError, HomeError,
    DatabaseError.
    """
    if home.data_dir.exists() or any((home.path / "files").glob("*")):
        raise ArchiveError(f"{home.path} is not empty. Restore into a new folder with --home.")
    if missing := [str(file) for file in erased if not file.is_file()]:
        raise ArchiveError(f"There is no file {missing[0]}.")
    with home.locked(), _workshop(home.path) as folder:
        _unpack(source, folder)
        try:
            named = merge(home.path, [*erased, folder / ERASED])
        except BadList as error:
            raise ArchiveError(str(error)) from error
        try:
            with home.database() as url:
                _refuse_full_database(url)
                _run_tool(
                    url,
                    "pg_restore",
                    "--no-owner",
                    "--single-transaction",
                    "--exit-on-error",
                    f"--dbname={conninfo_to_dict(url).get('dbname')}",
                    str(folder / "database.dump"),
                )
        except BaseException:
            shutil.rmtree(home.data_dir, ignore_errors=True)
            raise
        for name in _FOLDERS:
            if (folder / name).is_dir():
                shutil.rmtree(home.path / name)
                (folder / name).rename(home.path / name)
                (home.path / name).chmod(0o700)
    return named


def _unpack(source: Path, folder: Path) -> None:
    """Unpack only what a backup holds: plain files below the known names."""
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                parts = PurePosixPath(member.name).parts
                known = parts[:1] in _KNOWN
                if member.isdir() and known and ".." not in parts:
                    (folder / member.name).mkdir(parents=True, exist_ok=True)
                    continue
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is None or not known or ".." in parts:
                    raise ArchiveError(f"{source} is no backup of Octant: it holds {member.name}.")
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    shutil.copyfileobj(stream, out)
                target.chmod(0o600)
        made_by = json.loads((folder / "manifest.json").read_text())
        if made_by["format"] > FORMAT:
            raise ArchiveError(f"{source} was made by a newer Octant ({made_by['octant']}).")
        if not (folder / "database.dump").is_file():
            raise KeyError("database.dump")
    except (tarfile.TarError, EOFError, KeyError, ValueError, FileNotFoundError) as error:
        if not source.exists():
            raise ArchiveError(f"There is no file {source}.") from None
        raise ArchiveError(f"{source} is damaged or no backup of Octant ({error}).") from None


def _refuse_full_database(url: str) -> None:
    with psycopg.connect(url, connect_timeout=10) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        row = connection.execute(query).fetchone()
    if row and row[0]:
        raise ArchiveError("The database that DATABASE_URL names is not empty.")


def _run_tool(url: str, name: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore on `url`, with the password out of sight of other users."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        major = connection.info.server_version // 10_000
    variables = {
        "dbname": "PGDATABASE",
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
    }
    parts = conninfo_to_dict(url)
    env = {variables[key]: str(value) for key, value in parts.items() if key in variables}
    tool = binaries.find_tool(name, major)
    done = subprocess.run(
        [tool, "--no-password", *arguments],
        env={**os.environ, **env, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ArchiveError(f"{name} failed: {said}")


@contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that results can be renamed into place."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".octant-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
