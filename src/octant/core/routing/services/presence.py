"""An agent's presence, and what leads set for them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.routing.models import AgentState
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed

CAPACITY_MAX = 12


@transaction.atomic
def set_presence(*, user: User, presence: str) -> AgentState:
    """Come online, step away or go. Coming online makes waiting tickets look for you."""
    if not may_answer(user):
        raise NotAllowed(_("Only agents take chats."))
    if presence not in AgentState.Presence.values:
        raise DomainError(_("Choose online, away or offline."), field="presence")
    state, _made = AgentState.objects.select_for_update().get_or_create(
        user=user, defaults={"languages": [user.language]}
    )
    if state.presence != presence:
        at = now()
        state.presence = presence
        state.seen_at = at
        state.idle_since = at if presence == AgentState.Presence.ONLINE else None
        state.save(update_fields=["presence", "seen_at", "idle_since"])
        audit.record(actor=user, verb="set_presence", subject=user, presence=presence)
        tell("desk", presence=user.pk)
    return state


def touch(*, user: User) -> None:
    """The agent's desk asked something just now: the page itself proves it is open."""
    AgentState.objects.filter(user=user).update(seen_at=now())


@transaction.atomic
def set_skills(
    *, user: User, actor: User | None, skills: list[str], languages: list[str], capacity: int
) -> AgentState:
    """What the agent answers, in which languages, how many chats at once (1 to 12)."""
    if not 1 <= capacity <= CAPACITY_MAX:
        raise DomainError(_("An agent takes 1 to 12 chats at once."), field="capacity")
    state, _made = AgentState.objects.update_or_create(
        user=user,
        defaults={"skills": skills, "languages": languages, "capacity": capacity},
    )
    audit.record(actor=actor, verb="set_skills", subject=user, skills=skills, capacity=capacity)
    return state
