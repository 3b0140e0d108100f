"""A mail of a customer becomes a message: on its ticket, or as a new one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from octant.channels.email import config
from octant.channels.email.belonging import candidate, may_write, resent
from octant.channels.email.channel import KEY
from octant.channels.email.contents import Contents, contents_of, language_of, told_in
from octant.channels.email.models import Arrival, Letter
from octant.channels.email.services.answering import acknowledge, warn
from octant.channels.email.services.noting import note_letter
from octant.core.people.services import customers
from octant.core.safety.text import Screened
from octant.core.takeover.services.cases import BY_WORDS, open_case
from octant.core.takeover.urgency import COMPROMISED, MISSING_FUNDS, PHISHING, urgency
from octant.core.tickets import chats
from octant.core.tickets.details import REFERENCES
from octant.core.tickets.known import known_references
from octant.core.tickets.selectors import first_message, said_before
from octant.core.tickets.services.conversation import event, open_ticket
from octant.core.tickets.services.hearing import with_earlier
from octant.core.tickets.services.lifecycle import escalate
from octant.core.tickets.services.returning import reopen_or_follow_up

if TYPE_CHECKING:
    from octant.channels.email.envelope import Envelope
    from octant.channels.email.senders import Sender
    from octant.core.people.models import Customer
    from octant.core.tickets.models import Message, Ticket
    from octant.kit.mail.reading import Mail

PRIORITIES = {COMPROMISED: chats.URGENT, PHISHING: chats.URGENT, MISSING_FUNDS: chats.HIGH}
NO_TEXT = Screened.trusted("—", "a mail without words")


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a mail came to stand. `secret`: its original must go."""

    ticket: "Ticket"
    secret: bool


def take(row: Arrival, mail: "Mail", envelope: "Envelope", sender: "Sender") -> Taken:
    """Put a mail of somebody who is no member of staff on a ticket. In a transaction.

    What names a ticket on which this sender has no part begins a ticket of its own, which says
    so to staff.
    """
    named = candidate(mail, envelope.recipients)
    mine = named[0] if named and may_write(sender, named[0], keyed=named[1]) else None
    contents = contents_of(mail, known_references(mine) if mine else None)
    told = told_in(contents)
    again = None
    if mine is None:
        values = {each.value.casefold() for each in told if each.kind in REFERENCES}
        again = resent(sender, contents.subject.text, contents.text.text, values)
    key = _client_id(row, mail, sender)
    if ticket := mine or again:
        ticket, message, is_new = _go_on(ticket, contents, sender, key)
    else:
        ticket, message = _begin(mail, envelope, sender, contents, key, named)
        is_new = True
    if (
        not sender.is_new and Letter.objects.filter(message=message).exists()
    ):  # the same mail came by another way
        return Taken(ticket, contents.secret)
    letter = note_letter(
        row=row, mail=mail, ticket=ticket, message=message, contents=contents, told=told
    )
    if is_new and again is None:
        acknowledge(ticket=ticket, letter=letter, sender=sender, automatic=mail.auto)
    else:
        warn(ticket=ticket, letter=letter, automatic=mail.auto)
    if again is not None:
        escalate(ticket=ticket, priority=chats.HIGH)
        event(ticket, "mail_resent")
    return Taken(ticket, contents.secret)


def _go_on(
    ticket: "Ticket", contents: Contents, sender: "Sender", key: UUID
) -> "tuple[Ticket, Message, bool]":
    text = with_earlier(ticket=ticket.pk, text=contents.text or NO_TEXT, client_id=key)
    stays, message = reopen_or_follow_up(
        ticket=ticket,
        customer=ticket.customer,
        subject=contents.subject,
        text=text,
        channel=KEY,
        assurance=sender.assurance,
        client_id=key,
    )
    return stays, message, stays.pk != ticket.pk and stays.follows_id is not None


def _begin(
    mail: "Mail",
    envelope: "Envelope",
    sender: "Sender",
    contents: Contents,
    key: UUID,
    named: "tuple[Ticket, bool] | None",
) -> "tuple[Ticket, Message]":
    language = _language(sender.customer, contents)
    customer = sender.customer or customers.guest(
        name=sender.name, email=sender.address, language=language
    )
    if not sender.is_new and (earlier := _begun(customer, key)):
        return earlier
    text = contents.text or contents.subject or NO_TEXT
    urgent = urgency(f"{contents.subject.text}\n{text.text}")
    ticket = open_ticket(
        customer=customer,
        subject=contents.subject,
        text=text,
        channel=KEY,
        assurance=sender.assurance,
        language=language,
        category=chats.category(_category(envelope, mail)),
        priority=PRIORITIES.get(urgent),
        context=_context(sender, named),
        client_id=key,
    )
    if urgent == COMPROMISED:
        open_case(ticket=ticket, source=BY_WORDS)
    return ticket, first_message(ticket)


def _begun(customer: "Customer", key: UUID) -> "tuple[Ticket, Message] | None":
    """The ticket that this very mail began, when it came by another of our mailboxes."""
    found = said_before(customer, key)
    return (found.ticket, found) if found else None


def _category(envelope: "Envelope", mail: "Mail") -> str:
    """The topic of the mailbox that was written to."""
    addresses = [*envelope.recipients, *(box.address for box in (*mail.to, *mail.cc))]
    found = (config.mailbox_for(each) for each in addresses)
    return next((box.category for box in found if box and box.category), "")


def _context(sender: "Sender", named: "tuple[Ticket, bool] | None") -> dict[str, Any]:
    """What staff should know of how it came: whose address it is, and what it says it is about."""
    facts: dict[str, Any] = {
        "registered": sender.registered,
        "verdict": sender.authenticity.verdict,
    }
    if named is not None:
        facts["names"] = named[0].public_id
    return {"mail": facts}


def _language(customer: "Customer | None", contents: Contents) -> str:
    from octant.core.ports.workspace import workspace

    usual = customer.language if customer else workspace().default_language
    return language_of(f"{contents.subject.text}\n{contents.text.text}", usual)


def _client_id(row: Arrival, mail: "Mail", sender: "Sender") -> UUID:
    """One id for one mail of one sender, however often and by whichever mailbox it comes. A
    Message-ID alone can be forged, so the text counts too."""
    said = f"{mail.subject}\n{mail.text}" if mail.message_id else row.digest
    parts = [sender.address.casefold(), str(sender.proved), mail.message_id, said]
    return uuid5(NAMESPACE_URL, "\0".join(parts).encode("utf-8", "replace").decode("utf-8"))
