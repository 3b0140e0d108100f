"""A customer's mail that a member of staff sends on becomes that customer's ticket."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from octant.channels.email import config
from octant.channels.email.belonging import plain_subject
from octant.channels.email.channel import KEY
from octant.channels.email.contents import Contents, contents_of, language_of, told_in
from octant.channels.email.models import Arrival, Letter
from octant.channels.email.services.filing import hang_on
from octant.channels.email.services.taking import Taken
from octant.core.people.access import may_answer
from octant.core.people.selectors import staff_of_address
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.safety.text import screen
from octant.core.tickets.details import told_by_files
from octant.core.tickets.selectors import begun_under
from octant.core.tickets.services.conversation import event, note, open_ticket
from octant.kit.mail.forwarding import Forwarded, forwarded_in, is_forwarded
from octant.kit.mail.reading import Mail, read_mail
from octant.kit.mail.replies import split_reply

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

ABOVE = 4000


@dataclass(frozen=True, slots=True)
class Original:
    """Who wrote the mail that was sent on, what it said, and what the colleague wrote above it."""

    address: str
    name: str
    mail: Mail
    above: str


def original_of(mail: Mail) -> Original | None:
    """The mail within: attached as a whole, or below a head that names its writer. What we or
    colleagues wrote is no customer's."""
    for attachment in mail.attachments:
        if attachment.type == "message/rfc822":
            inner = read_mail(attachment.content)
            if len(inner.from_) == 1 and _is_strangers(inner.from_[0].address):
                box = inner.from_[0]
                others = (each for each in mail.attachments if each is not attachment)
                whole = replace(inner, attachments=(*inner.attachments, *others))
                return Original(box.address, box.name, whole, mail.text)
    if not is_forwarded(mail.subject, mail.text):
        return None
    found = next((each for each in forwarded_in(mail.text) if _is_strangers(each.address)), None)
    return _within(mail, found) if found else None


def _is_strangers(address: str) -> bool:
    return bool(address) and not config.is_ours(address) and staff_of_address(address) is None


def _within(mail: Mail, found: Forwarded) -> Original:
    parts = split_reply(found.text)
    inner = Mail(
        subject=plain_subject(found.subject or mail.subject),
        text=found.text,
        reply=parts.reply,
        quoted=parts.quoted,
        signature=parts.signature,
        attachments=mail.attachments,
    )
    return Original(found.address, found.name[:120], inner, found.above)


def take_forwarded(row: Arrival, mail: Mail, agent: "User") -> Taken | None:
    """Open the customer's ticket; None where no customer's mail is in it. In a transaction.

    An agent vouches for who wrote, which proves nothing: no account data on this ticket. What the
    agent wrote above becomes a note.
    """
    original = original_of(mail)
    if original is None:
        return None
    contents = contents_of(original.mail)
    key = _client_id(row, mail, agent)
    if (there := begun_under(key)) is not None:  # the same mail came by another mailbox of ours
        return Taken(there, contents.secret)
    usual = workspace().default_language
    language = language_of(f"{original.mail.subject}\n{original.mail.text}", usual)
    customer = customers.of_registered_address(address=original.address) or customers.guest(
        name=original.name, email=original.address, language=language
    )
    ticket = open_ticket(
        customer=customer,
        subject=contents.subject,
        text=contents.text or contents.subject,
        channel=KEY,
        assurance=Assurance.CLAIMED,
        language=language,
        context={"mail": {"forwarded_by": agent.pk, "verdict": "none"}},
        client_id=key,
    )
    event(ticket, "mail_forwarded", actor=agent, name=agent.name)
    above = screen(original.above[:ABOVE])
    if above and may_answer(agent):
        note(ticket=ticket, agent=agent, text=above)
    _note_letter(row, original, contents, ticket)
    return Taken(ticket, contents.secret or above.holds_secret)


def _client_id(row: Arrival, mail: Mail, agent: "User") -> UUID:
    """One id for one mail of a colleague, by whichever mailbox it comes."""
    said = f"{mail.subject}\n{mail.text}" if mail.message_id else row.digest
    parts = ["sent on", str(agent.pk), mail.message_id, said]
    return uuid5(NAMESPACE_URL, "\0".join(parts))


def _note_letter(row: Arrival, original: Original, contents: Contents, ticket: "Ticket") -> None:
    message = ticket.messages.get(seq=1)
    filed = hang_on(message, original.mail, ticket)
    told = [*told_in(contents), *told_by_files(message.pk)]
    Letter.objects.create(
        message=message,
        arrival=row,
        mail_id=original.mail.message_id[:900],
        from_name=original.name,
        from_address=original.address,
        subject=contents.subject.text[:300],
        written_at=original.mail.date,
        full=contents.full.text,
        inline=filed.inline,
        refused=filed.refused,
        details=[each.json() for each in dict.fromkeys(told)],
        reasons=["forwarded_by_staff"],
    )
