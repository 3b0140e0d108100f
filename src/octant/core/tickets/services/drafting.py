"""What an agent begins to write is kept, so that no crash loses it; and replies sent later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_answer, may_lead
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.safety.guard import demand_askable
from octant.core.safety.text import Screened
from octant.core.tickets.models import ACTIVE, Draft, Message, Ticket
from octant.core.tickets.services.conversation import send
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed, NotFound

LATEST = timedelta(days=60)
# A draft that was under way while its text was sent is not a draft any more.
JUST_SENT = timedelta(minutes=1)


@transaction.atomic
def save_draft(
    *,
    ticket: Ticket,
    agent: User,
    mode: str,
    text: Screened,
    files: tuple[str, ...] = (),
    way: Mapping[str, Any] | None = None,
) -> Draft | None:
    """Keep what is written so far, in place of what was kept; nothing written keeps nothing."""
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
    if not text and not files:
        drop_draft(ticket=ticket, agent=agent, mode=mode)
        return None
    if _just_sent(ticket, agent, text):
        return None
    kept, _made = Draft.objects.update_or_create(
        ticket=ticket,
        agent=agent,
        mode=Draft.Mode(mode),
        due_at=None,
        defaults={
            "text": text.text,
            "files": list(files),
            "way": dict(way or {}),
            "saved_at": now(),
            "why": "",
        },
    )
    return kept


def _just_sent(ticket: Ticket, agent: User, text: Screened) -> bool:
    mine = Message.objects.filter(ticket=ticket, author=agent, created_at__gt=now() - JUST_SENT)
    planned = Draft.objects.filter(ticket=ticket, agent=agent, due_at__isnull=False)
    return mine.filter(text=text.text).exists() or planned.filter(text=text.text).exists()


def drop_draft(*, ticket: Ticket, agent: User, mode: str) -> None:
    """It was sent, or given up."""
    Draft.objects.filter(ticket=ticket, agent=agent, mode=mode, due_at=None).delete()


@transaction.atomic
def plan_reply(
    *,
    ticket: Ticket,
    agent: User,
    text: Screened,
    due_at: datetime,
    client_id: UUID,
    files: tuple[str, ...] = (),
    way: Mapping[str, Any] | None = None,
    waiting: bool = False,
) -> Draft:
    """Have a reply sent at `due_at`. The same `client_id` again plans it once.

    Raises `DomainError` for a moment that is past or too far away, and `NeverAsked` as `send`.
    """
    demand_plan(agent, text, files, due_at)
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    known = Draft.objects.filter(ticket=row, agent=agent, client_id=client_id).first()
    if known is not None:
        return known
    planned = Draft.objects.create(
        ticket=row,
        agent=agent,
        text=text.text,
        files=list(files),
        way=dict(way or {}),
        waiting=waiting,
        saved_at=now(),
        due_at=due_at,
        client_id=client_id,
        said_seq=row.last_seq,
    )
    audit.record(actor=agent, verb="plan_reply", subject=row, at=due_at.isoformat())
    tell_ticket(planned)
    return planned


def demand_plan(agent: User, text: Screened, files: tuple[str, ...], due_at: datetime) -> None:
    """Raise `DomainError` for what cannot be planned."""
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
    if not text and not files:
        raise DomainError(_("Please write a message."), field="text", code="empty")
    if not now() < due_at <= now() + LATEST:
        sentence = _("Choose a moment within the next %(days)s days.") % {"days": LATEST.days}
        raise DomainError(sentence, field="at", code="bad_moment")
    demand_askable(text.text)


@transaction.atomic
def unplan(*, draft_id: int, ticket: Ticket, agent: User) -> Draft:
    """Not to be sent after all: a draft again. For its author, or a lead."""
    row = planned_on(draft_id, ticket)
    if row.agent_id != agent.pk and not may_lead(agent):
        raise NotAllowed(_("Only its author or a lead takes a reply back."))
    audit.record(actor=agent, verb="unplan_reply", subject=row.ticket)
    return _back(row, "")


def planned_on(draft_id: int, ticket: Ticket) -> Draft:
    """A reply that waits for its time, locked. Raises `NotFound` once it has left or is a draft."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("ticket", "agent")
    rows = rows.filter(ticket=ticket, due_at__isnull=False)
    row = rows.filter(pk=draft_id).first() if draft_id < 2**62 else None
    if row is None:
        raise NotFound(_("There is no such reply."))
    return row


def send_planned(limit: int = 20) -> int:
    """Send what is due; returns how many were dealt with. Any number of workers share it."""
    done = 0
    while done < limit and _send_next():
        done += 1
    return done


@transaction.atomic
def _send_next() -> bool:
    rows = Draft.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(due_at__lte=now()).select_related("ticket", "agent")
    row = rows.order_by("due_at").first()
    if row is None:
        return False
    if why := _hindrance(row):
        _back(row, why)
        return True
    try:
        with transaction.atomic():
            _send(row)
    except DomainError:
        _back(row, "refused")
    return True


def _send(row: Draft) -> None:
    send(
        ticket=row.ticket,
        agent=row.agent,
        text=Screened.trusted(row.text, "planned replies are kept screened"),
        client_id=row.client_id,
        files=tuple(row.files),
        waiting=row.waiting,
        way=row.way,
    )
    row.delete()
    tell_ticket(row)


def _hindrance(row: Draft) -> str:
    """Why it must not go out as it stands; nothing if it may."""
    if not (row.agent.is_active and may_answer(row.agent)):
        return "agent"
    if row.ticket.status not in ACTIVE:
        return "ended"
    later = row.ticket.messages.filter(kind="message", author_kind="customer", seq__gt=row.said_seq)
    return "spoke" if later.exists() else ""


def _back(row: Draft, why: str) -> Draft:
    """A draft again, below what its author has begun meanwhile."""
    begun = Draft.objects.select_for_update().filter(
        ticket=row.ticket_id, agent=row.agent_id, mode=row.mode, due_at=None
    )
    if (other := begun.first()) is not None:
        row.text = "\n\n".join(part for part in (other.text, row.text) if part)
        row.files = [*other.files, *row.files]
        other.delete()
    row.due_at, row.client_id, row.why, row.saved_at = None, None, why, now()
    row.save()
    tell_ticket(row)
    if why:
        tell(f"user:{row.agent_id}", planned=why, ticket=row.ticket_id)
    return row


def tell_ticket(row: Draft) -> None:
    """Whoever looks at the ticket fetches its head anew."""
    Ticket.objects.filter(pk=row.ticket_id).update(version=F("version") + 1)
    version = Ticket.objects.values_list("version", flat=True).get(pk=row.ticket_id)
    tell(f"ticket:{row.ticket_id}", version=version)
