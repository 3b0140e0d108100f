"""The mails that sample tickets sent at the time, so that the demonstration's mailboxes are not
empty: composed by what composes all mails, dated then, and sent when the mail process starts.
"""

from octant.channels.email.models import Outgoing
from octant.channels.email.services.answering import tell
from octant.channels.email.services.replying import queue_reply
from octant.core.tickets.models import Status, Ticket
from octant.core.tickets.services.returning import reopen_period
from octant.core.tickets.writer import Appended


def mail(ticket: Ticket, side: str, said: Appended) -> None:
    """What this message of a ticket set in motion. The clock stands at its time."""
    if side == "agent":
        queue_reply(message_id=said.id)
    elif said.seq == 1:
        tell(ticket=ticket, kind=Outgoing.Kind.RECEIVED)


def end(ticket: Ticket) -> None:
    """ "It is solved", where it is."""
    if ticket.status == Status.SOLVED:
        tell(ticket=ticket, kind=Outgoing.Kind.SOLVED, days=reopen_period().days)
