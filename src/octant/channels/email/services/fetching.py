"""What was fetched from mailboxes: each mail kept and counted in one transaction, so that a cut
anywhere leaves it either there and counted, or to be fetched again."""

from datetime import date, timedelta

from django.db import transaction

from octant.channels.email.envelope import Envelope
from octant.channels.email.models import FetchedBox
from octant.channels.email.services.keeping import keep
from octant.kit.clock import now


def begins(*, key: str, days: int) -> date:
    """From which day on a mailbox is read where UIDs do not tell: `days` before it was last
    looked at, or before today for one that we never saw."""
    row = FetchedBox.objects.filter(key=key).first()
    return ((row.checked_at if row else now()) - timedelta(days=days)).date()


@transaction.atomic
def opened(*, key: str, validity: int, first: int) -> None:
    """Note a mailbox that we never saw, or one that began anew, to be read after UID `first`.

    UIDs of another UIDVALIDITY say nothing (RFC 3501 2.3.1.1). What is read twice by that is known
    by its bytes.
    """
    row, _made = FetchedBox.objects.select_for_update().get_or_create(
        key=key, defaults={"validity": validity, "uid": first, "checked_at": now()}
    )
    if row.validity != validity:
        row.validity, row.uid = validity, first
        row.save(update_fields=["validity", "uid"])


def have_until(*, key: str, validity: int) -> int | None:
    """The last UID that we have; None when the mailbox began anew behind this connection."""
    return (
        FetchedBox.objects.filter(key=key, validity=validity).values_list("uid", flat=True).first()
    )


@transaction.atomic
def keep_fetched(*, key: str, validity: int, uid: int, raw: bytes | None, to: str) -> bool:
    """Keep a mail, unless it was counted already; whether it is new. None: it has gone meanwhile.

    The row is locked, so two processes on one mailbox take turns.
    """
    row = FetchedBox.objects.select_for_update().get(key=key)
    if row.validity != validity or uid <= row.uid:
        return False
    if raw is not None and raw.strip():
        keep(raw, Envelope(recipients=(to,) if to else (), via="imap"))
    row.uid = uid
    row.save(update_fields=["uid"])
    return raw is not None


def note_check(*, key: str, error: str = "") -> None:
    """When a mailbox was last looked at, or why it could not be."""
    fields = {"error": error[:300]} if error else {"error": "", "checked_at": now()}
    FetchedBox.objects.filter(key=key).update(**fields)
