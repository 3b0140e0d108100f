"""File names that can be stored, shown and put in a header without harm."""

import re
import unicodedata

from octant.core.safety.text import screen

MAX_BYTES = 255  # NAME_MAX of every file system in use
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names that Windows keeps for devices (learn.microsoft.com, Naming Files).
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_name(name: str) -> str:
    """`name` without folders, control characters, direction marks, secrets and trailing
    dots, at most 255 bytes of UTF-8 with its ending kept; `file` when nothing is left."""
    last = screen(name[-4096:]).text.replace("\n", " ").replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    plain = _FORBIDDEN.sub("_", visible.replace("⟦", "[").replace("⟧", "]").replace(":", "-"))
    plain = " ".join(plain.split()).strip(". ")
    if _DEVICE.match(plain):
        plain = "_" + plain
    return _shortened(plain) or "file"


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    room = MAX_BYTES - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + tail
