"""Tickets and files that go for good: rows, and the bytes that no other file holds."""

from django.db import transaction

from octant.core.ports.privacy import Removed
from octant.core.safety import parts
from octant.core.tickets.models import File, Message, Ticket, Upload
from octant.core.tickets.services.files import hold_store
from octant.core.tickets.services.tending import forget_bytes

MESSAGES_AT_ONCE = 1000  # of a batch: a ticket of a million messages goes in many transactions


@transaction.atomic
def remove_tickets(keys: list[int]) -> Removed:
    """Delete these tickets with all they hold. `more` while their messages are too many for one
    transaction: the oldest are gone then, and the tickets still there."""
    long = list(
        Message.objects.filter(ticket__in=keys)
        .order_by("ticket", "seq")
        .values_list("pk", flat=True)[: MESSAGES_AT_ONCE + 1]
    )
    if len(long) > MESSAGES_AT_ONCE:
        gone = long[:MESSAGES_AT_ONCE]
        remove_files(list(File.objects.filter(message__in=gone).values_list("pk", flat=True)))
        Message.objects.filter(pk__in=gone).delete()
        return Removed(0, more=True)
    remove_files(list(File.objects.filter(ticket__in=keys).values_list("pk", flat=True)))
    remove_uploads(list(Upload.objects.filter(ticket__in=keys).values_list("pk", flat=True)))
    Ticket.objects.filter(pk__in=keys).delete()
    return Removed(len(keys))


@transaction.atomic
def remove_files(keys: list[int]) -> Removed:
    """Delete these files and their bytes, but for bytes that another file holds too."""
    if not keys:
        return Removed(0)
    hold_store(alone=True)
    rows = File.objects.filter(pk__in=keys)
    named = rows.values_list("digest", "preview", "original")
    names = {name for three in named for name in three if name}
    rows.delete()
    for name in names:
        forget_bytes(name)
    return Removed(len(keys))


@transaction.atomic
def remove_uploads(keys: list[int]) -> Removed:
    """Delete uploads that were never finished, and the pieces that came."""
    rows = Upload.objects.filter(pk__in=keys)
    names = list(rows.values_list("public_id", flat=True))
    rows.delete()
    for name in names:
        parts.drop(name)
    return Removed(len(keys))
