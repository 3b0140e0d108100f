"""A whole file, from what was sent to what may be kept: the one order of checks.

1. our own caps, name and first bytes together; 2. malware, over the bytes as they came;
3. made anew or checked from end to end by kind; 4. secrets in what can be read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files import images, pdf, texts, videos
from octant.core.safety.files.checks import HEAD_BYTES, FileVerdict, Limits, check_file
from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.scanning import Scan, scan
from octant.core.safety.files.secrets import refuse_secrets

_READ_BYTES = 200_000
Source = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be stored. `content` can be read once; `preview` is WebP or empty."""

    verdict: FileVerdict
    content: Iterable[bytes]
    scanned: Scan
    preview: bytes = b""
    width: int | None = None
    height: int | None = None
    text: str = ""  # what can be read in it without looking at pictures; holds no secret


def take_in(name: str, source: Source, size: int, *, limits: Limits) -> Kept:
    """Check, clean and screen one file. `source()` begins it anew each time it is called.

    Raises DomainErrors (FileRefused, ImageRefused, PdfRefused) with a sentence for the sender.
    Takes up to 4 s for 200 MB, most of it reading; blocking.
    """
    verdict = check_file(name, _head(source), size, limits=limits)
    scanned = scan(source(), size)
    if scanned is Scan.INFECTED:
        raise infected()
    if verdict.is_image:
        return _picture(verdict, source, scanned)
    if verdict.kind == "pdf":
        return _document(verdict, source, scanned)
    if verdict.is_video:
        return Kept(verdict, videos.checked(source, verdict.kind, size), scanned)
    text = texts.plain(b"".join(source()), is_csv=verdict.kind == "csv")
    return Kept(verdict, [text], scanned, text=text[:_READ_BYTES].decode("utf-8", "replace"))


def infected() -> FileRefused:
    """The refusal of a file in which clamd found malware."""
    return FileRefused(
        _(
            "Our scanner found malware in this file, so we did not keep it. Please check the "
            "device it comes from, and send a screenshot instead."
        ),
        code="file_infected",
        status=422,
    )


def _head(source: Source) -> bytes:
    head = b""
    for chunk in source():
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return head[:HEAD_BYTES]


def _picture(verdict: FileVerdict, source: Source, scanned: Scan) -> Kept:
    made = images.remake(b"".join(source()))
    return Kept(verdict, [made.data], scanned, made.preview, made.width, made.height)


def _document(verdict: FileVerdict, source: Source, scanned: Scan) -> Kept:
    made = pdf.disarm(b"".join(source()))
    for text in (made.text, made.strings):
        refuse_secrets(text)
    refuse_secrets(made.runs, proved=True)
    return Kept(verdict, [made.data], scanned, made.preview, text=made.text[:_READ_BYTES])
