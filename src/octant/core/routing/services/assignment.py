"""Offer waiting live tickets to agents. Any number of runs may overlap."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from octant.core.outbox.services import tell
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.rules import long_wait
from octant.core.routing.selectors import fits, load_of, on_duty, waiting_live
from octant.core.tickets.models import Ticket
from octant.kit.clock import now

# Whoever let a chat ring, or declined it, is not asked again for this long.
PAUSE = timedelta(minutes=5)


def assign_waiting(limit: int = 50) -> int:
    """Offer as many waiting tickets as free agents allow; returns how many were offered."""
    offered = 0
    for _turn in range(limit):
        if not _offer_next(skip=offered):
            break
        offered += 1
    return offered


def _offer_next(skip: int) -> bool:
    """Offer the first ticket in line for which somebody is free. One short transaction."""
    with transaction.atomic():
        candidates = waiting_live().exclude(offers__ended_at=None, offers__isnull=False)
        for ticket in candidates.select_for_update(skip_locked=True, of=("self",))[:20]:
            agent = _choose(ticket)
            if agent is not None and _offer(ticket, agent):
                return True
    return False


def _choose(ticket: Ticket) -> AgentState | None:
    """The least loaded fitting agent, of those the longest idle, locked for this offer."""
    paused = _paused(ticket)
    agents = [state for state in on_duty() if state.user_id not in paused]
    if ticket.team_id is not None and (members := _members(ticket, agents)):
        agents = members  # handed to a team: it waits for them while one of them is here
    fitting = [state for state in agents if fits(state, ticket.queue, ticket.language)]
    waited = now() - (ticket.waiting_since or ticket.created_at)
    if not fitting or waited > long_wait():
        # Nobody on duty has the skill, or they are too busy: the language is enough, and
        # without that anybody is better than nobody.
        fitting = [s for s in agents if ticket.language in s.languages] or agents
    free = [state for state in fitting if load_of(state) < state.capacity]
    for state in sorted(free, key=_order):
        if _lock(state):
            return state
    return None


def _members(ticket: Ticket, agents: list[AgentState]) -> list[AgentState]:
    assert ticket.team is not None
    members = set(ticket.team.members.values_list("pk", flat=True))
    return [state for state in agents if state.user_id in members]


def _order(state: AgentState) -> tuple[float, float]:
    load = load_of(state) / state.capacity
    return load, state.idle_since.timestamp() if state.idle_since else 0.0


def _lock(state: AgentState) -> bool:
    """Take the agent's row and look again: another run may have filled their last slot."""
    locked = AgentState.objects.select_for_update(skip_locked=True).filter(
        pk=state.pk, presence=AgentState.Presence.ONLINE
    )
    if not locked.exists():
        return False
    return Offer.objects.filter(agent=state.user, ended_at=None).count() < state.capacity


def _paused(ticket: Ticket) -> set[int]:
    rows = Offer.objects.filter(
        ticket=ticket, outcome__in=["timeout", "declined"], ended_at__gt=now() - PAUSE
    )
    return set(rows.values_list("agent_id", flat=True))


def _offer(ticket: Ticket, state: AgentState) -> bool:
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                ticket=ticket, agent=state.user, queue=ticket.queue, offered_at=now()
            )
    except IntegrityError:  # another run was faster
        return False
    tell(f"user:{state.user_id}", offer=offer.pk, ticket=ticket.pk)
    tell("desk", ticket=ticket.pk, version=ticket.version)
    return True
