"""An agent's answer becomes a mail in the queue: with what it answers below, and its files."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from octant.channels.email.composing import Part, compose
from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.services.machines import is_suppressed
from octant.channels.email.services.queueing import put
from octant.core.safety import store
from octant.core.safety.labels import readable
from octant.core.safety.links.words import disarmed
from octant.core.tickets.selectors import last_of_customer, message_for_delivery
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import mark_delivery

if TYPE_CHECKING:
    from octant.core.tickets.models import Message

UNDO = timedelta(seconds=10)
# Files beyond this stay on the ticket, where the mail's link leads.
ATTACHED_BYTES = 8_000_000
QUOTED = 4000


@transaction.atomic
def queue_reply(*, message_id: int) -> str:
    """Write and queue the mail for one message, once; returns the message's state. Never fails
    for an address that cannot be written to: the message says so."""
    message = message_for_delivery(message_id)
    if message is None:
        return "failed"
    if (there := Outgoing.objects.filter(message=message).first()) is not None:
        return "sent" if there.state == Outgoing.State.SENT else message.state
    ticket = message.ticket
    if not ticket.customer.email or is_suppressed(ticket.customer.email):
        mark_delivery(message_id=message.pk, state="failed")
        event(ticket, "mail_failed", other=ticket.customer.email or "—")
        return "failed"
    last = last_of_customer(ticket, before=message.seq)
    letter = Letter.objects.filter(message=last).first() if last else None
    files, left = _files(message)
    mail = compose(
        ticket,
        kind=Outgoing.Kind.REPLY,
        said=[*_paragraphs(message), *left],
        letter=letter,
        message=message,
        quoted=_quoted(last) if last else "",
        files=files,
    )
    put(mail, ticket=ticket, kind=Outgoing.Kind.REPLY, message=message, wait=UNDO)
    return "queued"


def _paragraphs(message: "Message") -> list[str]:
    text = readable(disarmed(message.text, message.findings))
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _quoted(last: "Message") -> str:
    """The customer's own last words, so that the answer can be read without the ticket."""
    text = readable(disarmed(last.text, last.findings))[:QUOTED]
    return "\n".join(f"> {line}" for line in text.splitlines())


def _files(message: "Message") -> tuple[list[Part], list[str]]:
    """What goes along, and one line for what does not."""
    parts: list[Part] = []
    left: list[str] = []
    room = ATTACHED_BYTES
    for file in message.files.all():
        if file.size <= room and file.reading not in ("waiting", "unread"):
            parts.append((file.name, file.content_type, b"".join(store.get(file.digest))))
            room -= file.size
        else:
            left.append(f"[{file.name}]")
    return parts, left
