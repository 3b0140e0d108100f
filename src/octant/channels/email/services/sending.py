"""Send what is due: claimed first, handed over, and told on the message."""

import io
from collections import Counter
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from octant.channels.email.models import Outgoing
from octant.channels.email.signing import signed
from octant.channels.email.transport import Files, Later, Refused, Smtp, way_out
from octant.core.ports.workspace import workspace
from octant.core.safety.sealing import unseal
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import mark_delivery, tell_delivery
from octant.kit.clock import now
from octant.kit.database.rows import update

log = structlog.get_logger()

State = Outgoing.State
# 1, 2, 4 … minutes, four hours at most between two tries: about two days in all.
MAX_TRIES, LONGEST_WAIT = 20, timedelta(hours=4)
# One that a dead process was sending: sent again, with the same Message-ID.
STALE = timedelta(minutes=5)
# No domain gets more than this of one round, so that a slow one holds nobody up.
PER_DOMAIN = 20


def send_due(limit: int = 50) -> int:
    """Send what is due now; returns how many mails left. Overlapping runs share the work."""
    _drop_untrue()
    rows = _claim(limit)
    if not rows:
        return 0
    try:
        with way_out() as way:
            return sum(_send(row, way) for row in rows)
    except Later as error:
        for row in rows:
            if row.state == State.SENDING:
                _put_off(row, str(error))
        return 0


def _drop_untrue() -> None:
    """ "It is solved" does not leave when the ticket is worked on again by then."""
    due = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=now(), kind=Outgoing.Kind.SOLVED)
    untrue = due.filter(ticket__status__in=("new", "open", "waiting"), tries=0)
    untrue.update(state=State.CANCELLED, sealed=b"")


@transaction.atomic
def _claim(limit: int) -> list[Outgoing]:
    due = Q(state=State.QUEUED) | Q(state=State.SENDING)
    rows = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        due, due_at__lte=now()
    )
    claimed: list[Outgoing] = []
    domains: Counter[str] = Counter()
    for row in rows.order_by("due_at")[: limit * 4]:
        domains[row.domain] += 1
        if domains[row.domain] <= PER_DOMAIN and len(claimed) < limit:
            claimed.append(row)
    at = now() + STALE
    if claimed:
        mine = Outgoing.objects.filter(pk__in=[row.pk for row in claimed])
        mine.update(state=State.SENDING, due_at=at)
    for row in claimed:
        row.state, row.due_at = State.SENDING, at
        _tell(row)
    return claimed


def _tell(row: Outgoing) -> None:
    if row.message_id is not None:
        tell_delivery(message_id=row.message_id)


def _send(row: Outgoing, way: Smtp | Files) -> int:
    try:
        raw = signed(b"".join(unseal(io.BytesIO(bytes(row.sealed)))))
        way.hand_over(raw, sender=workspace().support_address, to=row.to)
    except Refused as error:
        _failed(row, str(error))
        return 0
    except Later as error:
        _put_off(row, str(error))
        return 0
    row.state, row.sent_at, row.error = State.SENT, now(), ""
    if row.message_id is None or row.copy:
        update(row, "state", "sent_at", "error")
    else:
        with transaction.atomic():
            update(row, "state", "sent_at", "error")
            mark_delivery(message_id=row.message_id, state="sent")
    log.info("mail_sent", mail=row.pk, kind=row.kind)
    return 1


def _put_off(row: Outgoing, error: str) -> None:
    row.tries += 1
    if row.tries >= MAX_TRIES:
        return _failed(row, error)
    row.state, row.error = State.QUEUED, error
    row.due_at = now() + min(timedelta(minutes=2 ** min(row.tries - 1, 10)), LONGEST_WAIT)
    row.save(update_fields=["state", "tries", "error", "due_at"])
    _tell(row)
    return None


@transaction.atomic
def _failed(row: Outgoing, error: str) -> None:
    log.warning("mail_failed", mail=row.pk, kind=row.kind, tries=row.tries)
    row.state, row.error = State.FAILED, error
    row.save(update_fields=["state", "tries", "error"])
    if row.message_id is not None:
        if not row.copy:  # what became of the customer's mail is what the message tells
            mark_delivery(message_id=row.message_id, state="failed")
        event(row.ticket, "mail_failed", other=row.to)
