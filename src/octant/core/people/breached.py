"""Passwords that are known from breaches (OWASP ASVS 5.0, 6.2.12), out of an operator's own file.

The file is the public set as its downloader writes it: SHA-1 of a password in hexadecimal, a line
each, `HASH:COUNT` or the hash alone, sorted. It is tens of gigabytes, so it stays on the disk and
is searched there by halves: some forty small reads a password. Nothing is asked over the network.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = structlog.get_logger()
DIGITS = 40
_LINE = 80  # no line of such a file is longer
_HEXADECIMAL = frozenset(b"0123456789ABCDEF")


class Unreadable(Exception):
    """The file is not there, or is none of this kind; the message says which."""


def is_breached(file: Path, password: str) -> bool:
    """Whether the file has this password. Raises `Unreadable`."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with file.open("rb", buffering=0) as opened:
            return _search(opened.fileno(), wanted)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from error


def demand_readable(file: Path) -> None:
    """Raise `Unreadable` unless it looks like such a set: the first hash lies before the last."""
    is_breached(file, "")
    with file.open("rb", buffering=0) as opened:
        size = os.fstat(opened.fileno()).st_size
        first, _end = _line_after(opened.fileno(), 0, size)
        last, _end = _line_after(opened.fileno(), max(size - 2 * _LINE, 0), size)
    if not first <= last:
        raise Unreadable(f"{file}: not sorted by hash")


def _search(descriptor: int, wanted: bytes) -> bool:
    """Lines that begin in [low, high) may be it."""
    low, high = 0, os.fstat(descriptor).st_size
    if not high:
        raise Unreadable("an empty file")
    end = high
    while low < high:
        middle = (low + high) // 2
        found, after = _line_after(descriptor, middle, end)
        if found == wanted:
            return True
        if found and found < wanted:
            low = after
        else:
            high = middle
    return False


def _line_after(descriptor: int, at: int, end: int) -> tuple[bytes, int]:
    """The hash of the first line that begins at `at` or later, and where the next one begins;
    nothing behind the last line."""
    read_from = max(at - 1, 0)  # a line that begins at `at` itself has its break just before
    chunk = os.pread(descriptor, 2 * _LINE, read_from)
    start = 0 if at == 0 else chunk.find(b"\n") + 1
    if at and not start:
        if read_from + len(chunk) < end:
            raise Unreadable("a line that is too long")
        return b"", end
    line = chunk[start : start + _LINE].split(b"\n", 1)[0]
    if not line:
        return b"", end
    digest = line[:DIGITS].upper()
    if len(digest) < DIGITS or not _HEXADECIMAL.issuperset(digest):
        raise Unreadable("a line that does not begin with a SHA-1 hash")
    return digest, read_from + start + len(line) + 1


class BreachedValidator:
    """Refuses what is in the operator's file; without one it lets everything pass."""

    def validate(self, password: str, user: Any = None) -> None:
        file = settings.OCTANT_BREACHED_PASSWORDS
        try:
            found = bool(file) and is_breached(Path(file), password)
        except Unreadable as error:
            # Nobody could replace a password that is in wrong hands if this refused.
            log.error("breached_passwords_unreadable", error=str(error))
            return
        if found:
            raise ValidationError(self.get_help_text(), code="breached")

    def get_help_text(self) -> str:
        return _("Choose another password: this one is known from a breach elsewhere.")
