"""Where the server's socket goes: a unix socket's path has room for about 100 bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from octant.kit.database.account import Account
from octant.kit.database.errors import DatabaseError

# sun_path holds 108 bytes on Linux and 104 on macOS, its closing zero included.
_LONGEST_PATH = 103
_SOCKET_NAME = ".s.PGSQL.5432"


def fits(folder: Path) -> bool:
    """True when a socket in `folder` can be addressed."""
    return len(os.fsencode(folder / _SOCKET_NAME)) <= _LONGEST_PATH


def prepare(wanted: Path, data_dir: Path, account: Account) -> Path:
    """Make the socket folder (0700): `wanted`, or a short one under the system's temp folder.

    Raises DatabaseError `socket_folder` when the short one is taken by somebody else.
    """
    folder = wanted if fits(wanted) else _short_folder(data_dir)
    if folder != wanted and folder.exists():
        state = folder.lstat()
        if folder.is_symlink() or state.st_uid not in (account.uid, os.geteuid()):
            raise DatabaseError(
                "socket_folder",
                f"The folder {folder}, needed for the database's socket because the path "
                f"{wanted} is too long, belongs to somebody else. Remove it or use a shorter path.",
            )
    folder.parent.mkdir(parents=True, exist_ok=True)
    account.own(folder)
    return folder


def _short_folder(data_dir: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    for root in (tempfile.gettempdir(), "/tmp"):
        folder = Path(root) / f"octant-{os.geteuid()}-{digest}"
        if fits(folder):
            return folder
    raise DatabaseError("socket_folder", "No folder with a short enough path was found in /tmp.")
