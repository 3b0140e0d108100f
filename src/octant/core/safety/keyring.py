"""Keys of the file store: in the home folder or the environment, never in the database.

$OCTANT_FILE_KEY holds them as hex with commas between, or home/keys/file_key one a line; the
newest is first and seals what is written; the others only open what was sealed before.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from octant.kit.secret_file import draft, ensure

ENVIRONMENT = "OCTANT_FILE_KEY"
_ID = 4


@dataclass(frozen=True, slots=True)
class Key:
    """32 secret bytes, and four by which files name the key that sealed them."""

    secret: bytes
    id: bytes

    def __repr__(self) -> str:
        return f"Key({self.id.hex()})"


def keys() -> tuple[Key, ...]:
    """All keys, the newest first; made if there is none. Read again when the file changes."""
    if given := os.environ.get(ENVIRONMENT):
        return _parsed(given.replace(",", "\n"))
    file = _file()
    ensure(file, lambda: secrets.token_hex(32))
    seen = file.stat()
    return _read(file, seen.st_mtime_ns, seen.st_ino)


def key_named(id_: bytes) -> Key:
    """The key that sealed a file. Raises `LookupError` if it is gone."""
    found = next((key for key in keys() if key.id == id_), None)
    if found is None:
        raise LookupError(f"no key {id_.hex()} in the ring")
    return found


def name_key() -> bytes:
    """With what content is named. Not rotated, so that the same content stays one file."""
    return hashlib.sha256(b"octant.file.name" + settings.SECRET_KEY.encode()).digest()


def add_key() -> Key:
    """Put a new key first. Processes that run see it with their next write."""
    fresh = secrets.token_hex(32)
    _write([fresh, *(key.secret.hex() for key in keys())])
    return keys()[0]


def forget_old_keys() -> int:
    """Keep the newest alone; the caller has made sure that no file needs another."""
    old = keys()[1:]
    _write([keys()[0].secret.hex()])
    return len(old)


def _file() -> Path:
    return Path(settings.OCTANT_HOME) / "keys" / "file_key"


@cache
def _read(file: Path, changed: int, inode: int) -> tuple[Key, ...]:
    return _parsed(file.read_text())


def _parsed(text: str) -> tuple[Key, ...]:
    found = [bytes.fromhex(line.strip()) for line in text.splitlines() if line.strip()]
    if not found or any(len(secret) != 32 for secret in found):
        raise ValueError("a file key is 64 hexadecimal digits")
    return tuple(
        Key(secret, hmac.new(secret, b"octant.file.key", hashlib.sha256).digest()[:_ID])
        for secret in found
    )


def _write(lines: list[str]) -> None:
    """Replace the file in one step: a cut in between leaves the old keys."""
    file = _file()
    draft(file, "\n".join(lines) + "\n").replace(file)
