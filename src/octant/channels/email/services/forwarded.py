"""A customer's mail that a member of staff sends on becomes that customer's ticket."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octant.channels.email.belonging import plain_subject
from octant.channels.email.channel import KEY
from octant.channels.email.contents import Contents, contents_of, language_of, told_in
from octant.channels.email.models import Arrival, Letter
from octant.channels.email.services.filing import hang_on
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.tickets.details import told_by_files
from octant.core.tickets.services.conversation import event, open_ticket
from octant.kit.mail.reading import Mail, read_mail

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

# The head that mail programs put before what is sent on, in the languages they speak.
_MARK = re.compile(
    r"^\s*(?:-{2,}\s*)?(?:Forwarded message|Begin forwarded message:|Original Message|转发的?邮件"
    r"|转发邮件信息|原始邮件|原邮件|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado"
    r"|Messaggio inoltrato)\s*:?\s*(?:-{2,})?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(
    r"^\s*[>*]*\s*(?:From|Von|De|Da|发件人|寄件者)\s*\*?\s*[:：]\*?\s*(?P<who>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(
    r"^\s*[>*]*\s*(?:Subject|Betreff|Objet|Asunto|Oggetto|主题|主旨)\s*\*?\s*[:：]\*?\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:\[\]]{1,64}@[^\s@<>\"'(),;:\[\]]{1,255}")
_HEAD_LINE = re.compile(r"^\s*[>*]*\s*[^\s:：]{1,20}(?: [^\s:：]{1,10})?\s*\*?\s*[:：].*$")


@dataclass(frozen=True, slots=True)
class Original:
    """Who wrote the mail that was sent on, and what it said."""

    address: str
    name: str
    mail: Mail


def original_of(mail: Mail) -> Original | None:
    """The mail within: attached as a whole, or quoted below a head that names its writer."""
    for attachment in mail.attachments:
        if attachment.type == "message/rfc822":
            inner = read_mail(attachment.content)
            if len(inner.from_) == 1 and inner.from_[0].address:
                return Original(inner.from_[0].address, inner.from_[0].name, inner)
    mark = _MARK.search(mail.text)
    named = _FROM.search(mail.text, mark.end()) if mark else None
    address = _ADDRESS.search(named["who"]) if named else None
    if mark is None or named is None or address is None:
        return None
    name = named["who"][: address.start()].strip(" <\"'*")
    text = _below_head(mail.text[mark.end() :])
    subject = _SUBJECT.search(mail.text, mark.end())
    inner = Mail(
        subject=subject[1].strip() if subject else plain_subject(mail.subject),
        text=text,
        reply=text,
        attachments=mail.attachments,
    )
    return Original(address[0], name[:120], inner)


def _below_head(text: str) -> str:
    lines = text.strip().splitlines()
    while lines and (not lines[0].strip(" >*") or _HEAD_LINE.match(lines[0])):
        blank = not lines.pop(0).strip(" >*")
        if blank and lines and not _HEAD_LINE.match(lines[0]):
            break
    return "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines).strip()


def take_forwarded(row: Arrival, mail: Mail, agent: "User") -> "Ticket | None":
    """Open the customer's ticket; None where no customer's mail is in it. In a transaction.

    An agent vouches for who wrote, which proves nothing: no account data on this ticket.
    """
    original = original_of(mail)
    if original is None:
        return None
    usual = workspace().default_language
    language = language_of(f"{original.mail.subject}\n{original.mail.text}", usual)
    customer = customers.of_registered_address(address=original.address) or customers.guest(
        name=original.name, email=original.address, language=language
    )
    contents = contents_of(original.mail)
    ticket = open_ticket(
        customer=customer,
        subject=contents.subject,
        text=contents.text or contents.subject,
        channel=KEY,
        assurance=Assurance.CLAIMED,
        language=language,
        context={"mail": {"forwarded_by": agent.pk, "verdict": "none"}},
    )
    event(ticket, "mail_forwarded", actor=agent, name=agent.name)
    _note_letter(row, original, contents, ticket)
    return ticket


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
