"""Mail of machines: bounces, complaints and absences, worked in and never answered."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from octant.channels.email.belonging import candidate
from octant.channels.email.models import Arrival, Outgoing, Suppressed
from octant.core.safety.services.limiting import anonymous
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import mark_delivery
from octant.kit.clock import now
from octant.kit.database.prepared import prepared
from octant.kit.mail.bounces import read_bounce, read_complaint

if TYPE_CHECKING:
    from octant.channels.email.envelope import Envelope
    from octant.kit.mail.bounces import Bounce
    from octant.kit.mail.reading import Mail

HARD, COMPLAINT = timedelta(days=60), timedelta(days=365)


def work_in(raw: bytes, mail: "Mail", envelope: "Envelope") -> bool:
    """Whether this is a report about a mail of ours; what it says is then done.

    A report counts for the mail that it brings along or whose return path it came to, and for
    the address that this very mail went to: a forged one can at most name a mail of ours, whose
    id is keyed.
    """
    if complaint := read_complaint(raw):
        sent = _mail_of(complaint.original_message_id, envelope)
        if sent is not None:
            suppress(sent.to, "complaint", COMPLAINT)
        return True
    bounce = read_bounce(raw)
    if bounce is None:
        return False
    sent = _mail_of(bounce.original_message_id, envelope)
    if sent is not None:
        _came_back(sent, bounce)
    return True


def _mail_of(named: str | None, envelope: "Envelope") -> Outgoing | None:
    if not named:
        return None
    wanted = named.strip().strip("<>")
    return Outgoing.objects.select_related("ticket").filter(mail_id=wanted[:200]).first()


def _came_back(sent: Outgoing, bounce: "Bounce") -> None:
    about = [each for each in bounce.recipients if each.address.casefold() == sent.to.casefold()]
    worst = next((each for each in about if each.kind == "hard"), about[0] if about else None)
    if worst is None:
        return
    if not worst.final:  # delayed: their server goes on trying
        return
    came_back(sent, kind=worst.kind, said=worst.diagnostic)


def came_back(sent: Outgoing, *, kind: str, said: str) -> None:
    """Note, once, that a mail of ours did not reach its reader. `kind`: hard or soft; after a
    hard one we do not write to that address for a while."""
    if sent.state == Outgoing.State.BOUNCED:
        return
    if kind == "hard":
        suppress(sent.to, "hard", HARD)
    sent.state, sent.error = Outgoing.State.BOUNCED, said[:300]
    sent.save(update_fields=["state", "error"])
    if sent.message_id is not None and not sent.copy:
        mark_delivery(message_id=sent.message_id, state="failed")
    event(sent.ticket, "mail_back", other=sent.to, outcome=kind)


def suppress(address: str, reason: str, period: timedelta) -> None:
    """Do not write to an address for this long."""
    at = now()
    Suppressed.objects.update_or_create(
        who=anonymous(address.casefold()),
        defaults={"reason": reason, "until": at + period, "at": at},
    )


def is_suppressed(address: str) -> bool:
    """Whether we do not write to this address for now. A mail that came from there since, proved
    to, shows that somebody reads it and waits for us."""
    row = next(iter(_suppressed(who=anonymous(address.casefold()), at=now())), None)
    if row is None:
        return False
    since = Arrival.objects.filter(sender__iexact=address, received_at__gt=row.at)
    return not since.filter(verdict="pass").exists()


@prepared("who", "at")
def _suppressed(*, who: str, at: datetime) -> QuerySet[Suppressed]:
    return Suppressed.objects.filter(who=who, until__gt=at).only("at")[:1]


def note_absence(mail: "Mail", envelope: "Envelope") -> None:
    """An automatic reply that names a ticket leaves a line for staff there, once a ticket."""
    if not mail.auto.is_answer:
        return
    named = candidate(mail, envelope.recipients)
    if named is None:
        return
    ticket = named[0]
    if not ticket.messages.filter(kind="event", data__code="mail_away").exists():
        event(ticket, "mail_away")
