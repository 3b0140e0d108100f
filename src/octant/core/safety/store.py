"""The file store: bytes under the hash of their content, encrypted at rest (`sealing`).

home/files/ab/abcd…       whole files, by digest
home/files/parts/…        uploads that are not whole yet (`parts`)
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from octant.core.safety.keyring import name_key
from octant.core.safety.sealing import CHUNK, seal, sealed_with_newest, unseal

__all__ = [
    "CHUNK",
    "delete",
    "get",
    "put",
    "reseal",
    "root",
    "sweep_unfinished",
    "unsealed_paths",
    "write_sealed",
]


def put(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store what `chunks` yield; returns (digest, size in bytes). The same content is kept once.

    The digest is keyed, so that nobody who sees it can confirm a guess at the content.
    """
    hasher, size = hmac.new(name_key(), digestmod=hashlib.sha256), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for data in chunks:
            hasher.update(data)
            size += len(data)
            yield data

    write_sealed(counted(), lambda: _path(hasher.hexdigest()))
    return hasher.hexdigest(), size


def write_sealed(chunks: Iterable[bytes], target: Callable[[], Path]) -> None:
    """Seal `chunks` into the file that `target()` names once they have been read.

    It is there whole and on the disk, or not at all.
    """
    folder = root()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f".{secrets.token_hex(8)}"
    try:
        with unfinished.open("xb") as out:
            os.chmod(unfinished, 0o600)
            for data in seal(chunks):
                out.write(data)
            out.flush()
            os.fsync(out.fileno())
        final = target()
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.replace(final)
        _sync_folder(final.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def get(digest: str) -> Iterator[bytes]:
    """The content, chunk by chunk. Raises `FileNotFoundError`, or `InvalidTag` if altered."""
    with _path(digest).open("rb") as file:
        yield from unseal(file)


def delete(digest: str) -> None:
    """Forget the bytes; the caller has made sure that no row names them any more."""
    _path(digest).unlink(missing_ok=True)


def sweep_unfinished(before: datetime) -> int:
    """Remove what a killed process was writing before that moment; returns how many files."""
    left = [path for path in root().glob(".*") if path.is_file()]
    old = [path for path in left if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def unsealed_paths() -> Iterator[Path]:
    """Files, whole or in parts, that another key than the newest sealed. What else lies in
    the folder (pictures of articles, which are public) is none of ours."""
    whole, unfinished = root().glob("[0-9a-f][0-9a-f]/*"), root().glob("parts/*/*")
    for path in sorted([*whole, *unfinished]):
        with suppress(FileNotFoundError), path.open("rb") as file:
            if not sealed_with_newest(file):
                yield path


def reseal(path: Path) -> None:
    """Seal one file anew with the newest key, in one step: it may be cut off at any time."""

    def content() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from unseal(file)

    with suppress(FileNotFoundError):  # deleted meanwhile
        write_sealed(content(), lambda: _still(path))


def _still(path: Path) -> Path:
    """`path`, unless it was deleted while it was read."""
    path.stat()
    return path


def root() -> Path:
    """The folder of the store."""
    return Path(settings.OCTANT_HOME) / "files"


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise FileNotFoundError(digest)
    return root() / digest[:2] / digest


def _sync_folder(folder: Path) -> None:
    """The name is on the disk too (fsync(2), on directories)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
