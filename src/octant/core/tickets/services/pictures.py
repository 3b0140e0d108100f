"""Pictures that wait are read; what may be seen of them replaces what came.

A try is counted before it begins, so that a picture which ends the worker itself is given up in
the end too. Until the last statement the row says `waiting` and nobody is served anything.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F

from octant.core.safety import audit, pictures, store
from octant.core.safety.files import images, pdf
from octant.core.tickets.known import known_references
from octant.core.tickets.models import File
from octant.core.tickets.pictures import policy
from octant.core.tickets.services.files import hold_store
from octant.core.tickets.services.telling import tell_of_secret
from octant.core.tickets.services.tending import forget_original
from octant.kit.clock import now
from octant.kit.errors import DomainError

log = structlog.get_logger()
# How long after the first, second … try the next one comes; after the last it is given up.
BACKOFF_SECONDS = (3, 15, 60)
_MOVING = ("image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class _Result:
    """`content` replaces the bytes; None leaves them. `preview` may be empty."""

    reading: str
    content: bytes | None = None
    preview: bytes = b""
    size: tuple[int, int] | None = None


def read_one(*, file: File) -> bool:
    """Read one file that waits; whether it is done with. Blocking, a second or two."""
    if not _begun(file):
        return False
    try:
        data = b"".join(store.get(file.digest))
        found = pictures.read(data, known=known_references(file.ticket) if file.ticket else None)
        result = _result(file, data, found)
    except (pictures.Unreadable, DomainError, FileNotFoundError) as error:
        log.warning("picture_not_read", file=file.pk, error=type(error).__name__)
        return _failed(file)
    _release(file, found, result)
    return True


def _begun(file: File) -> bool:
    """Count the try. False if somebody else was faster, or it has been tried often enough."""
    tries = file.reading_tries
    if tries > len(BACKOFF_SECONDS):
        return _failed(file)
    pause = timedelta(seconds=BACKOFF_SECONDS[min(tries, len(BACKOFF_SECONDS) - 1)])
    counted = File.objects.filter(
        pk=file.pk, reading=File.Reading.WAITING, reading_tries=tries
    ).update(reading_tries=F("reading_tries") + 1, reading_at=now() + pause)
    file.reading_tries = tries + 1
    return bool(counted)


def _failed(file: File) -> bool:
    if file.reading_tries < len(BACKOFF_SECONDS):
        return False
    File.objects.filter(pk=file.pk, reading=File.Reading.WAITING).update(
        reading=File.Reading.UNREAD, reading_at=None
    )
    return False


def _result(file: File, data: bytes, found: pictures.Read) -> _Result:
    if file.content_type == "application/pdf":
        if found.masks:  # its pages are not painted: the document goes as a whole
            return _Result(File.Reading.REMOVED)
        seen = File.Reading.READ if found.whole else File.Reading.OFF
        return _Result(seen, preview=pdf.disarm(data).preview)
    if found.masks or file.content_type in _MOVING:  # of moving ones the first frame was read
        made = pictures.paint(data, found.masks)
        reading = File.Reading.MASKED if found.masks else File.Reading.READ
        return _Result(reading, made.data, made.preview, (made.width, made.height))
    return _Result(File.Reading.READ, preview=images.remake(data).preview)


@transaction.atomic
def _put(file: File, found: pictures.Read, result: _Result) -> File | None:
    hold_store()
    row = File.objects.select_for_update().filter(pk=file.pk).first()
    if row is None or row.reading != File.Reading.WAITING:
        return None
    row.reading, row.reading_at = result.reading, None
    row.secrets, row.references = found.kinds, list(found.references)
    if result.content is not None or result.reading == File.Reading.REMOVED:
        keeps = policy().quarantine_days if found.masks else 0
        row.original, row.original_until = row.digest, now() + timedelta(days=keeps)
        row.digest = ""
    if result.content is not None:
        row.digest, row.size = store.put([result.content])
        row.width, row.height = result.size or (row.width, row.height)
    row.preview = store.put([result.preview])[0] if result.preview else ""
    row.save()
    if found.masks:
        audit.record(actor=None, verb="mask_secret_in_file", subject=row, kinds=row.secrets)
        tell_of_secret(file=row)
    return row


def _release(file: File, found: pictures.Read, result: _Result) -> None:
    row = _put(file, found, result)
    if row is not None and row.original and row.original_until and row.original_until <= now():
        forget_original(file=row)
