"""What waited for a mail's pictures: its confirmation, so as not to ask for what they show, and
news of a secret that was masked in them."""

import structlog
from django.db import InterfaceError, OperationalError, transaction

from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.services.answering import tell
from octant.core.tickets.details import being_read, masked_in_files, told_by_files
from octant.kit.clock import now

log = structlog.get_logger()
LOOKED_AT = 200


def confirm_due(limit: int = 20) -> int:
    """Tell the writers of mails whose pictures were read, or whose time has come; returns how many
    mails it was. Any number of processes share this."""
    return sum(_confirm_one(pk) for pk in _ready()[:limit])


def _ready() -> list[int]:
    waiting = Letter.objects.filter(confirm_by__isnull=False).order_by("confirm_by")
    rows = list(waiting.values_list("pk", "message", "confirm_by")[:LOOKED_AT])
    unread = being_read([message for _pk, message, _by in rows]) if rows else set()
    return [pk for pk, message, by in rows if message not in unread or (by and by <= now())]


def _confirm_one(pk: int) -> bool:
    """A fault of ours must not hold up the others: the mail is on its ticket all the same."""
    try:
        return _confirm(pk)
    except (InterfaceError, OperationalError):  # the database is away: once more, then
        raise
    except Exception:
        log.exception("mail_not_confirmed", letter=pk)
        return bool(Letter.objects.filter(pk=pk).update(confirm_by=None))


@transaction.atomic
def _confirm(pk: int) -> bool:
    rows = Letter.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.select_related("message__ticket__customer__user", "message__ticket__category")
    letter = rows.filter(pk=pk, confirm_by__isnull=False).first()
    if letter is None:  # somebody else is at it
        return False
    shown = [each.json() for each in told_by_files(letter.message_id)]
    letter.details += [each for each in shown if each not in letter.details]
    letter.confirm_by, letter.brought_files = None, True
    letter.masked_in_files = tuple(masked_in_files(letter.message_id))
    letter.save(update_fields=["details", "confirm_by"])
    ticket = letter.message.ticket
    if letter.message.seq == 1 and ticket.first_reply_at is None:  # else an agent was faster
        tell(ticket=ticket, kind=Outgoing.Kind.RECEIVED, letter=letter)
    elif letter.masked_in_files:
        tell(ticket=ticket, kind=Outgoing.Kind.SECRET, letter=letter)
    return True
