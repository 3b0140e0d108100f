"""Replies that the outbound guard stopped: asked of a lead, released, refused, withdrawn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_answer, may_lead
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.safety.guard import Ask, check_with
from octant.core.safety.text import Screened
from octant.core.tickets.models import HeldReply, Message, Ticket
from octant.core.tickets.services.conversation import send
from octant.core.tickets.services.overriding import REASON_LENGTH, Override
from octant.core.tickets.spoken import said_before
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound


def note_stopped(*, ticket: int, agent: int, asks: tuple[Ask, ...]) -> None:
    """Audit that somebody tried to send what the guard stops. Ids, since sockets call it too."""
    audit.record(
        actor=User.objects.filter(pk=agent).first(),
        verb="guard_stopped",
        subject=Ticket.objects.only("pk").get(pk=ticket),
        kinds=sorted({str(ask.kind) for ask in asks}),
    )


@transaction.atomic
def hold(
    *,
    ticket: Ticket,
    agent: User,
    text: Screened,
    why: Screened,
    client_id: UUID,
    files: tuple[str, ...] = (),
    waiting: bool = False,
    way: Mapping[str, Any] | None = None,
) -> HeldReply:
    """Ask a lead whether this may be said. The same `client_id` again asks once.

    Raises `DomainError` for a text that nobody need be asked about.
    """
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
    asks = check_with(text.text, said_before(ticket.pk))
    if not asks:
        raise DomainError(_("This can be sent without asking anybody."), code="not_stopped")
    held, made = HeldReply.objects.get_or_create(
        client_id=client_id,
        defaults={
            "ticket": ticket,
            "author": agent,
            "text": text.text,
            "why": why.text[:REASON_LENGTH],
            "asks": [{"kind": str(ask.kind), "quote": ask.quote} for ask in asks],
            "files": list(files),
            "waiting": waiting,
            "way": dict(way or {}),
            "held_at": now(),
        },
    )
    if held.author_id != agent.pk or held.ticket_id != ticket.pk:
        raise NotAllowed(_("Please reload the page."), code="bad_id")
    if made:
        audit.record(actor=agent, verb="reply_held", subject=ticket, held=held.pk)
        _tell(held)
    return held


@transaction.atomic
def release(*, held_id: int, lead: User, reason: Screened) -> Message:
    """Send a held reply in its author's name; `reason` is audited with the lead's."""
    override = Override(lead, reason)
    held = _claimed(held_id)
    message = send(
        ticket=held.ticket,
        agent=held.author,
        text=Screened.trusted(held.text, "held replies are kept screened"),
        client_id=held.client_id,
        files=tuple(held.files),
        waiting=held.waiting,
        way=held.way,
        override=override,
    )
    _decide(held, HeldReply.State.RELEASED, lead, reason)
    return message


@transaction.atomic
def refuse(*, held_id: int, lead: User, reason: Screened) -> None:
    """Say no; the author reads the reason."""
    if not may_lead(lead):
        raise NotAllowed(_("Only a lead may decide this."))
    held = _claimed(held_id)
    _decide(held, HeldReply.State.REFUSED, lead, reason)
    audit.record(actor=lead, verb="reply_refused", subject=held.ticket, held=held.pk)


@transaction.atomic
def withdraw(*, held_id: int, agent: User) -> None:
    """The author takes it back."""
    held = _claimed(held_id)
    if held.author_id != agent.pk:
        raise NotAllowed(_("Only its author can take this reply back."))
    _decide(held, HeldReply.State.WITHDRAWN, agent, Screened.trusted("", "taken back"))
    audit.record(actor=agent, verb="reply_withdrawn", subject=held.ticket, held=held.pk)


def _claimed(held_id: int) -> HeldReply:
    rows = HeldReply.objects.select_related("ticket", "author")
    held = rows.select_for_update(of=("self",)).filter(pk=held_id).first()
    if held is None:
        raise NotFound(_("There is no such reply."))
    if held.state != HeldReply.State.HELD:
        raise Conflict(_("Somebody has decided this already."), code="decided")
    return held


def _decide(held: HeldReply, state: str, by: User, reason: Screened) -> None:
    held.state, held.decided_by, held.decided_at = state, by, now()
    held.reason = reason.text[:REASON_LENGTH]
    held.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _tell(held)
    if held.author_id != by.pk:
        tell(f"user:{held.author_id}", held=state, ticket=held.ticket_id)


def _tell(held: HeldReply) -> None:
    """Whoever looks at the ticket fetches its head anew; leads count what waits."""
    Ticket.objects.filter(pk=held.ticket_id).update(version=held.ticket.version + 1)
    held.ticket.refresh_from_db()
    tell(f"ticket:{held.ticket_id}", version=held.ticket.version)
    tell("desk", ticket=held.ticket_id, held=held.state)
