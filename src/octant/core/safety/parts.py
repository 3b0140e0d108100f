"""Pieces of an upload that is not whole yet, each sealed in a file of its own.

A piece is on the disk before anybody is told that it arrived. Its name is where it begins, so
that a piece which was written but never counted is written over when it comes again.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from octant.core.safety.sealing import unseal
from octant.core.safety.store import root, write_sealed

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def keep(upload: str, offset: int, piece: bytes) -> None:
    """Keep `piece`, which begins at `offset`."""
    write_sealed([piece], lambda: _folder(upload) / f"{offset:015d}")


def whole(upload: str, size: int) -> Iterator[bytes]:
    """The pieces in their order. Raises `FileNotFoundError` if one is missing."""
    at = 0
    while at < size:
        start = at
        with (_folder(upload) / f"{start:015d}").open("rb") as file:
            for chunk in unseal(file):
                at += len(chunk)
                yield chunk
        if at == start:
            raise FileNotFoundError(f"{upload} at {at}")


def drop(upload: str) -> None:
    """Forget every piece."""
    shutil.rmtree(_folder(upload), ignore_errors=True)


def kept() -> list[str]:
    """The uploads that have pieces here."""
    folder = root() / "parts"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _folder(upload: str) -> Path:
    if not upload or not set(upload) <= _NAME:
        raise FileNotFoundError(upload)
    return root() / "parts" / upload
