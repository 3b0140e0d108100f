"""Files that people send: what they are, whether they may come in, and pictures made harmless."""

from octant.core.safety.files.checks import FileRefused, FileVerdict, Limits, check_file
from octant.core.safety.files.images import ImageRefused, sanitise_image
from octant.core.safety.files.names import safe_name

__all__ = [
    "FileRefused",
    "FileVerdict",
    "ImageRefused",
    "Limits",
    "check_file",
    "safe_name",
    "sanitise_image",
]
