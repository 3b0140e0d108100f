"""Whether a file may come in: decided by name, size and first bytes before anything is kept."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.names import safe_name
from octant.core.safety.files.types import (
    ARCHIVE_ENDINGS,
    ENDINGS,
    OFFICE_ENDINGS,
    TYPES,
    kind_of,
)

HEAD_BYTES = 4096  # how much of a file `check_file` wants to see
_MB = 1_000_000
_TEXT = frozenset(("txt", "csv"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest size by kind, in bytes; `allowed` are the kinds (keys of TYPES) let in."""

    image_bytes: int = 20 * _MB
    document_bytes: int = 20 * _MB
    video_bytes: int = 200 * _MB
    text_bytes: int = 2 * _MB
    allowed: frozenset[str] = field(default_factory=lambda: frozenset(TYPES))

    def largest(self, kind: str) -> int:
        """The cap for one kind."""
        if kind in _TEXT:
            return self.text_bytes
        if kind == "pdf":
            return self.document_bytes
        return self.video_bytes if TYPES[kind].startswith("video/") else self.image_bytes

    def by_ending(self) -> dict[str, int]:
        """Largest size by the ending of a name, for pages that say so before the upload."""
        return {
            ending: self.largest(kind) for ending, kind in ENDINGS.items() if kind in self.allowed
        }


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """A file that may come in: its kind (`png`, `pdf` …), media type and safe name."""

    kind: str
    media_type: str
    name: str
    size: int

    @property
    def is_image(self) -> bool:
        """Whether `sanitise_image` must make it anew before anyone sees it."""
        return self.media_type.startswith("image/")

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")


def check_file(name: str, head: bytes, size: int, *, limits: Limits | None = None) -> FileVerdict:
    """What the file is, by its first bytes (4,096 are enough) and its name together.

    `size` in bytes, of the whole file. Raises FileRefused with a sentence for the sender.
    """
    limits = limits or Limits()
    if not head:
        raise _empty()
    clean_name = safe_name(name)
    by_name = _kind_by_name(clean_name)
    kind = kind_of(head[:HEAD_BYTES])
    _refuse_kind(kind)
    if kind == "txt" and by_name == "csv":
        kind = "csv"
    if kind not in limits.allowed:
        raise _not_possible()
    if by_name != kind and not ({by_name, kind} <= {"mp4", "mov"}):
        raise FileRefused(
            _("The name of this file does not fit its content. Please send the original file."),
            code="file_mismatch",
        )
    _refuse_size(kind, size, limits)
    return FileVerdict(kind, TYPES[kind], clean_name, size)


def check_promise(name: str, size: int, *, limits: Limits | None = None) -> None:
    """Whether a file of this name and size may be begun to be sent. Raises FileRefused."""
    limits = limits or Limits()
    ending = safe_name(name).rpartition(".")[2].lower()
    kind = ENDINGS.get(ending, "")
    if ending in ARCHIVE_ENDINGS:
        _refuse_kind("archive")
    if ending in OFFICE_ENDINGS:
        _refuse_kind("office")
    if kind not in limits.allowed:
        raise _not_possible()
    _refuse_size(kind, size, limits)


def _kind_by_name(name: str) -> str:
    return ENDINGS.get(name.rpartition(".")[2].lower(), "")


def _empty() -> FileRefused:
    return FileRefused(_("This file is empty. Please choose another one."), code="file_empty")


def _refuse_size(kind: str, size: int, limits: Limits) -> None:
    if size <= 0:
        raise _empty()
    largest = limits.largest(kind)
    if size > largest:
        raise FileRefused(
            _("This file is too large: at most %(megabytes)s MB are possible for this type.")
            % {"megabytes": max(1, largest // _MB)},
            code="file_too_large",
            status=413,
        )


def _refuse_kind(kind: str) -> None:
    if kind == "archive":
        raise FileRefused(
            _("Archives cannot be checked. Please send the files in it one by one."),
            code="file_archive",
        )
    if kind == "office":
        raise FileRefused(
            _(
                "Office documents can hold macros, so they cannot be sent. "
                "Please save the document as PDF and send that."
            ),
            code="file_office",
        )
    if kind in ("markup", "program"):
        raise FileRefused(
            _("This file can run code, so it cannot be sent. A screenshot works instead."),
            code="file_active",
        )
    if kind not in TYPES:
        raise _not_possible()


def _not_possible() -> FileRefused:
    return FileRefused(
        _(
            "This type of file cannot be sent. Possible are PNG, JPEG, GIF and WebP pictures, PDF, "
            "MP4, WebM and MOV recordings, and TXT and CSV files."
        ),
        code="file_type",
    )
