"""A small file that one process writes and every process of the machine follows."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

LOOK_AGAIN_SECONDS = 1.0
Value = TypeVar("Value")


class Followed(Generic[Value]):
    """What `read` makes of the file's bytes, made again when the file is another one; `empty`
    while there is none."""

    def __init__(self, file: Path, read: Callable[[bytes], Value], empty: Value) -> None:
        self._file, self._read, self._empty = file, read, empty
        self._looked = -LOOK_AGAIN_SECONDS
        self._mark: tuple[int, int, int] = (0, 0, 0)
        self._value = empty

    def value(self) -> Value:
        """What it says now; costs a clock reading, and a `stat` once a second."""
        at = time.monotonic()
        if at - self._looked >= LOOK_AGAIN_SECONDS:
            self._looked = at
            self._look()
        return self._value

    def forget(self) -> None:
        """Look at the file at the next call, whatever the clock says."""
        self._looked = -LOOK_AGAIN_SECONDS

    def _look(self) -> None:
        mark = _mark(self._file)
        if mark == self._mark:
            return
        try:
            self._value = self._read(self._file.read_bytes())
        except OSError:
            self._value = self._empty
        self._mark = mark


def _mark(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def write_whole(file: Path, data: bytes) -> bool:
    """Put `data` there, whole or not at all, beside other threads; whether anything changed."""
    if file.exists() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    unfinished.write_bytes(data)
    unfinished.replace(file)
    return True
