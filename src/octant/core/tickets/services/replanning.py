"""A planned reply is changed where it stands; until it has left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_answer, may_lead
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.safety.guard import demand_askable
from octant.core.safety.text import Screened
from octant.core.tickets.drafts import mark_of
from octant.core.tickets.models import Draft, Message, Ticket
from octant.core.tickets.services.drafting import demand_plan, planned_on, tell_ticket
from octant.core.tickets.spoken import said_before
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed


@transaction.atomic
def change_planned(
    *,
    draft_id: int,
    ticket: Ticket,
    agent: User,
    seen: str,
    text: Screened,
    due_at: datetime,
    files: tuple[str, ...] = (),
    way: Mapping[str, Any] | None = None,
    heard: int = 0,
) -> Draft:
    """Put this in place of what a planned reply says. For its author, or a lead.

    `seen` is `drafts.mark_of` what was changed: somebody else's change is not written over unseen
    (`Conflict`). `heard` is the last message that was read meanwhile: what the customer said up to
    there stops it no more. Raises `NotFound` once it has left or is a draft again; `NeverAsked`
    and `DomainError` as planning does.
    """
    row = planned_on(draft_id, ticket)
    if row.agent_id != agent.pk and not may_lead(agent):
        raise NotAllowed(_("Only its author or a lead changes a planned reply."))
    if seen != mark_of(row):
        raise Conflict(_meanwhile(row, agent), code="changed")
    if _minute(due_at) == _minute(row.due_at or now()):
        due_at = row.due_at or due_at  # a form knows no seconds
    demand_plan(agent, text, files, due_at)
    demand_askable(text.text, earlier=said_before(ticket.pk))
    row.text, row.files, row.way, row.due_at = text.text, list(files), dict(way or {}), due_at
    row.said_seq = max(row.said_seq, min(heard, row.ticket.last_seq))
    row.saved_at, row.changed_by = now(), agent
    row.save()
    audit.record(actor=agent, verb="replan_reply", subject=row.ticket, at=due_at.isoformat())
    tell_ticket(row)
    if row.agent_id != agent.pk:
        tell(f"user:{row.agent_id}", replanned=agent.name, ticket=row.ticket_id)
    return row


def _meanwhile(row: Draft, agent: User) -> Any:
    if row.changed_by is None or row.changed_by == agent:
        return _("This reply was changed in another window while you were changing it.")
    return _("%(name)s changed this reply while you were changing it.") % {
        "name": row.changed_by.name
    }


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@transaction.atomic
def keep_words(
    *,
    ticket: Ticket,
    agent: User,
    text: Screened,
    client_id: UUID | None,
    files: tuple[str, ...] = (),
    way: Mapping[str, Any] | None = None,
    instead_of: str | None = None,
) -> tuple[Draft | None, bool]:
    """What was written for a reply that is not planned any more is the agent's draft, below what
    they have begun, or in place of the draft that says `instead_of`; nothing where it left with
    these very words. And whether it has left."""
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
    left = client_id and Message.objects.filter(ticket=ticket, client_id=client_id).first()
    if (left and left.text == text.text) or not (text or files):
        return None, bool(left)
    row, _made = Draft.objects.select_for_update().get_or_create(
        ticket=ticket,
        agent=agent,
        mode=Draft.Mode.REPLY,
        due_at=None,
        defaults={"saved_at": now()},
    )
    if row.text == instead_of:
        row.text, row.files, row.way = text.text, [], {}
    elif text.text not in row.text:
        row.text = "\n\n".join(part for part in (row.text, text.text) if part)
    row.files = list(dict.fromkeys([*row.files, *files]))
    row.way = dict(row.way or way or {})
    row.saved_at, row.why = now(), ""
    row.save()
    return row, bool(left)
