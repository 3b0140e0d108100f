"""Secrets of the product itself: in the home folder or the environment, nowhere else."""

import os
import secrets
from pathlib import Path

from octant.kit.secret_file import kept


def secret_key(home: Path) -> str:
    """The signing key: $OCTANT_SECRET_KEY, or one made once and kept in the home folder."""
    if given := os.environ.get("OCTANT_SECRET_KEY"):
        return given
    return kept(home / "keys" / "secret_key", lambda: secrets.token_urlsafe(48))
