"""What the workspace wants of pictures, and which files nobody may see yet.

files:
  pictures:
    read: true            # where the packages are installed (requirements/pictures.txt)
    original: destroy     # or quarantine: what came is kept sealed, and served to nobody
    quarantine_days: 30
    unread: hide          # or show: pictures that could not be checked
"""

from dataclasses import dataclass

from octant.core.ports.workspace import workspace
from octant.core.safety import pictures
from octant.core.tickets.models import File


@dataclass(frozen=True, slots=True)
class Policy:
    """`read`: pictures wait until they are checked. `quarantine_days` 0: destroyed at once."""

    read: bool
    quarantine_days: int
    show_unread: bool


def policy() -> Policy:
    """The workspace's, as far as this installation can keep it."""
    own = workspace().files.get("pictures") or {}
    keeps = own.get("original", "destroy") == "quarantine"
    return Policy(
        read=bool(own.get("read", True)) and pictures.available(),
        quarantine_days=int(own.get("quarantine_days", 30)) if keeps else 0,
        show_unread=own.get("unread", "hide") == "show",
    )


def is_held(file: File) -> bool:
    """Whether nobody may be served this file, now or ever."""
    if file.reading == File.Reading.UNREAD:
        return not policy().show_unread
    return file.reading in (File.Reading.WAITING, File.Reading.REMOVED)
