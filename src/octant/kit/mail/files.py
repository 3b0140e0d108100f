"""Mails in files: one file a connection, mails one after the other, dashes between them.

So django.core.mail.backends.filebased writes them.
"""

from collections.abc import Iterator
from pathlib import Path

RULE = b"-" * 79 + b"\n"


def mail_files(folder: Path) -> list[Path]:
    """The files of a folder by name, which begins with the time; none where it is not there."""
    return sorted(folder.glob("*.log")) if folder.is_dir() else []


def mails_in(file: Path) -> Iterator[bytes]:
    """The mails of one file, in the order in which they were written."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return
    yield from (part for part in content.split(RULE) if part.strip())
