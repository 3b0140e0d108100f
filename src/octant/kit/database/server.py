"""The embedded PostgreSQL server: started in about a second, reached by unix socket only."""

from __future__ import annotations

import collections
import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

import psycopg
from psycopg import sql

from octant.kit.database import account, binaries, cluster, processes, sockets, tuning
from octant.kit.database.errors import DatabaseError, explain
from octant.kit.database.url import socket_url

_log = logging.getLogger("octant.database")
_NEW_CLUSTER_BYTES = 64 * 1024 * 1024  # it takes 40 MB, and one more log segment 16 MB

_KNOCKING = "the database system is starting up"  # its answer to our own asking whether it is


class Server:
    """One server on one data folder, owned by this process until `stop`.

    Beside `data_dir` it keeps `<name>.lock` (held while owned) and `<name>.json` (a
    `processes.Record` while running). On Linux the server ends with the thread that started it.
    """

    def __init__(
        self,
        data_dir: Path,
        socket_dir: Path,
        *,
        user: str = "octant",
        database: str = "octant",
        durable: bool = True,
        on_log: Callable[[str], None] | None = None,
    ) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.socket_dir = Path(socket_dir).absolute()
        self.user = user
        self.database = database
        self._durable = durable
        self._on_log = on_log or _log.info
        self._last_lines: collections.deque[str] = collections.deque(maxlen=40)
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL; valid once started."""
        return socket_url(self.user, self.database, self.socket_dir)

    @property
    def pid(self) -> int | None:
        """Process id of the running server's main process."""
        return self._process.pid if self.running and self._process else None

    @property
    def running(self) -> bool:
        """True while the main process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self, timeout_seconds: float = 300) -> None:
        """Start and wait until connections are answered; replay after a crash takes longest.

        Raises DatabaseError: `already_running`, `disk_full`, `other_version`, `no_binaries`,
        `not_owner`, `closed_folder`, `foreign_server`, `slow_start`, `database_failed`.
        """
        self._acquire()
        try:
            self._start(time.monotonic() + timeout_seconds)
        except BaseException:
            self.stop()
            raise

    def stop(self, timeout_seconds: float = 8) -> None:
        """Stop cleanly; harder when that takes too long. Safe to call twice."""
        if self._process:
            for name in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if self.running:
                    self._process.send_signal(name)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout_seconds if name == signal.SIGINT else 2)
                    break
            if self._reader:
                self._reader.join(timeout=2)
            self._process = None
            self._record_path.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _record_path(self) -> Path:
        return self.data_dir.with_name(self.data_dir.name + ".json")

    def _acquire(self) -> None:
        if self._lock:
            raise DatabaseError("already_running", "This server was started already.")
        path = self.data_dir.with_name(self.data_dir.name + ".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a")
        try:
            # The kernel drops it with the process, however that dies: never stale.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise DatabaseError(
                "already_running", f"Another program is using the database in {self.data_dir}."
            ) from None
        self._lock = lock

    def _start(self, deadline: float) -> None:
        made_by = cluster.major_version(self.data_dir)
        programs = binaries.find(made_by)
        runner = account.choose(
            self.data_dir, programs.folder, self.data_dir.parent, self.socket_dir.parent
        )
        if runner.passage:
            self._on_log(
                f"Folders above the database are closed to the account {runner.name}, so its "
                f"server runs with leave to pass through them ({runner.passage})."
            )
        if made_by is None:
            self._check_disk()
            cluster.create(self.data_dir, programs, runner)
        self.socket_dir = sockets.prepare(self.socket_dir, self.data_dir, runner)
        record = processes.Record.read(self._record_path)
        processes.clear(self.data_dir, self.socket_dir, record)
        cluster.allow_client(self.data_dir, runner, (cluster.SUPERUSER, self.user))
        self._spawn(programs, runner)
        self._wait_until_ready(deadline)
        self._ensure_database()

    def _check_disk(self) -> None:
        free = shutil.disk_usage(self.data_dir.parent).free
        if free < _NEW_CLUSTER_BYTES:
            raise DatabaseError(
                "disk_full",
                f"The disk that holds {self.data_dir} is full ({free // 1_000_000} MB left). "
                "Free some space and start again.",
            )

    def _spawn(self, programs: binaries.Binaries, runner: account.Account) -> None:
        command = [programs.program("postgres"), "-D", str(self.data_dir)]
        command += tuning.arguments(self.socket_dir, programs.major, durable=self._durable)
        # The signal that ends it with its parent follows the starting thread, not the process.
        in_main = threading.current_thread() is threading.main_thread()
        self._process = subprocess.Popen(
            runner.command(command, die_with_parent=in_main),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=cluster.environment(),
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in order
            umask=0o077,
            **runner.spawn_options(),  # type: ignore[call-overload]
        )
        pid = self._process.pid
        processes.Record(
            pid, processes.create_time(pid), self.url, str(self.socket_dir), programs.major
        ).write(self._record_path)
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    def _read_log(self) -> None:
        assert self._process
        assert self._process.stdout
        for line in self._process.stdout:
            if _KNOCKING not in line:
                self._last_lines.append(line.rstrip())
                self._on_log(line.rstrip())

    def _wait_until_ready(self, deadline: float) -> None:
        assert self._process
        while self._process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), self._connect_as_superuser():
                return
            if time.monotonic() > deadline:
                raise DatabaseError(
                    "slow_start",
                    f"The database in {self.data_dir} did not become ready in time. "
                    "If the machine is busy, start again: it goes on from where it was.",
                )
            time.sleep(0.02)
        if self._reader:
            self._reader.join(timeout=2)
        raise explain(list(self._last_lines), str(self.data_dir), "The database did not start.")

    def _ensure_database(self) -> None:
        """Create our role, which is no superuser, and the database it owns, where missing."""
        try:
            with self._connect_as_superuser() as connection:
                role, owned = sql.Identifier(self.user), sql.Identifier(self.database)
                exists = "SELECT 1 FROM pg_roles WHERE rolname = %s"
                if not connection.execute(exists, [self.user]).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
                exists = "SELECT 1 FROM pg_database WHERE datname = %s"
                if not connection.execute(exists, [self.database]).fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(owned, role))
        except psycopg.Error as error:
            lines = str(error).splitlines()
            raise explain(lines, str(self.data_dir), "The database did not start.") from error

    def _connect_as_superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            user=cluster.SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )


def running_url(data_dir: Path) -> str | None:
    """Address of the server that some other process runs on `data_dir`; None when none does."""
    data_dir = Path(data_dir).absolute()
    record = processes.Record.read(data_dir.with_name(data_dir.name + ".json"))
    return record.url if record and record.alive() and os.path.isdir(record.socket_dir) else None
