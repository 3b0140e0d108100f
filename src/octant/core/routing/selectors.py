"""Reads of routing: who is on duty, how long things take, which hours nobody covers."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from octant.core.people.access import ANSWERING, may_answer
from octant.core.people.models import User
from octant.core.routing.models import AgentState, Offer, Shift
from octant.core.routing.rules import (
    HANDLE_SAMPLE,
    HANDLE_SAMPLE_MIN,
    HANDLE_SECONDS,
    PRESENCE_SECONDS,
)
from octant.core.tickets.models import Ticket
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

MINUTES_A_WEEK = 7 * 24 * 60
GENERAL = "general"  # the queue that needs no skill


def on_duty() -> QuerySet[AgentState]:
    """Agents who are online with a browser that was there just now, with their `load`."""
    fresh = now() - timedelta(seconds=PRESENCE_SECONDS)
    open_offers = Count("user__offers", filter=Q(user__offers__ended_at=None))
    return (
        AgentState.objects.filter(
            presence=AgentState.Presence.ONLINE, seen_at__gte=fresh, user__is_active=True
        )
        .select_related("user")
        .annotate(load=open_offers)
    )


def load_of(state: AgentState) -> int:
    """Open offers of an agent that `on_duty` or `team_board` annotated."""
    return int(getattr(state, "load"))  # noqa: B009 - an annotation, unknown to the model's type


def waiting_live() -> QuerySet[Ticket]:
    """Live tickets that no agent has, in the order they are served."""
    return Ticket.objects.filter(live=True, assignee=None).order_by(
        "-priority", "waiting_since", "pk"
    )


def handle_seconds(queue: str) -> float:
    """Mean time an agent spends on one chat of this queue, from the latest that ended."""
    rows = Offer.objects.filter(queue=queue, accepted_at__isnull=False, ended_at__isnull=False)
    latest = rows.order_by("-ended_at").values_list("accepted_at", "ended_at")[:HANDLE_SAMPLE]
    times = [(ended - begun).total_seconds() for begun, ended in latest if begun and ended]
    if len(times) < HANDLE_SAMPLE_MIN:
        return HANDLE_SECONDS
    return sum(times) / len(times)


def fits(state: AgentState, queue: str, language: str) -> bool:
    """Whether the agent has the skill and speaks the language. `general` needs no skill."""
    return (queue == "general" or queue in state.skills) and language in state.languages


@dataclass(frozen=True, slots=True)
class Wait:
    """What a customer in the queue is told. `minutes` is None when nobody is on duty."""

    place: int
    minutes: int | None
    agents: int


def wait_for(
    *, place: int, queue: str, language: str, agents: list[AgentState], seconds: float
) -> Wait:
    """The expected wait at `place` (1 is next), given who is on duty and the mean chat.

    With a free hand it is under a minute. Otherwise each of the agents' s slots frees one
    place every `seconds`, so that place p waits p / s of them.
    """
    fitting = [state for state in agents if fits(state, queue, language)] or agents
    slots = sum(state.capacity for state in fitting)
    if not slots:
        return Wait(place=place, minutes=None, agents=0)
    free = sum(max(0, state.capacity - load_of(state)) for state in fitting)
    behind = max(0, place - free)
    return Wait(place=place, minutes=round(behind * seconds / slots / 60), agents=len(fitting))


def expected_wait(*, queue: str, language: str) -> Wait:
    """What somebody who joined this queue now would be told."""
    ahead = waiting_live().filter(queue=queue, language=language).count()
    return wait_for(
        place=ahead + 1,
        queue=queue,
        language=language,
        agents=list(on_duty()),
        seconds=handle_seconds(queue),
    )


def open_offers_of(user: User) -> list[Offer]:
    """What the agent has been offered or is handling, oldest first."""
    rows = Offer.objects.filter(agent=user, ended_at=None).select_related(
        "ticket", "ticket__customer", "ticket__category"
    )
    return list(rows.order_by("offered_at"))


def team_board(reader: User) -> list[AgentState]:
    """Every agent with presence and load, for agents and leads."""
    if not may_answer(reader):
        raise NotAllowed("")
    return list(
        AgentState.objects.filter(user__is_active=True)
        .select_related("user")
        .annotate(load=Count("user__offers", filter=Q(user__offers__ended_at=None)))
        .order_by("presence", "user__name")
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Minutes of the week (0 is Monday 00:00 UTC) in which nobody speaks `language`."""

    start_minute: int
    end_minute: int
    language: str


def coverage_gaps(languages: tuple[str, ...]) -> list[Gap]:
    """Stretches of the week that no shift covers, per language."""
    gaps = []
    shifts = list(
        Shift.objects.filter(user__is_active=True, user__role__in=ANSWERING).select_related(
            "user__agent_state"
        )
    )
    for language in languages:
        covered = bytearray(MINUTES_A_WEEK)
        for shift in shifts:
            state = getattr(shift.user, "agent_state", None)
            if state is not None and language in state.languages:
                for minute in range(shift.start_minute, shift.end_minute):
                    covered[minute % MINUTES_A_WEEK] = 1
        gaps += [Gap(start, end, language) for start, end in _holes(covered)]
    return gaps


def _holes(covered: bytearray) -> list[tuple[int, int]]:
    holes, start = [], None
    for minute, taken in enumerate([*covered, 1]):
        if not taken and start is None:
            start = minute
        elif taken and start is not None:
            holes.append((start, minute))
            start = None
    return holes
