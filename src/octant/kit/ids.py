"""Identifiers: sortable ids for rows, short unguessable ones for people to read aloud."""

import os
import secrets
import time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from octant.kit.errors import DomainError

# Crockford's base 32 without I, L, O, U: nothing to confuse on a phone line.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7)."""
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def read_uuid(value: object) -> UUID:
    """The id that a page made for what it sends. Raises `DomainError` for anything else."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise DomainError(_("Please reload the page."), code="bad_id") from error


def spoken(groups: int = 2, size: int = 4) -> str:
    """A random code such as `7K3M-Q2XD`: five bits of entropy a letter."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(size)) for _ in range(groups))


def token() -> str:
    """A secret for links and cookies: 192 bits, URL-safe."""
    return secrets.token_urlsafe(24)
