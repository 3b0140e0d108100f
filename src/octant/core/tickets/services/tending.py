"""Files after they came in: scanned later, or forgotten because no message carried them."""

from django.db import transaction
from django.db.models import Q

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
    for digest in (file.preview, file.original):
        if digest:
            forget_bytes(digest)
    return True


@transaction.atomic
def forget_original(*, file: File) -> None:
    """Destroy what came before its masks were painted. The bytes go before the row forgets
    their name, so that a cut in between leaves something to do and not a secret."""
    hold_store(alone=True)
    row = File.objects.select_for_update().filter(pk=file.pk).exclude(original="").first()
    if row is None:
        return
    digest, row.original, row.original_until = row.original, "", None
    row.save(update_fields=["original", "original_until"])
    forget_bytes(digest)


def forget_bytes(digest: str) -> None:
    """Delete bytes that no file names any more; under `hold_store(alone=True)`."""
    named = Q(digest=digest) | Q(preview=digest) | Q(original=digest)
    if not File.objects.filter(named).exists():
        store.delete(digest)
