"""Secrets of the product itself, made once and kept in a file that only we can read."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str]) -> str:
    """What `file` holds, which is made if it is not there."""
    ensure(file, make)
    return file.read_text().strip()


def ensure(file: Path, make: Callable[[], str]) -> None:
    """Make `file` if it is not there, whole and on disk in one step: of two processes or threads
    that begin at once both end with the same."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = draft(file, make())
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def draft(file: Path, text: str) -> Path:
    """A file beside `file` that holds `text`, safely on disk, readable by us alone. Each is another
    one: two threads that shared a draft would write over what the first has made of it."""
    path = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    return path
