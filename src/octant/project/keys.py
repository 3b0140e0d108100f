"""Secrets of the product itself: in the home folder or the environment, nowhere else."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The signing key: $OCTANT_SECRET_KEY, or one made once and kept in the home folder."""
    if given := os.environ.get("OCTANT_SECRET_KEY"):
        return given
    file = home / "keys" / "secret_key"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        return _make(file)


def _make(file: Path) -> str:
    """Write a new key so that of two processes starting at once both end with the same."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = file.with_name(f"{file.name}.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(secrets.token_urlsafe(48))
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return file.read_text().strip()
