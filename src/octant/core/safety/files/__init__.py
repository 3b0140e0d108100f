"""Files that people send: what they are, whether they may come in, and how they are disarmed."""

from octant.core.safety.files.checks import FileVerdict, Limits, check_file, check_promise
from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.images import ImageRefused, sanitise_image
from octant.core.safety.files.intake import Kept, take_in
from octant.core.safety.files.names import safe_name
from octant.core.safety.files.pdf import PdfRefused
from octant.core.safety.files.scanning import Scan, scan

__all__ = [
    "FileRefused",
    "FileVerdict",
    "ImageRefused",
    "Kept",
    "Limits",
    "PdfRefused",
    "Scan",
    "check_file",
    "check_promise",
    "safe_name",
    "sanitise_image",
    "scan",
    "take_in",
]
