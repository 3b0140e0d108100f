"""The file store: bytes under the hash of their content, encrypted at rest.

Each file is AES-256-GCM in chunks of 1 MiB, so that reading needs no more memory than one
chunk; the chunk's number and whether it is the last are authenticated, so that chunks can
neither be swapped nor cut off (the STREAM construction, Hoang et al. 2015). The key lies in
the home folder or the environment, never in the database.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

CHUNK = 1024 * 1024
_TAG = 16
_MAGIC = b"OCT1"
_PREFIX = 7  # random nonce prefix; the rest is the chunk's number and the last-flag


def put(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store what `chunks` yield; returns (digest, size in bytes). The same content is kept once.

    The digest is keyed, so that nobody who sees it can confirm a guess at the content.
    """
    folder = _root()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    hasher, size = hmac.new(_key(), digestmod=hashlib.sha256), 0
    unfinished = folder / f".{secrets.token_hex(8)}"
    try:
        with unfinished.open("xb") as out:
            os.chmod(unfinished, 0o600)
            for data in _sealed(_counted(chunks, hasher)):
                out.write(data)
            out.flush()
            os.fsync(out.fileno())
        size = _plain_size(unfinished.stat().st_size)
        target = _path(hasher.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return hasher.hexdigest(), size


def get(digest: str) -> Iterator[bytes]:
    """The content, chunk by chunk. Raises `FileNotFoundError`, or `InvalidTag` if altered."""
    with _path(digest).open("rb") as file:
        yield from _opened(file)


def delete(digest: str) -> None:
    """Forget the bytes; the caller has made sure that no row names them any more."""
    _path(digest).unlink(missing_ok=True)


def _counted(chunks: Iterable[bytes], hasher: "hmac.HMAC") -> Iterator[bytes]:
    """Whole chunks of CHUNK bytes, the last one shorter and never missing."""
    waiting = bytearray()
    for data in chunks:
        hasher.update(data)
        waiting += data
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    yield bytes(waiting)


def _sealed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    prefix = os.urandom(_PREFIX)
    yield _MAGIC + prefix
    cipher, number, held = AESGCM(_key()), 0, None
    for chunk in chunks:
        if held is not None:
            yield cipher.encrypt(_nonce(prefix, number, last=False), held, None)
            number += 1
        held = chunk
    yield cipher.encrypt(_nonce(prefix, number, last=True), held or b"", None)


def _opened(file: IO[bytes]) -> Iterator[bytes]:
    header = file.read(len(_MAGIC) + _PREFIX)
    prefix = header[len(_MAGIC) :]
    cipher, number = AESGCM(_key()), 0
    block = file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        yield cipher.decrypt(_nonce(prefix, number, last=not following), block, None)
        if not following:
            return
        block, number = following, number + 1


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _plain_size(stored: int) -> int:
    body = stored - len(_MAGIC) - _PREFIX
    blocks = max(1, -(-body // (CHUNK + _TAG)))
    return body - blocks * _TAG


def _root() -> Path:
    return Path(settings.OCTANT_HOME) / "files"


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise FileNotFoundError(digest)
    return _root() / digest[:2] / digest


@cache
def _key() -> bytes:
    """32 bytes from $OCTANT_FILE_KEY (hex) or home/keys/file_key, made once."""
    if given := os.environ.get("OCTANT_FILE_KEY"):
        return bytes.fromhex(given)
    file = Path(settings.OCTANT_HOME) / "keys" / "file_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mine = file.with_name(f"file_key.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_hex(32))
        try:
            os.link(mine, file)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return bytes.fromhex(file.read_text().strip())
