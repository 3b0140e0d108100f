"""Put a mail into the queue, sealed; it is signed when it leaves."""

from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from octant.channels.email.composing import as_sent
from octant.channels.email.models import Outgoing
from octant.core.safety.sealing import seal
from octant.kit.clock import now
from octant.kit.database.rows import insert

if TYPE_CHECKING:
    from octant.core.tickets.models import Message, Ticket


def put(
    mail: EmailMessage,
    *,
    ticket: "Ticket",
    kind: str,
    message: "Message | None" = None,
    wait: timedelta = timedelta(0),
    copy_to: str = "",
) -> Outgoing:
    """Queue it, once for its Message-ID; it may leave after `wait`. `copy_to`: who gets it, where
    that is not whom it is written to."""
    first = mail["To"].addresses[0].addr_spec
    raw = as_sent(mail)
    to = copy_to or first
    at = now()
    name = str(mail["Message-ID"]).strip("<> ")
    row = Outgoing(
        mail_id=name,
        kind=kind,
        ticket=ticket,
        message=message,
        to=to,
        copy=bool(copy_to),
        domain=to.rpartition("@")[2].lower(),
        sealed=b"".join(seal([raw])),
        size=len(raw),
        due_at=at + wait,
        created_at=at,
    )
    return row if insert(row, once="mail_id") else Outgoing.objects.get(mail_id=name)
