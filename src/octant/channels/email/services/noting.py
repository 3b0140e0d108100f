"""What a mail told besides its words, kept beside the message that it became."""

from typing import TYPE_CHECKING

from octant.channels.email.contents import Contents, boxes
from octant.channels.email.models import Arrival, Letter
from octant.channels.email.services.filing import hang_on
from octant.core.tickets.details import told_by_files
from octant.kit.database.rows import insert

if TYPE_CHECKING:
    from octant.core.tickets.details import Detail
    from octant.core.tickets.models import Message, Ticket
    from octant.kit.mail.reading import Mail


def note_letter(
    *,
    row: Arrival,
    mail: "Mail",
    ticket: "Ticket",
    message: "Message",
    contents: Contents,
    told: "list[Detail]",
) -> Letter:
    """File what hangs on the mail, and keep its head, its whole text and what it tells of the case
    (`told`, and what its files tell). In a transaction."""
    filed = hang_on(message, mail, ticket)
    if filed.files:
        told = [*told, *told_by_files(message.pk)]
    sender = boxes(mail.from_[:1])
    letter = Letter(
        message=message,
        arrival=row,
        mail_id=mail.message_id[:900],
        references=list(mail.references[-20:]),
        from_name=sender[0]["name"] if sender else "",
        from_address=row.sender,
        to=boxes(mail.to),
        cc=boxes(mail.cc),
        subject=contents.subject.text[:300],
        written_at=mail.date,
        full=contents.full.text,
        formatted=contents.formatted,
        inline=filed.inline,
        refused=filed.refused,
        problems=list(mail.problems),
        markers=sorted(mail.markers),
        verdict=row.verdict,
        reasons=row.reasons,
        details=[each.json() for each in dict.fromkeys(told)],
    )
    insert(letter)
    letter.brought_files = bool(filed.files)
    return letter
