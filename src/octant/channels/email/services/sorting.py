"""From a mail that is kept to a message on a ticket: each exactly once, in one transaction."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from octant.channels.email import config
from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival
from octant.channels.email.selectors import standing_of
from octant.channels.email.senders import authenticity_of, known_sender
from octant.channels.email.services import machines, unreadable
from octant.channels.email.services.forwarded import take_forwarded
from octant.channels.email.services.keeping import forget_raw, raw_of
from octant.channels.email.services.taking import take
from octant.core.safety.text import screen
from octant.kit.clock import now
from octant.kit.database.joined import all_or_nothing
from octant.kit.database.prepared import prepared
from octant.kit.database.rows import update
from octant.kit.mail.reading import Mail, read_mail

log = structlog.get_logger()

MAX_TRIES = 4
# How long names may fail to resolve before a mail counts as one of whom nothing is known.
UNDECIDED = timedelta(hours=2)
# When what failed in every way is tried again.
STUCK = timedelta(minutes=30)
# Mails of one address within an hour, above which they wait for an agent's eye.
MOST_AN_HOUR = 30
# What sorting finds out; the rest of an arrival was there before.
DECIDED = (
    *("state", "reason", "tries", "due_at", "error", "sorted_at", "ticket"),
    *("sender", "subject", "preview", "verdict", "reasons"),
)
ASIDE = (
    Arrival.State.SUSPENDED,
    Arrival.State.IGNORED,
    Arrival.State.FAILED,
    Arrival.State.DISCARDED,
)


def sort_due(limit: int = 50) -> int:
    """Sort what is due, one after the other; returns how many were tried. Any number of
    processes may do this at once."""
    tried = 0
    while tried < limit and _sort_next():
        tried += 1
    return tried


def _sort_next() -> bool:
    """Sort what has been due the longest and is in nobody's hands; False when there is none."""
    row: Arrival | None = None

    def sort_it() -> None:
        nonlocal row
        row = next(iter(_longest_due(at=now())), None)
        if row is not None:
            _decide(row)
            update(row, *DECIDED)

    try:
        all_or_nothing(sort_it)
    except Exception as error:
        if row is None:  # the database is away
            raise
        row = _fault(row.pk, error)
    if row is not None:
        _forget_secret(row)
    return row is not None


@prepared("at")
def _longest_due(*, at: datetime) -> QuerySet[Arrival]:
    return _unlocked(Q(state=Arrival.State.NEW, due_at__lte=at)).order_by("due_at")[:1]


def sort(pk: int) -> Arrival:
    """Sort one arrival, unless that was done or is being done. A fault leaves it to be tried
    again; after MAX_TRIES it is a ticket with the original kept for staff."""
    try:
        row = _sort(pk)
    except Exception as error:
        row = _fault(pk, error)
    _forget_secret(row)
    return row


@transaction.atomic
def _sort(pk: int) -> Arrival:
    row = _unlocked(Q(pk=pk)).first()
    if row is None:  # somebody else is at it
        return Arrival.objects.get(pk=pk)
    if row.state == Arrival.State.NEW:
        _decide(row)
        update(row, *DECIDED)
    return row


def _unlocked(which: Q) -> QuerySet[Arrival]:
    return Arrival.objects.select_for_update(skip_locked=True).filter(which)


def _fault(pk: int, error: Exception) -> Arrival:
    """A mail must not be lost by a fault of ours; nor is it the mail's when the database went."""
    log.exception("mail_not_sorted", arrival=pk)
    if isinstance(error, InterfaceError | OperationalError):
        connection.close()
    try:
        return _put_off(pk, error)
    except (InterfaceError, OperationalError):
        raise
    except Exception:  # not even a ticket can be made of it: it must not hold up the others
        log.exception("mail_put_aside", arrival=pk)
        Arrival.objects.filter(pk=pk).update(due_at=now() + STUCK)
        return Arrival.objects.get(pk=pk)


def _forget_secret(row: Arrival) -> None:
    if row.state != Arrival.State.NEW and row.reason == "secret" and not row.gone:
        forget_raw([row])


def _decide(row: Arrival) -> None:
    """Set the row's fields by what the mail is, and do what it asks for."""
    raw = raw_of(row)
    mail = read_mail(raw)
    envelope = Envelope.of(row.envelope)
    address = mail.from_[0].address if len(mail.from_) == 1 else ""
    row.sender, row.subject = address[:320], screen(mail.subject[:200]).text[:200]
    _choose(row, raw, mail, envelope)
    if row.state in ASIDE:
        row.preview = preview_of(mail)


