"""The address of a server behind a unix socket, in the form DATABASE_URL takes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def socket_url(user: str, database: str, socket_dir: Path) -> str:
    """`postgresql://user@/name?host=/socket/folder`, each part quoted."""
    return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(socket_dir), safe='')}"
