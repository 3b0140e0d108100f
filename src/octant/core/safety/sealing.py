"""Bytes sealed in chunks of 1 MiB: AES-256-GCM in the STREAM construction (Hoang et al. 2015).

The chunk's number and whether it is the last are authenticated, so that chunks can neither be
swapped nor cut off. Header: `OCT2`, 4 bytes that name the key, 7 random bytes of the nonce.
`OCT1` files have no key name: the oldest key opens them.
"""

import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from octant.core.safety.keyring import key_named, keys

CHUNK = 1024 * 1024
_TAG = 16
_MAGIC, _OLD_MAGIC = b"OCT2", b"OCT1"
_KEY_ID = 4
_PREFIX = 7


def seal(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """`chunks` of any size, sealed with the newest key."""
    key, prefix = keys()[0], os.urandom(_PREFIX)
    yield _MAGIC + key.id + prefix
    cipher, number, held = AESGCM(key.secret), 0, None
    for chunk in _whole(chunks):
        if held is not None:
            yield cipher.encrypt(_nonce(prefix, number, last=False), held, None)
            number += 1
        held = chunk
    yield cipher.encrypt(_nonce(prefix, number, last=True), held or b"", None)


def unseal(file: IO[bytes]) -> Iterator[bytes]:
    """What was sealed, chunk by chunk. Raises `InvalidTag` if altered, `LookupError` without
    its key."""
    secret, prefix = _header(file)
    cipher, number = AESGCM(secret), 0
    block = file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        yield cipher.decrypt(_nonce(prefix, number, last=not following), block, None)
        if not following:
            return
        block, number = following, number + 1


def sealed_with_newest(file: IO[bytes]) -> bool:
    """Whether rotation has nothing to do here."""
    return file.read(len(_MAGIC) + _KEY_ID) == _MAGIC + keys()[0].id


def _header(file: IO[bytes]) -> tuple[bytes, bytes]:
    if file.read(len(_MAGIC)) == _OLD_MAGIC:
        return keys()[-1].secret, file.read(_PREFIX)
    return key_named(file.read(_KEY_ID)).secret, file.read(_PREFIX)


def _whole(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole chunks of CHUNK bytes, the last one shorter and never missing."""
    waiting = bytearray()
    for data in chunks:
        waiting += data
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    yield bytes(waiting)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")
