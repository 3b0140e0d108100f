"""Server processes that an earlier, killed launcher left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from octant.kit.database.errors import DatabaseError


@dataclass(frozen=True)
class Record:
    """What is written down about a running server, for other programs and later starts."""

    pid: int
    create_time: float
    url: str
    socket_dir: str
    major: int

    def write(self, path: Path) -> None:
        """Replace the file at `path` in one step."""
        draft = path.with_name(path.name + ".draft")
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """The record at `path`; None where there is none or it is cut short."""
        try:
            return cls(**json.loads(path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def alive(self) -> bool:
        """True while the recorded process itself runs; a process with a recycled pid is not it."""
        return same_process(self.pid, self.create_time)


def create_time(pid: int) -> float:
    """When the process started, in seconds since the epoch; 0 when it is gone."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def same_process(pid: int, started: float) -> bool:
    """True when `pid` is alive, no zombie, and started at that very time."""
    try:
        process = psutil.Process(pid)
        # Half a second: the kernel's clock ticks and corrections of the wall clock.
        near = abs(process.create_time() - started) < 0.5
        return bool(near and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def clear(data_dir: Path, socket_dir: Path, record: Record | None) -> None:
    """End what is left of an earlier server on `data_dir` and remove its lock files.

    The caller holds the launcher's lock, so a recorded server without a launcher is an orphan.
    Raises DatabaseError `foreign_server` for a server that this launcher did not start.
    """
    left = _working_in(data_dir)
    main = _postmaster_pid(data_dir)
    for process in left:
        if process.pid == main and not (record and record.pid == main and record.alive()):
            raise DatabaseError(
                "foreign_server",
                f"Another PostgreSQL server (process {main}) is running on {data_dir}. "
                "Stop it first.",
            )
    for process in left:
        if process.pid == main:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGINT)
    # Without their main process the others end by themselves, but a busy one takes its time.
    _, stubborn = psutil.wait_procs(left, timeout=10)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=10)
    # PostgreSQL takes any living process of its own account for the owner of these files.
    for stale in (data_dir / "postmaster.pid", *socket_dir.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def _working_in(data_dir: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name"]):
        if not (process.info["name"] or "").startswith("postgres"):
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if os.path.samefile(process.cwd(), data_dir):
                found.append(process)
    return found


def _postmaster_pid(data_dir: Path) -> int | None:
    try:
        return int((data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