def preview_of(mail: Mail) -> str:
    """The first words, as a list shows them."""
    said = " ".join((mail.reply or mail.text)[:1000].split())
    return screen(said).text[:300]


def _choose(row: Arrival, raw: bytes, mail: Mail, envelope: Envelope) -> None:
    since = now() - timedelta(hours=1)
    sender = standing_of(row.sender, but=row.pk, since=since, most=MOST_AN_HOUR)
    if sender.blocked:
        return _settle(row, Arrival.State.DISCARDED, "blocked_sender")
    if "reader-failed" in mail.problems:
        return _settle(row, Arrival.State.FAILED, "unreadable", **unreadable.open_for(row, mail))
    if machines.work_in(raw, mail, envelope):
        return _settle(row, Arrival.State.HANDLED, "report")
    if machine := _machine(mail, envelope):
        machines.note_absence(mail, envelope)
        return _settle(row, Arrival.State.IGNORED, machine)
    found = authenticity_of(raw, envelope)
    row.verdict, row.reasons = found.verdict, list(found.reasons)
    if found.verdict == "temporary" and now() < row.received_at + UNDECIDED:
        row.tries += 1
        row.due_at = now() + timedelta(minutes=min(2**row.tries, 15))
        return None
    if found.verdict == "fail":
        return _settle(row, Arrival.State.SUSPENDED, _refusal(found.reasons))
    if sender.lately >= MOST_AN_HOUR:
        return _settle(row, Arrival.State.SUSPENDED, "too_many")
    return _by_sender(row, mail, envelope, found)


def _by_sender(row: Arrival, mail: Mail, envelope: Envelope, found: Any) -> None:
    name = mail.from_[0].name if mail.from_ else ""
    sender = known_sender(address=row.sender, name=name, found=found, language=_language(mail))
    if sender.staff is not None:
        sent_on = take_forwarded(row, mail, sender.staff)
        if sent_on is None:
            return _settle(row, Arrival.State.SUSPENDED, "from_staff")
        why = "secret" if sent_on.secret else "forwarded"
        return _settle(row, Arrival.State.TAKEN, why, ticket=sent_on.ticket)
    if sender.customer is not None and sender.customer.blocked_at is not None:
        return _settle(row, Arrival.State.SUSPENDED, "blocked")
    taken = take(row, mail, envelope, sender)
    return _settle(row, Arrival.State.TAKEN, "secret" if taken.secret else "", ticket=taken.ticket)


def _settle(row: Arrival, state: str, reason: str, **fields: Any) -> None:
    row.state, row.reason, row.sorted_at, row.error = state, reason, now(), ""
    for name, value in fields.items():
        setattr(row, name, value)


def _machine(mail: Mail, envelope: Envelope) -> str:
    """Why this mail is nobody's: written by a machine, by ourselves, or from no one."""
    if mail.from_ and config.is_ours(mail.from_[0].address):
        return "own"
    if mail.auto.is_automatic:
        return mail.auto.reason[:40]
    if not envelope.mail_from and envelope.via in ("lmtp", "smtp"):
        return "null-sender"
    return ""


def _refusal(reasons: tuple[str, ...]) -> str:
    """The reason that a page names; the others stand beside it."""
    return next((each for each in reasons if each not in ("dkim_none",)), "dmarc_fail")[:40]


def _language(mail: Mail) -> str:
    from octant.channels.email.contents import language_of
    from octant.core.ports.workspace import workspace

    return language_of(f"{mail.subject}\n{mail.reply or mail.text}", workspace().default_language)


def _put_off(pk: int, error: Exception) -> Arrival:
    """Note the fault and try again in 10, 20, 40 … seconds; then make a ticket of it all the
    same."""
    with transaction.atomic():
        row = Arrival.objects.select_for_update().get(pk=pk)
        row.tries += 1
        row.error = f"{type(error).__name__}: {error}"[:300]
        row.due_at = now() + timedelta(seconds=5 * 2**row.tries)
        if row.tries >= MAX_TRIES:
            _settle(row, Arrival.State.FAILED, "fault", **unreadable.open_for(row, None))
        row.save()
    return row
