"""What recurs for files: unfinished and unsent ones go, unscanned ones are scanned, pictures are
read and their originals forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from octant.core.safety import parts, store
from octant.core.safety.files import Scan, scan
from octant.core.safety.files.scanning import configured, max_bytes
from octant.core.tickets import drafts
from octant.core.tickets.models import File, Upload
from octant.core.tickets.services import drafting
from octant.core.tickets.services.pictures import read_one
from octant.core.tickets.services.tending import forget_original, forget_unsent, mark_scanned
from octant.core.tickets.services.uploads import drop
from octant.kit.clock import now

_KEY = 0x0C7A  # the first half of the advisory locks of pictures being read
UNSENT = timedelta(hours=48)
SCAN_AGAIN = timedelta(minutes=10)
AT_ONCE = 50


def sweep_uploads() -> int:
    """Drop uploads whose time is over, and pieces that no upload has; returns how many."""
    gone = list(Upload.objects.filter(expires_at__lte=now())[:AT_ONCE])
    for upload in gone:
        drop(upload=upload)
    there = parts.kept()
    known = set(
        Upload.objects.filter(public_id__in=there, file=None).values_list("public_id", flat=True)
    )
    for orphan in set(there) - known:
        parts.drop(orphan)
    store.sweep_unfinished(now() - UNSENT)
    return len(gone)


def sweep_unsent() -> int:
    """Forget files that no message ever carried; returns how many."""
    unsent = File.objects.filter(message=None, created_at__lte=now() - UNSENT)
    old = unsent.exclude(public_id__in=drafts.drafted())[:AT_ONCE]
    return sum(forget_unsent(file=file) for file in old)


def scan_waiting() -> int:
    """Show clamd what it has not seen, because it was away or not there yet; returns how many
    answers it gave. A file found infected keeps its row and loses its bytes."""
    if not configured():
        return 0
    waiting = File.objects.filter(scanned=Scan.NOT_SCANNED, size__lte=max_bytes())
    waiting = waiting.exclude(scan_tried_at__gt=now() - SCAN_AGAIN).order_by("pk")[:AT_ONCE]
    answered = 0
    for file in waiting:
        try:
            found = scan(store.get(file.digest), file.size)
        except FileNotFoundError:
            found = Scan.NOT_SCANNED
        mark_scanned(file=file, found=found)
        answered += found is not Scan.NOT_SCANNED
    return answered


def read_pictures() -> int:
    """Read what waits and is due, one after the other; returns how many. Of several workers
    one has each picture; one that is killed lets go of it, and it is tried again."""
    done = 0
    due = File.objects.filter(reading=File.Reading.WAITING, reading_at__lte=now())
    for file in due.order_by("reading_at")[:AT_ONCE]:
        with _alone(file) as mine:
            if mine and read_one(file=file):
                done += 1
    return done


def forget_originals() -> int:
    """Destroy what the workspace no longer keeps under quarantine; returns how many."""
    due = File.objects.exclude(original="").filter(original_until__lte=now())[:AT_ONCE]
    for file in due:
        forget_original(file=file)
    return len(due)


@contextmanager
def _alone(file: File) -> Iterator[bool]:
    """Whether nobody else reads this file. The lock ends with the connection at the latest."""
    parts = [_KEY, file.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", parts)
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", parts)


def send_planned() -> int:
    """Send the replies whose time has come; returns how many."""
    return drafting.send_planned()
