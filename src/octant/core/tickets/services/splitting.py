"""Two problems in one ticket become two tickets: some of its messages go on as another one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import publish, tell
from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import settle
from octant.core.tickets.events import TicketSplit
from octant.core.tickets.models import ACTIVE, File, Message, Ticket
from octant.core.tickets.services.conversation import SUBJECT_LENGTH, event
from octant.kit.errors import Conflict, DomainError, NotAllowed
from octant.kit.ids import spoken

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 100
_COPIED = ("customer_id", "channel", "category_id", "language", "priority", "assurance", "queue")
_ALSO = ("assignee_id", "team_id", "tags")


@transaction.atomic
def split(*, ticket: Ticket, seqs: Sequence[int], subject: Screened, actor: User) -> Ticket:
    """Move what the customer said, and notes, to a ticket of their own; returns it.

    What we said stays: its message code vouches for its place, and its mail is known by it. Raises
    `DomainError` unless something of the customer's moves and something stays.
    """
    if not may_answer(actor):
        raise NotAllowed(_("Only agents may change tickets."))
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if row.live or row.merged_into_id is not None:
        raise Conflict(_("A live chat or a merged ticket cannot be split."), code="not_now")
    moved = _chosen(row, seqs)
    new = _another(row, subject, moved)
    _move(moved, new)
    _settle_old(row)
    settle(new)
    event(row, "split_into", actor=actor, other=new.public_id)
    event(new, "split_from", actor=actor, other=row.public_id)
    audit.record(actor=actor, verb="split", subject=row, into=new.public_id, messages=len(moved))
    publish(TicketSplit(ticket=row.pk, into=new.pk))
    tell(f"ticket:{row.pk}", version=row.version)
    tell("desk", ticket=row.pk, version=row.version)
    tell("desk", ticket=new.pk, version=new.version)
    ticket.refresh_from_db()
    new.refresh_from_db()
    return new


def _chosen(row: Ticket, seqs: Sequence[int]) -> list[Message]:
    wanted = sorted(set(seqs))[:MOST]
    rows = Message.objects.select_for_update().filter(ticket=row, seq__in=wanted)
    found = [m for m in rows.order_by("seq") if m.author_kind == "customer" or m.kind == "note"]
    if len(found) != len(wanted) or not any(m.author_kind == "customer" for m in found):
        raise _wrong(_("Choose what the customer wrote, and notes; our own answers stay."))
    said = Message.objects.filter(ticket=row, kind="message", author_kind="customer")
    if not said.exclude(pk__in=[m.pk for m in found]).exists():
        raise _wrong(_("Something that the customer wrote must stay."))
    return found


def _wrong(sentence: "StrOrPromise") -> DomainError:
    return DomainError(sentence, field="seqs", code="not_these")


def _another(row: Ticket, subject: Screened, moved: list[Message]) -> Ticket:
    first = next(m for m in moved if m.author_kind == "customer")
    line = subject.text.strip() or first.text.strip()
    return Ticket.objects.create(
        public_id=spoken(),
        subject=" ".join(line.split())[:SUBJECT_LENGTH] or "—",
        status="new",
        created_at=first.created_at,
        waiting_since=first.created_at,
        last_activity_at=moved[-1].created_at,
        last_seq=len(moved),
        customer_seen_seq=len(moved),
        **{name: getattr(row, name) for name in (*_COPIED, *_ALSO)},
    )


def _move(moved: list[Message], new: Ticket) -> None:
    for seq, message in enumerate(moved, 1):
        message.ticket, message.seq = new, seq
    Message.objects.bulk_update(moved, ["ticket", "seq"])
    File.objects.filter(message__in=moved).update(ticket=new)


def _settle_old(row: Ticket) -> None:
    """What the customer still waits for here, without what went."""
    said = Message.objects.filter(ticket=row, kind=Message.Kind.MESSAGE)
    last = said.filter(author_kind="agent").aggregate(seq=Max("seq"))["seq"] or 0
    waits = said.filter(author_kind="customer", seq__gt=last).order_by("seq").first()
    if row.status in ACTIVE:
        row.waiting_since = waits.created_at if waits else None
    row.version += 1
    row.save(update_fields=["waiting_since", "version"])
    settle(row)
