"""A secret is made once, whole, whoever asks for it first."""

import os
import threading
from pathlib import Path

import pytest

from octant.kit import secret_file
from octant.kit.secret_file import draft, ensure, kept


def test_threads_that_begin_at_once_end_with_the_same_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes while the first's draft is in its place already, and changes nothing."""
    file, seen = tmp_path / "keys" / "key", []
    both, linked = threading.Barrier(2, timeout=20), os.link

    def link(source: Path, target: Path) -> None:
        both.wait()  # each has its draft now
        linked(source, target)

    monkeypatch.setattr(secret_file.os, "link", link)

    def ask(secret: str) -> None:
        ensure(file, lambda: secret)
        seen.append(file.read_text())

    threads = [threading.Thread(target=ask, args=(letter * 64,)) for letter in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(seen) == 2
    assert seen[0] == seen[1] == file.read_text()
    assert len(seen[0]) == 64
    assert list(file.parent.iterdir()) == [file]  # no draft is left


def test_a_draft_that_is_begun_touches_no_other(tmp_path: Path) -> None:
    """Killed at any moment, the file that stands is whole."""
    file = tmp_path / "key"
    assert kept(file, lambda: "first") == "first"
    one, two = draft(file, "one"), draft(file, "two")
    assert one != two
    assert (one.read_text(), two.read_text(), file.read_text()) == ("one", "two", "first")
    assert file.stat().st_mode & 0o077 == 0
