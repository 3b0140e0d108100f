"""An agent's answer becomes a mail in the queue: with what it answers below, and its files."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from octant.channels.email.composing import Part, compose
from octant.channels.email.given import GIVEN_FOR, goes_along, link_to
from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.services.machines import is_suppressed
from octant.channels.email.services.queueing import put
from octant.core.safety import store
from octant.core.safety.labels import readable
from octant.core.safety.links.words import disarmed
from octant.core.tickets.selectors import last_of_customer, message_for_delivery
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import mark_delivery
from octant.kit.clock import now

if TYPE_CHECKING:
    from email.message import EmailMessage

    from octant.core.tickets.models import File, Message, Ticket

UNDO = timedelta(seconds=10)
ATTACHED_BYTES = 8_000_000  # of one mail; what is beyond stays here, behind a sign-in
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
    address = ticket.customer.email
    if not address or is_suppressed(address):
        mark_delivery(message_id=message.pk, state="failed")
        event(ticket, "mail_failed", other=address or "—", outcome="rests" if address else "")
        return "failed"
    _queue(message, ticket)
    return "queued"


def _queue(message: "Message", ticket: "Ticket") -> None:
    """The customer's mail, and one for each who reads along."""
    last = last_of_customer(ticket, before=message.seq)
    way = message.data.get("way", {})
    wanted = way.get("cc", ())
    copies = [each for each in wanted if not is_suppressed(each)]
    for address in wanted:
        if address not in copies:
            event(ticket, "mail_failed", other=address, outcome="rests")
    files, left = _files(message)
    quoted = _quoted(last) if last and way.get("quote", True) else ""

    def write(said: list[str], number: int = 0) -> "EmailMessage":
        return compose(
            ticket,
            kind=Outgoing.Kind.REPLY,
            said=said,
            letter=Letter.objects.filter(message=last).first() if last else None,
            message=message,
            quoted=quoted,
            files=files,
            copies=copies,
            copy=number,
        )

    said = _paragraphs(message)
    queue = partial(put, ticket=ticket, kind=Outgoing.Kind.REPLY, message=message, wait=UNDO)
    queue(write([*said, *(_where(file) for file in left)]))
    for number, address in enumerate(copies, 1):
        # Files behind a sign-in are the customer's: others are only told that there are some.
        mail = write([*said, *(f"[{file.name}]" for file in left)], number)
        queue(mail, copy_to=address)


def _paragraphs(message: "Message") -> list[str]:
    text = readable(disarmed(message.text, message.findings))
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _quoted(last: "Message") -> str:
    """The customer's own last words, so that the answer can be read without the ticket."""
    text = readable(disarmed(last.text, last.findings))[:QUOTED]
    return "\n".join(f"> {line}" for line in text.splitlines())


def _files(message: "Message") -> "tuple[list[Part], list[File]]":
    """What goes along, and what is too large for a mail, or not checked yet."""
    parts: list[Part] = []
    left: list[File] = []
    room = ATTACHED_BYTES
    for file in message.files.all():
        if goes_along(file, room):
            parts.append((file.name, file.content_type, b"".join(store.get(file.digest))))
            room -= file.size
        else:
            left.append(file)
    return parts, left


def _where(file: "File") -> str:
    """The line for a file that does not go along: where its customer finds it."""
    ticket = file.ticket
    size = filesizeformat(file.size)
    with translation.override(ticket.language if ticket else None):
        if ticket is None or ticket.customer.user_id is None:
            words = _("%(name)s (%(size)s): on the page of your ticket, see the link below.")
            return words % {"name": file.name, "size": size}
        words = _("%(name)s (%(size)s), after signing in, until %(day)s:")
        day = date_format(now() + GIVEN_FOR, "DATE_FORMAT")
        said = words % {"name": file.name, "size": size, "day": day}
        return f"{said}\n{settings.OCTANT_URL}{link_to(file)}"
