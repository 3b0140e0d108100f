"""The home folder: everything that must outlive a restart, in one place.

db/ db.json db.lock    the embedded database, where DATABASE_URL names no other
files/ keys/ index/    attachments, secrets, search indexes (rebuilt when missing)
erased.jsonl           who was erased, for the day a backup is restored
run/                   what is true only while the system runs: state.json, sockets
lock                   held by `octant up`; the kernel drops it with the process
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from octant.kit.database import DatabaseError, Server, running_url
from octant.project.keys import secret_key

FOLDERS = ("files", "keys", "index", "run")
_LOCK_PATIENCE_SECONDS = 1.0
_DATABASE_PATIENCE_SECONDS = 60.0


class HomeError(Exception):
    """The home folder cannot be used; `str(error)` says why and what to do."""


class Home:
    """One home folder. Making the object touches nothing; `create` makes the folders."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path or os.environ.get("OCTANT_HOME") or ".octant").expanduser().resolve()

    @property
    def data_dir(self) -> Path:
        """The embedded database's data."""
        return self.path / "db"

    @property
    def state_path(self) -> Path:
        """Ports and processes of the running system, as JSON."""
        return self.path / "run" / "state.json"

    def create(self) -> None:
        """Make the folders and the secret key where missing. Raises HomeError."""
        # As root the database's account must pass through to db/ and run/, but not list them.
        passable = 0o711 if os.geteuid() == 0 else 0o700
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(passable)
            for name in FOLDERS:
                folder = self.path / name
                if not folder.exists():
                    folder.mkdir()
                    folder.chmod(passable if name == "run" else 0o700)
            secret_key(self.path)
        except OSError as error:
            raise HomeError(
                f"The home folder {self.path} cannot be used: {error.strerror}. "
                "Choose another one with --home."
            ) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the home for one running system. Raises HomeError when another one holds it."""
        self.create()
        deadline = time.monotonic() + _LOCK_PATIENCE_SECONDS  # `in_use` holds it for an instant
        lock = (self.path / "lock").open("a")
        while not _try_lock(lock):
            if time.monotonic() > deadline:
                lock.close()
                raise HomeError(self._who_uses_it())
            time.sleep(0.02)
        try:
            yield
        finally:
            self.clear_state()
            lock.close()

    def in_use(self) -> bool:
        """True while an `octant up` runs on this home."""
        try:
            with (self.path / "lock").open() as lock:
                return not _try_lock(lock)
        except FileNotFoundError:
            return False

    def state(self) -> dict[str, Any]:
        """What the running system wrote about itself; empty when none runs."""
        if not self.in_use():
            return {}
        try:
            state: dict[str, Any] = json.loads(self.state_path.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return state

    def write_state(self, state: dict[str, Any]) -> None:
        """Replace the running system's description in one step."""
        draft = self.state_path.with_suffix(".draft")
        draft.touch(mode=0o600)  # the database's address may hold a password
        draft.write_text(json.dumps(state, indent=1))
        draft.replace(self.state_path)
        address = self.path / "run" / "database_url"
        address.touch(mode=0o600)
        address.write_text(str(state.get("database_url", "")))

    def clear_state(self) -> None:
        """Forget the description, once the system has stopped."""
        for path in (self.state_path, self.path / "run" / "database_url"):
            path.unlink(missing_ok=True)

    def server(self, on_log: Callable[[str], None] | None = None) -> Server:
        """The embedded database of this home, not yet started."""
        return Server(self.data_dir, self.path / "run" / "postgres", on_log=on_log)

    def database_url(self) -> str | None:
        """$DATABASE_URL, or the address of the running embedded database, or None."""
        return os.environ.get("DATABASE_URL") or running_url(self.data_dir)

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """A database address for the length of the block: the running system's, or our own.

        Raises HomeError, DatabaseError.
        """
        if given := os.environ.get("DATABASE_URL"):
            yield given
            return
        deadline = time.monotonic() + _DATABASE_PATIENCE_SECONDS
        while True:
            # A server that another tool started for itself could stop in the middle of our work.
            if self.in_use() and (url := running_url(self.data_dir)):
                yield url
                return
            self.create()
            server = self.server(on_log=lambda line: None)
            try:
                server.start()
            except DatabaseError as error:
                if error.code != "already_running" or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
                continue
            try:
                yield server.url
            finally:
                server.stop()
            return

    def _who_uses_it(self) -> str:
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError, TypeError):
            state = json.loads(self.state_path.read_text())
            return (
                f"Octant is already running on {self.path} (process {state['pid']}, "
                f"{state['url']}). Stop it first, or choose another folder with --home."
            )
        return (
            f"Octant is already running on {self.path}. "
            "Stop it first, or choose another folder with --home."
        )


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
