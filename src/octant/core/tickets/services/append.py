"""Append messages over Django's connection: the shared end of receive, send, note, event."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell_all
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import settle
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.spoken import said_before
from octant.core.tickets.writer import (
    APPEND,
    LOCK,
    Appended,
    Entry,
    append_parameters,
    findings_of,
    lock_parameters,
    placed,
)
from octant.kit.clock import now
from octant.kit.errors import NotFound


def append(
    ticket: Ticket,
    *,
    kind: str,
    author_kind: str,
    text: Screened,
    author: int | None = None,
    channel: str = "",
    client_id: UUID | None = None,
    state: str = Message.State.SENT,
    data: dict[str, Any] | None = None,
    allowed_by: int | None = None,
    begins: bool = False,
) -> Appended:
    """Put one message on the timeline, in a transaction, and tell whoever watches it. `begins`: the
    customer's first words, on a ticket that was made in this transaction with its clocks.

    The same `client_id` again returns the first one. Raises `NeverAsked`."""
    spoken = (kind, author_kind) == ("message", "agent")
    entry = Entry(
        ticket=ticket.pk,
        kind=kind,
        author_kind=author_kind,
        author=author,
        channel=channel or ticket.channel,
        text=text.text,
        findings=findings_of(text),
        at=now(),
        client_id=client_id,
        state=state,
        data=data or {},
        allowed_by=allowed_by,
        earlier=() if allowed_by or not spoken else said_before(ticket.pk),
    )
    row = _written(entry, alone=begins)
    _tell(ticket, row)
    (_begin if begins else _catch_up)(ticket, row)
    return row


def _tell(ticket: Ticket, row: Appended) -> None:
    tell_all(
        {"topic": f"ticket:{ticket.pk}", "version": row.version, "seq": row.seq},
        {"topic": "desk", "ticket": ticket.pk, "version": row.version},
    )


def _written(entry: Entry, *, alone: bool) -> Appended:
    with connection.cursor() as cursor:
        if not alone:
            cursor.execute(LOCK, lock_parameters([entry]))
        cursor.execute(APPEND, append_parameters([entry], audit.address.get()))
        row = placed(cursor.fetchall(), 1)[0]
    if row is None:
        raise NotFound(_("This ticket does not exist."))
    return row


def _begin(ticket: Ticket, row: Appended) -> None:
    """The row in memory as the statement left it: nobody else has it yet."""
    ticket.version, ticket.last_seq, ticket.customer_seen_seq = row.version, row.seq, row.seq
    ticket.last_activity_at = max(ticket.last_activity_at, row.at)


def _catch_up(ticket: Ticket, _row: Appended) -> None:
    """The row in memory as the statement left it, and its clocks with it."""
    ticket.refresh_from_db()
    if ticket.clocks_stale:
        settle(ticket)
