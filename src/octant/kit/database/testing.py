"""A pytest plugin (`-p octant.kit.database.testing`): one server for the whole test session.

Loaded by name, because Django reads DATABASE_URL before any conftest.py is imported. Worker
processes of pytest-xdist inherit the address from the process that started them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from octant.kit.database.server import Server

_running: list[tuple[Server, Path]] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, Any, Any]:
    """Start the server, unless the environment already names one."""
    if not os.environ.get("DATABASE_URL"):
        folder = Path(tempfile.mkdtemp(prefix="octant-tests-"))
        folder.chmod(0o711)  # as root, the server's account passes through
        # Not flushed to disk: the data lives as long as the test session.
        server = Server(folder / "db", folder / "socket", durable=False, on_log=lambda line: None)
        server.start()
        _running.append((server, folder))
        os.environ["DATABASE_URL"] = server.url
        os.environ.setdefault("OCTANT_HOME", str(folder / "home"))
        # Tests start threads that end without giving their connection back.
        os.environ.setdefault("OCTANT_DB_POOL", "0")
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what this process started."""
    while _running:
        server, folder = _running.pop()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
