"""The file store gets a new key: every file stays readable, whenever the work is cut off."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from octant.core.safety import keyring, parts, rotation, store
from octant.core.safety.sealing import CHUNK


def content(digest: str) -> bytes:
    return b"".join(store.get(digest))


def rotate() -> int:
    *_, last = rotation.rotate()
    return last.done


def test_every_file_is_sealed_anew_and_reads_as_before() -> None:
    texts = [b"first", b"x" * (CHUNK + 5), b""]
    digests = [store.put([text])[0] for text in texts]
    parts.keep("an-upload", 0, b"half of a file")
    before = {path: path.read_bytes() for path in store.root().rglob("*") if path.is_file()}

    assert rotate() == 4

    assert [content(digest) for digest in digests] == texts
    assert b"".join(parts.whole("an-upload", 14)) == b"half of a file"
    assert all(path.read_bytes() != data for path, data in before.items())


def test_work_that_was_cut_off_goes_on_with_the_same_new_key() -> None:
    texts = [f"file {number}".encode() for number in range(5)]
    digests = [store.put([text])[0] for text in texts]
    work = rotation.rotate()
    first = next(work)
    work.close()
    assert [content(digest) for digest in digests] == texts

    *_, last = rotation.rotate()

    assert (last.key, last.done) == (first.key, 4)
    assert len(keyring.keys()) == 2
    assert [content(digest) for digest in digests] == texts


def test_what_else_lies_in_the_folder_is_left_alone() -> None:
    picture = store.root() / "articles" / "b1" / "b138"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a public picture of an article")
    store.put([b"kept"])
    assert rotate() == 1
    assert picture.read_bytes() == b"a public picture of an article"


def test_old_keys_are_forgotten_only_when_nothing_needs_them() -> None:
    digest, _size = store.put([b"kept"])
    keyring.add_key()
    with pytest.raises(LookupError):
        rotation.forget()

    rotate()

    assert rotation.forget() == 1
    assert len(keyring.keys()) == 1
    assert content(digest) == b"kept"


def test_without_its_key_a_file_does_not_open(tmp_path: Path) -> None:
    digest, _size = store.put([b"kept"])
    (tmp_path / "keys" / "file_key").write_text("ab" * 32)
    with pytest.raises(LookupError):
        content(digest)


def test_the_same_content_stays_one_file_over_a_rotation() -> None:
    digest, _size = store.put([b"the same"])
    rotate()
    assert store.put([b"the same"])[0] == digest
    assert len([path for path in store.root().rglob("*") if path.is_file()]) == 1


def test_files_of_the_first_format_open_and_are_sealed_anew() -> None:
    digest, _size = store.put([b"from before"])
    [path] = [path for path in store.root().rglob("*") if path.is_file()]
    new = path.read_bytes()
    path.write_bytes(b"OCT1" + new[8:])
    assert content(digest) == b"from before"
    rotate()
    assert path.read_bytes()[:4] == b"OCT2"
    assert content(digest) == b"from before"


def test_keys_of_the_environment_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = "11" * 32, "22" * 32
    monkeypatch.setenv("OCTANT_FILE_KEY", old)
    digest, _size = store.put([b"kept"])
    monkeypatch.setenv("OCTANT_FILE_KEY", f"{new},{old}")
    *_, last = rotation.rotate(fresh=False)
    assert last.done == 1
    monkeypatch.setenv("OCTANT_FILE_KEY", new)
    assert content(digest) == b"kept"
    assert not (store.root().parent / "keys" / "file_key").exists()


def test_keys_do_not_show_in_what_is_printed() -> None:
    key = keyring.keys()[0]
    assert key.secret.hex() not in repr(keyring.keys())


def octant(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "octant.project.cli",
            "rotate-keys",
            "--home",
            str(home),
            *arguments,
        ],
        env={name: value for name, value in os.environ.items() if name != "OCTANT_HOME"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_operators_command_rotates_and_forgets(tmp_path: Path) -> None:
    digest, _size = store.put([b"kept"])
    done = octant(tmp_path, "--forget-old")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["files"], said["forgotten"]) == (1, 1)
    assert content(digest) == b"kept"
    assert said["key"] == keyring.keys()[0].id.hex()
