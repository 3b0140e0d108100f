"""Kill -9 in every form: nothing acknowledged is lost, and the next start works at once."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from octant.kit.database import DatabaseError, Server

LAUNCHER = Path(__file__).with_name("launcher.py")


class Writer(threading.Thread):
    """Inserts one row a transaction and remembers which ones were acknowledged."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.acknowledged: list[int] = []

    def run(self) -> None:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS kept (number integer)")
                number = 0
                while True:
                    number += 1
                    connection.execute("INSERT INTO kept VALUES (%s)", [number])
                    self.acknowledged.append(number)
        except psycopg.OperationalError:
            return


def test_nothing_acknowledged_is_lost_when_everything_is_killed_in_mid_write(home: Path) -> None:
    launcher, _, url = launch(home)
    writer = Writer(url)
    writer.start()
    wait_until(lambda: len(writer.acknowledged) >= 200)
    kill_with_children(launcher.pid)
    launcher.wait()
    with Server(home / "db", home / "socket") as server:
        writer.join(timeout=10)
        with psycopg.connect(server.url) as connection:
            found = {row[0] for row in connection.execute("SELECT number FROM kept")}
    assert set(writer.acknowledged) <= found
    assert len(found) - len(writer.acknowledged) <= 1  # the one in flight may have been committed


def test_a_launcher_killed_alone_leaves_a_server_that_the_next_start_replaces(home: Path) -> None:
    launcher, pid, _ = launch(home)
    server_process = psutil.Process(pid)
    launcher.kill()
    launcher.wait()
    if sys.platform == "linux":  # where the kernel itself ends a server without a launcher
        wait_until(lambda: gone(server_process))
    with Server(home / "db", home / "socket") as server:
        assert gone(server_process)
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_main_process_killed_alone_leaves_helpers_that_the_next_start_ends(home: Path) -> None:
    server = Server(home / "db", home / "socket")
    server.start()
    guest = psycopg.connect(server.url, autocommit=True)
    helpers = psutil.Process(server.pid).children()
    os.kill(server.pid or 0, signal.SIGKILL)
    wait_until(lambda: not server.running)
    server.stop()
    guest.close()
    assert helpers
    server.start()
    assert all(gone(helper) for helper in helpers)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


@pytest.mark.parametrize("stale", ["ours", "of the server's own account"])
def test_a_stale_pid_file_that_names_another_living_process_is_seen_through(
    home: Path, stale: str
) -> None:
    server = Server(home / "db", home / "socket")
    server.start()
    os.kill(server.pid or 0, signal.SIGKILL)
    wait_until(lambda: not server.running)
    server.stop()
    owner = (home / "db").stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if stale != "ours" else {}
    bystander = subprocess.Popen(["sleep", "600"], **as_owner)
    try:
        recycle_pid(home, bystander.pid)
        with server, psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_server_that_somebody_else_started_is_left_running(home: Path) -> None:
    launcher, pid, _ = launch(home)
    try:
        (home / "db.json").unlink()
        (home / "db.lock").rename(home / "elsewhere.lock")
        with pytest.raises(DatabaseError, match=f"process {pid}.*Stop it first"):
            Server(home / "db", home / "socket").start()
        assert psutil.pid_exists(pid)
    finally:
        kill_with_children(launcher.pid)
        launcher.wait()


def launch(home: Path) -> tuple[subprocess.Popen[str], int, str]:
    """A launcher in a process of its own; also the server's pid and address."""
    launcher = subprocess.Popen(
        [sys.executable, LAUNCHER, home],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert launcher.stdout
    pid, url = launcher.stdout.readline().split()
    return launcher, int(pid), url


def kill_with_children(pid: int) -> None:
    launcher = psutil.Process(pid)
    for process in [*launcher.children(recursive=True), launcher]:
        with contextlib.suppress(psutil.NoSuchProcess):  # some end as soon as the first does
            process.kill()


def gone(process: psutil.Process) -> bool:
    """True once it ended, even where nobody has collected its exit code yet."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def recycle_pid(home: Path, pid: int) -> None:
    """Make every file that names the dead server's pid name another process."""
    for file in (home / "db" / "postmaster.pid", *(home / "socket").glob("*.lock")):
        lines = file.read_text().split("\n")
        file.write_text("\n".join([str(pid), *lines[1:]]))


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 20) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never became true"
        time.sleep(0.01)
