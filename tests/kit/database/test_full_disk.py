"""A disk that is full before the start, and one that fills up while the server works."""

import contextlib
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from octant.kit.database import DatabaseError, Server


def test_a_start_without_room_is_refused_with_a_sentence_and_works_once_there_is(
    home: Path,
) -> None:
    server = Server(home / "db", home / "socket")
    with files_up_to(1_000_000), pytest.raises(DatabaseError, match=r"is full. Free") as refusal:
        server.start()
    assert refusal.value.code == "disk_full"
    with server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_what_was_acknowledged_before_the_disk_filled_up_is_kept(home: Path) -> None:
    acknowledged = 0
    with small_disk(home) as disk:
        with Server(disk / "db", disk / "socket") as server:
            (disk / "ballast").write_bytes(b"x" * 15_000_000)
            with (
                pytest.raises(psycopg.Error),
                psycopg.connect(server.url, autocommit=True) as connection,
            ):
                connection.execute("CREATE TABLE kept (number integer, body bytea)")
                while True:
                    row = (acknowledged + 1, os.urandom(500_000))
                    connection.execute("INSERT INTO kept VALUES (%s, %s)", row)
                    acknowledged += 1
        (disk / "ballast").unlink()
        with (
            lifted_limit(),
            Server(disk / "db", disk / "socket") as server,
            psycopg.connect(server.url) as connection,
        ):
            count = connection.execute("SELECT count(*), max(number) FROM kept").fetchone()
    assert acknowledged > 0
    assert count == (acknowledged, acknowledged)


@contextlib.contextmanager
def small_disk(home: Path) -> Iterator[Path]:
    """A real disk of 140 MB where we may mount one; else a folder whose files cannot grow."""
    disk = home / "disk"
    disk.mkdir(mode=0o711)
    options = "size=140m,mode=0711"
    mount = ["mount", "-t", "tmpfs", "-o", options, "octant-small-disk", str(disk)]
    mounted = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True).returncode
    try:
        with contextlib.nullcontext() if mounted else files_up_to(24_000_000):
            yield disk
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


@contextlib.contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """While inside, no file of this process and those it starts may grow over `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def lifted_limit() -> contextlib.AbstractContextManager[None]:
    return files_up_to(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
