"""Send what is due. Each notice is locked while it is sent: overlapping runs share the work."""

from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from octant.core.people.reach import ANSWERS, quiet_until, wants_mail
from octant.core.tickets import chats
from octant.kit.clock import now
from octant.reactions.notifications.mail import compose
from octant.reactions.notifications.models import Notice
from octant.reactions.notifications.services.noting import UNSEEN_LIVE

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

log = structlog.get_logger()
MAX_TRIES = 10


def send_due(limit: int = 50) -> int:
    """Send what is due now; returns how many mails went out.

    A mail server that is away puts its notice off by 2, 4, 8 … minutes.
    """
    due = Notice.objects.filter(due_at__lte=now()).order_by("due_at")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _send(pk: int) -> int:
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, due_at__lte=now())
        .first()
    )
    ticket = chats.by_pk(notice.ticket_id) if notice else None
    if notice is None or ticket is None:
        return 0
    if ticket.live and chats.is_online(ticket):
        # They are here and will read it; look again, should they go without.
        return _later(notice, now() + UNSEEN_LIVE)
    answers = chats.unseen_answers(ticket, after=notice.sent_seq)
    if not answers or not _wanted(ticket):
        return _settled(notice)
    if (until := quiet_until(ticket.customer, now())) is not None:
        return _later(notice, until)
    try:
        compose(ticket, answers).send()
    except (OSError, SMTPException) as error:
        return _failed(notice, error)
    notice.sent_seq, notice.sent_at = answers[-1].seq, now()
    notice.save(update_fields=["sent_seq", "sent_at"])
    _settled(notice)
    log.info("notice_sent", ticket=ticket.pk, answers=len(answers))
    return 1


def _wanted(ticket: "Ticket") -> bool:
    """Who wants no such mails still gets those of a chat that they left for an answer by email."""
    return wants_mail(ticket.customer, ANSWERS) or chats.asked_for_email(ticket)


def _later(notice: Notice, at: object) -> int:
    Notice.objects.filter(pk=notice.pk).update(due_at=at)
    return 0


def _settled(notice: Notice) -> int:
    Notice.objects.filter(pk=notice.pk).update(due_at=None, tries=0, error="")
    return 0


def _failed(notice: Notice, error: Exception) -> int:
    """After MAX_TRIES the row stays with its error, where `octant doctor` can see it."""
    tries = notice.tries + 1
    log.warning("notice_failed", ticket=notice.ticket_id, tries=tries, error=type(error).__name__)
    Notice.objects.filter(pk=notice.pk).update(
        tries=tries,
        error=f"{type(error).__name__}: {error}"[:300],
        due_at=now() + timedelta(minutes=2**tries) if tries < MAX_TRIES else None,
    )
    return 0
