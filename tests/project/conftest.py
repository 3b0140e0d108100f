"""A home folder of a test's own, and free ports."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from octant.project.home import Home


@pytest.fixture
def home() -> Iterator[Home]:
    """An empty home, reachable by the database's account when root runs the tests, without the
    database that other tests share."""
    folder = Path(tempfile.mkdtemp(prefix="octant-home-"))
    folder.chmod(0o711)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        yield Home(folder / "home")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def port() -> int:
    """A port that is free together with the two after it."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            number = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", number + 1))
                third.bind(("127.0.0.1", number + 2))
            except (OSError, OverflowError):
                continue
            return number
