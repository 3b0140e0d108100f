"""A backup is one file that brings back database, files and keys, or is refused."""

import io
import tarfile
from pathlib import Path

import psycopg
import pytest

from octant.project.archive import ArchiveError, backup, restore
from octant.project.home import Home


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with a row, a file and a key."""
    home.create()
    (home.path / "files" / "ab").mkdir()
    (home.path / "files" / "ab" / "abcd").write_bytes(b"\x00picture\xff")
    with home.database() as url, psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('双重验证')")
    return home


def test_what_was_backed_up_comes_back_whole(filled: Home) -> None:
    target = filled.path.parent / "monday.tar"
    assert backup(filled, target) == target.stat().st_size
    assert (target.stat().st_mode & 0o777) == 0o600
    other = Home(filled.path.parent / "other")
    restore(other, target)
    with other.database() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("双重验证",)
    assert (other.path / "files" / "ab" / "abcd").read_bytes() == b"\x00picture\xff"
    key = Path("keys") / "secret_key"
    assert (other.path / key).read_text() == (filled.path / key).read_text()
    assert sorted(path.name for path in target.parent.iterdir()) == ["home", "monday.tar", "other"]


def test_neither_a_file_nor_a_filled_home_is_overwritten(filled: Home) -> None:
    target = filled.path.parent / "monday.tar"
    target.write_text("mine")
    with pytest.raises(ArchiveError, match="is there already"):
        backup(filled, target)
    assert target.read_text() == "mine"
    with pytest.raises(ArchiveError, match="is not empty"):
        restore(filled, target)


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\x00" * 4096])
def test_a_damaged_backup_is_refused_and_leaves_the_home_empty(home: Home, content: bytes) -> None:
    source = home.path.parent / "bad.tar"
    source.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"damaged or no backup"):
        restore(home, source)
    assert not home.data_dir.exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside"])
def test_a_backup_cannot_write_outside_the_home(home: Home, name: str) -> None:
    source = home.path.parent / "evil.tar"
    with tarfile.open(source, "w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 4
        archive.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(ArchiveError, match="no backup of Octant"):
        restore(home, source)
    assert not (home.path.parent / "outside").exists()


def test_a_cut_off_dump_is_refused_and_leaves_the_home_empty(filled: Home) -> None:
    whole, cut = filled.path.parent / "whole.tar", filled.path.parent / "cut.tar"
    backup(filled, whole)
    with tarfile.open(whole) as source, tarfile.open(cut, "w") as target:
        for member in source:
            stream = source.extractfile(member)
            data = stream.read() if stream else b""
            if member.name == "database.dump":
                data = data[: len(data) // 2]
            member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    other = Home(filled.path.parent / "other")
    with pytest.raises(ArchiveError, match="pg_restore failed"):
        restore(other, cut)
    assert not other.data_dir.exists()
