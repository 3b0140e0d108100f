"""One home folder: made once, held by one system, readable by tools while it runs or not."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from octant.project.home import Home, HomeError


def test_secrets_are_made_once_and_for_the_owner_only(home: Home) -> None:
    home.create()
    key = home.path / "keys" / "secret_key"
    first = key.read_text()
    home.create()
    assert key.read_text() == first
    assert len(first) >= 50
    assert (key.stat().st_mode & 0o077) == 0
    assert ((home.path / "files").stat().st_mode & 0o077) == 0


def test_a_second_system_on_one_home_is_refused_and_told_where_the_first_one_is(home: Home) -> None:
    with home.locked():
        home.write_state({"pid": os.getpid(), "url": "http://127.0.0.1:8000"})
        with (
            pytest.raises(HomeError, match=rf"process {os.getpid()}, http://127.0.0.1:8000"),
            Home(home.path).locked(),
        ):
            pass
        assert home.in_use()
    assert not home.in_use()
    with Home(home.path).locked():
        assert home.in_use()


def test_a_lock_file_left_by_a_killed_system_holds_nobody_up(home: Home) -> None:
    program = "import sys, time; from octant.project.home import Home\n"
    program += "with Home(sys.argv[1]).locked(): print('held', flush=True); time.sleep(600)"
    holder = subprocess.Popen(
        [sys.executable, "-c", program, home.path], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    assert home.in_use()
    holder.kill()
    holder.wait()
    assert (home.path / "lock").exists()
    with home.locked():
        assert home.in_use()


def test_tools_start_the_database_of_a_stopped_home_for_themselves(home: Home) -> None:
    with home.database() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert home.database_url() is None


def test_tools_use_the_database_of_a_running_home_and_leave_it_running(home: Home) -> None:
    with home.locked(), home.server(on_log=lambda line: None) as server:
        with home.database() as url:
            assert url == server.url
        assert server.running


def test_a_database_named_in_the_environment_comes_first(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/octant")
    with home.database() as url:
        assert url == home.database_url() == "postgresql://elsewhere/octant"
    assert not home.data_dir.exists()


def test_a_home_that_cannot_be_made_is_refused_with_a_sentence() -> None:
    with (
        tempfile.NamedTemporaryFile() as file,
        pytest.raises(HomeError, match="Choose another one with --home"),
    ):
        Home(Path(file.name) / "home").create()
