"""Errors that the person at the keyboard can mend, as one sentence each."""

from __future__ import annotations

import sys

# Named, not imported: only the modules that a command really used can have raised them.
_OURS: dict[str, tuple[str, ...]] = {
    "octant.kit.errors": ("DomainError",),
    "octant.kit.database.errors": ("DatabaseError",),
    "octant.project.home": ("HomeError",),
    "octant.project.supervisor.up": ("StartError",),
    "octant.project.supervisor.watch": ("NeverReady",),
    "octant.project.archive": ("ArchiveError",),
    "octant.project.cli.problems": ("UserError",),
}
_DATABASE: dict[str, tuple[str, ...]] = {
    "django.db.utils": ("OperationalError",),
    "psycopg": ("OperationalError",),
}


class UserError(Exception):
    """Wrong use of a command; the message says what is wrong and what to do."""


def sentence_for(error: Exception) -> str | None:
    """One sentence for an error that a person can mend; None for a fault of ours."""
    if _is(error, _OURS):
        return str(error)
    if _is(error, _DATABASE):
        first = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
        return f"The database cannot be reached: {first}"
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, OSError) and error.strerror == "No space left on device":
        return "The disk is full. Free some space and try again."
    return None


def _is(error: Exception, known: dict[str, tuple[str, ...]]) -> bool:
    for module, names in known.items():
        loaded = sys.modules.get(module)
        if loaded and isinstance(error, tuple(getattr(loaded, name) for name in names)):
            return True
    return False
