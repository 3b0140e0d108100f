"""Tell people in their browsers of answers that they have not seen."""

from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction

from octant.core.people.identities import rows_of
from octant.core.people.reach import quiet_until
from octant.core.tickets import chats
from octant.kit import push
from octant.kit.clock import now
from octant.kit.fetch import FetchError, Limits, post
from octant.reactions.notifications import push_key
from octant.reactions.notifications.models import Device, Push
from octant.reactions.notifications.notice import notice

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

log = structlog.get_logger()
# Whoever has the page before them sees it there first; a second message goes into the same notice.
SOON = timedelta(seconds=15)
CLAIM = timedelta(seconds=60)  # a try of a process that died is made again after this
MOST_TRIES = 6
KEEP = timedelta(days=2)  # so long a push service tries
TIMEOUT_SECONDS = 10
GONE = ("refused: 404", "refused: 410")  # the browser took its consent back (RFC 8030, 7.3)


@transaction.atomic
def owe_answer(*, ticket: int) -> None:
    """Have every device of the ticket's person told soon, of all that they have not seen."""
    found = chats.by_pk(ticket)
    users = [row.user_id for row in rows_of(found.customer) if row.user_id] if found else []
    if users:
        devices = Device.objects.filter(user__in=users)
        Push.objects.bulk_create(
            [Push(device=each, ticket=found, due_at=now() + SOON) for each in devices],
            update_conflicts=True,
            unique_fields=["device", "ticket"],
            update_fields=["due_at"],
        )


def send_pushes(limit: int = 50) -> int:
    """Send what is due now; returns how many a push service took."""
    due = Push.objects.filter(due_at__lte=now()).order_by("due_at")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send(pk: int) -> int:
    owed = _claim(pk)
    if owed is None or not _wanted(owed):
        return 0
    device = owed.device
    try:
        body = push.encrypted(
            notice(device, owed.ticket),
            their_key=push.decoded(device.their_key),
            auth=push.decoded(device.auth),
        )
        post(device.endpoint, body, _headers(device.endpoint), _limits())
    except FetchError as error:
        return _failed(owed, error)
    Device.objects.filter(pk=device.pk).update(told_at=now())
    # Another answer that came meanwhile gave it another time, and is told of then.
    Push.objects.filter(pk=pk, due_at=owed.due_at).delete()
    return 1


@transaction.atomic
def _claim(pk: int) -> Push | None:
    rows = Push.objects.select_for_update(skip_locked=True, of=("self",))
    owed = rows.filter(pk=pk, due_at__lte=now()).select_related("device__user").first()
    if owed is not None:
        owed.tries, owed.due_at = owed.tries + 1, now() + CLAIM
        owed.save(update_fields=["tries", "due_at"])
    return owed


def _wanted(owed: Push) -> bool:
    """Whether to tell it now. Otherwise it is put off, or it is over."""
    if owed.ticket_id is None:
        return True
    ticket = chats.by_pk(owed.ticket_id)
    if ticket is None or not chats.unseen_answers(ticket):
        Push.objects.filter(pk=owed.pk).delete()
        return False
    owed.ticket = ticket
    if (later := _later(ticket)) is not None:
        Push.objects.filter(pk=owed.pk).update(due_at=later, tries=0)
        return False
    return True


def _later(ticket: "Ticket") -> object:
    """Not while they sit before the chat, nor in their quiet hours."""
    if ticket.live and chats.is_online(ticket):
        return now() + SOON
    return quiet_until(ticket.customer, now())


def _headers(endpoint: str) -> dict[str, str]:
    contact = f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    return push.headers(endpoint, push_key.private(), contact=contact, at=now(), keep=KEEP)


def _limits() -> Limits:
    return Limits(
        timeout_seconds=TIMEOUT_SECONDS,
        inside=settings.OCTANT_FETCH_INSIDE,
        ca_file=settings.OCTANT_FETCH_CA_FILE or None,
    )


def _failed(owed: Push, error: FetchError) -> int:
    log.warning("push_failed", device=owed.device_id, tries=owed.tries, error=str(error)[:60])
    if str(error) in GONE:
        Device.objects.filter(pk=owed.device_id).delete()
    elif owed.tries >= MOST_TRIES:
        Push.objects.filter(pk=owed.pk).delete()
    else:
        again = now() + timedelta(seconds=30 * 2**owed.tries)
        Push.objects.filter(pk=owed.pk).update(due_at=again)
    return 0
