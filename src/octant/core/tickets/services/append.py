"""Write messages over Django's connection: the shared end of open, receive, send, note, event."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell_all
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import begin_clocks, settle
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
from octant.kit.database.rows import insert
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
) -> Appended:
    """Put one message on the timeline, in a transaction, and tell whoever watches it.

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
    row = _written(entry)
    _tell(ticket.pk, row.version, row.seq)
    _catch_up(ticket)
    return row


def begin(ticket: Ticket, text: Screened, client_id: UUID | None = None) -> Message:
    """Write a ticket that is not there yet, with its clocks and its customer's first words, in a
    transaction. Nobody else can have it, so all is known beforehand and no row is written twice."""
    ticket.last_seq = ticket.customer_seen_seq = 1
    start_clocks = begin_clocks(ticket)
    insert(ticket)
    start_clocks()
    ticket.opening = message = Message(
        ticket=ticket,
        seq=1,
        author_kind=Message.Author.CUSTOMER,
        channel=ticket.channel,
        text=text.text,
        findings=findings_of(text),
        client_id=client_id,
        created_at=ticket.created_at,
    )
    insert(message)
    _tell(ticket.pk, ticket.version, message.seq)
    return message


def _tell(ticket: int, version: int, seq: int) -> None:
    tell_all(
        {"topic": f"ticket:{ticket}", "version": version, "seq": seq},
        {"topic": "desk", "ticket": ticket, "version": version},
    )


def _written(entry: Entry) -> Appended:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, lock_parameters([entry]))
        cursor.execute(APPEND, append_parameters([entry], audit.address.get()))
        row = placed(cursor.fetchall(), 1)[0]
    if row is None:
        raise NotFound(_("This ticket does not exist."))
    return row


def _catch_up(ticket: Ticket) -> None:
    """The row in memory as the statement left it, and its clocks with it."""
    ticket.refresh_from_db()
    if ticket.clocks_stale:
        settle(ticket)
