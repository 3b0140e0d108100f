"""Folders for servers of our own, apart from the one that the other tests share."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from octant.kit.database import Server


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder that the server's account can pass through, also when root runs the tests."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A running server for tests that leave it as it was."""
    with open_folder() as folder, Server(folder / "db", folder / "socket") as server:
        yield server


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="octant-database-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
