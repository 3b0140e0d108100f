"""A file is followed: read when it changes, looked at once a second, and never read by halves."""

from pathlib import Path

import pytest

from octant.kit import followed
from octant.kit.followed import Followed, write_whole


def test_a_change_is_seen_at_the_next_look_and_a_missing_file_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "index" / "words.txt"
    read: list[bytes] = []

    def words(data: bytes) -> list[bytes]:
        read.append(data)
        return data.split()

    kept = Followed(file, words, [])
    assert kept.value() == []
    assert write_whole(file, b"one two") is True
    assert kept.value() == []  # looked at less than a second ago
    kept.forget()
    assert kept.value() == [b"one", b"two"]
    kept.forget()
    assert kept.value() == [b"one", b"two"]
    assert read == [b"one two"]  # an unchanged file is not read again
    file.unlink()
    kept.forget()
    assert kept.value() == []


def test_the_file_is_looked_at_by_itself_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed, "LOOK_AGAIN_SECONDS", 0.0)
    file = tmp_path / "word"
    kept = Followed(file, bytes.decode, "")
    assert kept.value() == ""
    write_whole(file, b"here")
    assert kept.value() == "here"


def test_the_same_bytes_are_not_written_again_and_nothing_unfinished_is_left(
    tmp_path: Path,
) -> None:
    file = tmp_path / "word"
    assert write_whole(file, b"a") is True
    before = file.stat().st_ino
    assert write_whole(file, b"a") is False
    assert file.stat().st_ino == before
    assert write_whole(file, b"b") is True
    assert file.read_bytes() == b"b"
    assert list(tmp_path.iterdir()) == [file]
