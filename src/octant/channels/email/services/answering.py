"""Automatic mails: "we have it", and the news of a ticket. Few, and never to a machine."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import QuerySet

from octant.channels.email.composing import compose
from octant.channels.email.models import Outgoing
from octant.channels.email.services.machines import is_suppressed
from octant.channels.email.services.queueing import put
from octant.channels.email.words import masked, news, own_words
from octant.core.safety.services.limiting import anonymous
from octant.core.tickets.details import being_read
from octant.kit.clock import now
from octant.kit.database.prepared import prepared
from octant.kit.database.rows import update

if TYPE_CHECKING:
    from octant.channels.email.models import Letter
    from octant.channels.email.senders import Sender
    from octant.core.tickets.models import Ticket
    from octant.kit.mail.automatic import Automatic

Kind = Outgoing.Kind
# No address gets more automatic mails than this, whatever sets them in motion: two machines that
# answer each other come to an end.
MOST, WITHIN = 10, timedelta(minutes=180)
PATIENCE = timedelta(seconds=45)  # to read a mail's pictures takes a second or two each
THINK = timedelta(seconds=20)  # for a ticket marked as solved by mistake
NEUTRAL_EVERY = timedelta(hours=24)
AUTOMATIC = tuple(kind for kind in Kind if kind != Kind.REPLY)

# Two mails to one address at the same moment are counted one after the other; and whether
# `is_suppressed` need be asked, which for nearly all it need not.
_ONE_BY_ONE = """
SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)),
  EXISTS (SELECT 1 FROM email_suppressed WHERE who = %s AND until > %s)
"""


def acknowledge(
    *, ticket: "Ticket", letter: "Letter", sender: "Sender", automatic: "Automatic"
) -> None:
    """Say that the mail is here, what it is called, and by when it is answered; to an address
    that proved nothing, or has no account, only how to be sure of us and we of them. Where
    pictures are still to be read that may tell what the confirmation would ask, it waits."""
    if automatic.forbids_answers or not sender.address:
        return
    kind = Kind.RECEIVED if sender.registered else Kind.NEUTRAL
    if kind == Kind.NEUTRAL or not _waits(letter):
        tell(ticket=ticket, kind=kind, letter=letter)


def warn(*, letter: "Letter", ticket: "Ticket", automatic: "Automatic") -> None:
    """Of a later mail, tell its writer what was masked in it: they may have to act at once."""
    if automatic.forbids_answers:
        return
    _waits(letter)
    if masked(letter):
        tell(ticket=ticket, kind=Kind.SECRET, letter=letter)


def _waits(letter: "Letter") -> bool:
    """Whether its writer is told once its pictures were read (`confirming`); noted if so."""
    if not (letter.brought_files and being_read([letter.message_id])):
        return False
    letter.confirm_by = now() + PATIENCE
    update(letter, "confirm_by")
    return True


def tell(
    *, ticket: "Ticket", kind: str, letter: "Letter | None" = None, **facts: Any
) -> Outgoing | None:
    """Queue one automatic mail about a ticket, unless its address had enough of them."""
    address = ticket.customer.email
    if not address or not _may(address, kind):
        return None
    subject, text = own_words(kind, ticket.language)
    said = news(ticket, kind, letter, text, **facts)
    mail = compose(ticket, kind=kind, said=said, subject=subject, letter=letter)
    wait = THINK if kind == Kind.SOLVED else timedelta(0)
    return put(mail, ticket=ticket, kind=kind, wait=wait)


def _may(address: str, kind: str) -> bool:
    at, folded = now(), address.casefold()
    with connection.cursor() as cursor:
        cursor.execute(_ONE_BY_ONE, [f"octant.answers.{folded}", anonymous(folded), at])
        _locked, rests = cursor.fetchone()
    if rests and is_suppressed(address):
        return False
    earlier = _automatic(to=address, since=at - max(WITHIN, NEUTRAL_EVERY))
    if kind == Kind.NEUTRAL and any(
        each.kind == kind and each.created_at > at - NEUTRAL_EVERY for each in earlier
    ):
        return False
    return sum(each.created_at > at - WITHIN for each in earlier) < MOST


@prepared("to", "since")
def _automatic(*, to: str, since: datetime) -> QuerySet[Outgoing]:
    told = Outgoing.objects.filter(to__iexact=to, kind__in=AUTOMATIC, created_at__gt=since)
    return told.only("kind", "created_at")
