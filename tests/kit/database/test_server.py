"""A server that starts, answers on its socket, stops, and refuses what would harm the data."""

import os
import shutil
from pathlib import Path

import psutil
import psycopg
import pytest

from octant.kit.database import DatabaseError, Server, binaries, running_url
from octant.kit.database.account import SERVICE_ACCOUNTS


def make(home: Path) -> Server:
    return Server(home / "db", home / "socket")


def test_it_makes_a_database_that_keeps_what_was_written(home: Path) -> None:
    with make(home) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('提币')")
    with make(home) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("提币",)]


def test_it_is_durable_and_knows_letters_of_every_language(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        for name, value in (("synchronous_commit", "on"), ("fsync", "on"), ("jit", "off")):
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)
        assert connection.execute("SELECT lower('ÄÖÜЖ')").fetchone() == ("äöüж",)


def test_it_does_not_listen_on_the_network(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert (server.socket_dir.stat().st_mode & 0o777) == 0o700


def test_our_role_is_no_superuser_but_may_add_the_extensions_we_use(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        role = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert role.fetchone() == (False,)
        for extension in ("pg_trgm", "unaccent", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        connection.rollback()


def test_root_runs_it_as_an_account_without_rights(server: Server) -> None:
    owner = server.data_dir.owner()
    assert psutil.Process(server.pid).username() == owner
    assert (owner in SERVICE_ACCOUNTS) == (os.geteuid() == 0)


def test_a_second_server_on_the_same_data_is_refused(server: Server) -> None:
    with pytest.raises(DatabaseError, match="Another program is using the database") as refusal:
        Server(server.data_dir, server.socket_dir).start()
    assert refusal.value.code == "already_running"
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("depth", [1, 12])
def test_a_home_of_any_length_gets_a_socket_that_can_be_reached(home: Path, depth: int) -> None:
    deep = home
    for _ in range(depth):
        deep = deep / "a-rather-long-name"
        deep.mkdir(mode=0o711)
    with make(deep) as server:
        assert len(str(server.socket_dir)) < 90
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert running_url(deep / "db") == server.url
    if depth > 1:
        shutil.rmtree(server.socket_dir)


def test_others_find_a_running_server_and_no_stopped_one(home: Path) -> None:
    assert running_url(home / "db") is None
    with make(home) as server:
        assert running_url(home / "db") == server.url
    assert running_url(home / "db") is None


def test_data_of_another_major_version_is_refused_with_a_sentence(home: Path) -> None:
    (home / "db").mkdir()
    (home / "db" / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseError, match="made by PostgreSQL 14, but only") as refusal:
        make(home).start()
    assert refusal.value.code == "other_version"


def test_a_folder_with_other_things_in_it_is_left_alone(home: Path) -> None:
    (home / "db").mkdir()
    (home / "db" / "letter.txt").write_text("mine")
    with pytest.raises(DatabaseError, match="not empty"):
        make(home).start()
    assert (home / "db" / "letter.txt").read_text() == "mine"


def test_a_start_that_was_killed_half_way_is_begun_anew(home: Path) -> None:
    (home / "db.new").mkdir()
    (home / "db.new" / "PG_VERSION").write_text("18\n")
    with make(home) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (home / "db.new").exists()


def test_it_runs_below_a_folder_that_is_closed_to_other_accounts(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with make(closed) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert (closed.stat().st_mode & 0o777) == 0o700


def test_its_programs_may_be_in_a_folder_that_is_closed_to_other_accounts(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    package = binaries.find().folder.parents[1]
    for tree in (package, package.with_name(package.name + ".libs")):
        if tree.exists():
            shutil.copytree(tree, closed / tree.name)
    folder = closed / binaries.find().folder.relative_to(package.parent)
    monkeypatch.setattr(binaries, "_folders", lambda: iter([folder]))
    with make(home) as server, psycopg.connect(server.url) as connection:
        assert psutil.Process(server.pid).exe() == str(folder / "postgres")
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_log_never_carries_what_a_failing_statement_said(home: Path) -> None:
    lines: list[str] = []
    server = Server(home / "db", home / "socket", on_log=lines.append)
    with (
        server,
        psycopg.connect(server.url, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InvalidTextRepresentation),
    ):
        connection.execute("SELECT 'my seed words'::integer")
    assert any("ready to accept" in line for line in lines)
    assert not any("seed words" in line for line in lines)
