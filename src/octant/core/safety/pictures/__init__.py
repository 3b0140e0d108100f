"""Text in pictures: read in a process of its own, secrets painted over, references offered."""

from octant.core.safety.pictures.reading import (
    READABLE,
    Read,
    Unreadable,
    available,
    paint,
    read,
)

__all__ = ["READABLE", "Read", "Unreadable", "available", "paint", "read"]
