"""Keep a mail, sealed and once, before its server is told that we have it."""

from django.db import transaction

from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival
from octant.core.safety import store
from octant.core.tickets.services.files import hold_store
from octant.kit.clock import now
from octant.kit.database.rows import insert
from octant.kit.mail.auth import strip_foreign_results


def keep(raw: bytes, envelope: Envelope) -> Arrival:
    """Store `raw` and note that it is to be sorted; both are on the disk when this returns.

    The same bytes again are the same arrival: a server that was cut off sends them again. Results
    of authentication that a stranger wrote are taken out where we look ourselves.
    """
    if envelope.via in ("smtp", "webhook", "demo"):
        raw = strip_foreign_results(raw, "")
    with transaction.atomic():
        hold_store()
        digest, size = store.put([raw])
        at = now()
        row = Arrival(digest=digest, envelope=envelope.json(), size=size, received_at=at, due_at=at)
        if not insert(row, once="digest"):
            row = Arrival.objects.get(digest=digest)
            _also_to(row, envelope)
            if row.gone:  # what had to go does not come back with a server that sends it again
                store.delete(digest)
    return row


def _also_to(row: Arrival, envelope: Envelope) -> None:
    """The same mail to another address of ours."""
    known = list(row.envelope.get("recipients", ()))
    more = [each for each in envelope.recipients if each not in known]
    if more and row.state == Arrival.State.NEW:
        row.envelope = {**row.envelope, "recipients": [*known, *more]}
        row.save(update_fields=["envelope"])


def raw_of(arrival: Arrival) -> bytes:
    """The bytes. Raises `FileNotFoundError` where they are gone."""
    return b"".join(store.get(arrival.digest))


def forget_raw(arrivals: list[Arrival]) -> None:
    """Remove the bytes for good; the rows stay and say so."""
    with transaction.atomic():
        hold_store(alone=True)
        for row in arrivals:
            store.delete(row.digest)
        Arrival.objects.filter(pk__in=[row.pk for row in arrivals]).update(gone=True)
