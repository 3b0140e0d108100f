"""Files after they came in: scanned later, or forgotten because no message carried them."""

from django.db import transaction

from octant.core.safety import audit, store
from octant.core.safety.files import Scan
from octant.core.tickets.models import File
from octant.core.tickets.services.files import hold_store
from octant.kit.clock import now


@transaction.atomic
def mark_scanned(*, file: File, found: Scan) -> None:
    """Note what clamd said. Infected: the bytes go, for every message that carried them."""
    if found is not Scan.INFECTED:
        File.objects.filter(pk=file.pk).update(scanned=found.value, scan_tried_at=now())
        return
    hold_store(alone=True)
    same = File.objects.filter(digest=file.digest)
    for each in same:
        audit.record(actor=None, verb="remove_infected_file", subject=each)
    previews = list(same.exclude(preview="").values_list("preview", flat=True))
    same.update(scanned=found.value, scan_tried_at=now(), preview="")
    store.delete(file.digest)
    for preview in previews:
        forget_bytes(preview)


@transaction.atomic
def forget_unsent(*, file: File) -> bool:
    """Delete a file that no message carries, and its bytes if no other file has the same."""
    hold_store(alone=True)
    if not File.objects.filter(pk=file.pk, message=None).delete()[0]:
        return False
    forget_bytes(file.digest)
    if file.preview:
        forget_bytes(file.preview)
    return True


def forget_bytes(digest: str) -> None:
    """Delete bytes that no file names any more; under `hold_store(alone=True)`."""
    named = File.objects.filter(digest=digest) | File.objects.filter(preview=digest)
    if not named.exists():
        store.delete(digest)
