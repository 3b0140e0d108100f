"""The files of a mail: each taken in like an upload, or refused with the reason kept."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from octant.core.safety.text import screen
from octant.core.tickets.services.attach import attach
from octant.core.tickets.services.files import keep
from octant.kit.errors import DomainError
from octant.kit.mail.reading import read_mail

if TYPE_CHECKING:
    from octant.core.tickets.models import Message, Ticket
    from octant.kit.mail.attachments import Attachment
    from octant.kit.mail.reading import Mail

MOST_FILES, MOST_REFUSED = 25, 50
# Signatures of mail programs: nothing that a person sent.
_SEALS = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
}
# Not on the list of types, but text that matters as evidence: kept as text.
_AS_TEXT = {"message/rfc822": ".txt", "text/calendar": ".txt", "text/html": ".txt"}


@dataclass(slots=True)
class Filed:
    """`files`: public ids. `inline`: public ids by Content-ID. `refused`: name, size and why."""

    files: list[str] = field(default_factory=list)
    inline: dict[str, str] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)


def hang_on(message: "Message", mail: "Mail", ticket: "Ticket") -> Filed:
    """Take in what hangs on a mail and put it on the mail's message. In a transaction."""
    filed = file_attachments(mail, ticket)
    attach(
        ticket=ticket,
        message=message.pk,
        files=tuple(filed.files),
        customer=ticket.customer,
        most=MOST_FILES,
    )
    return filed


def file_attachments(mail: "Mail", ticket: "Ticket") -> Filed:
    """Take in what hangs on a mail, for a message of this ticket that is yet to be written."""
    filed = Filed()
    for attachment in mail.attachments:
        if attachment.type in _SEALS or not attachment.size:
            continue
        if len(filed.files) >= MOST_FILES:
            _refuse(filed, attachment, "too_many")
            continue
        _take(filed, _readable(attachment), ticket)
    return filed


def _take(filed: Filed, given: "tuple[str, bytes, Attachment]", ticket: "Ticket") -> None:
    name, content, attachment = given
    try:
        row = keep(ticket=ticket, name=name, source=lambda: [content], size=len(content))
    except DomainError as refusal:
        _refuse(filed, attachment, refusal.code)
        return
    filed.files.append(row.public_id)
    if attachment.inline and attachment.content_id:
        filed.inline[attachment.content_id] = row.public_id


def _readable(attachment: "Attachment") -> "tuple[str, bytes, Attachment]":
    """Mails within the mail, and other text, as plain text that can be read on the ticket."""
    ending = _AS_TEXT.get(attachment.type)
    if ending is None:
        return attachment.name, attachment.content, attachment
    if attachment.type == "message/rfc822":
        inner = read_mail(attachment.content)
        people = ", ".join(f"{box.name} <{box.address}>".strip() for box in inner.from_)
        head = f"From: {people}\nDate: {inner.date or ''}\nSubject: {inner.subject}\n\n"
        text = head + inner.text
    else:
        text = attachment.content.decode("utf-8", "replace")
    stem = attachment.name.rpartition(".")[0] or attachment.name
    return stem + ending, screen(text[:90_000]).text.encode(), attachment


def _refuse(filed: Filed, attachment: "Attachment", why: str) -> None:
    if len(filed.refused) < MOST_REFUSED:
        name = screen(attachment.name[:200]).text
        filed.refused.append({"name": name, "size": attachment.size, "why": why or "refused"})
