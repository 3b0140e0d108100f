"""What the desk and leads read of routing: queues, presence, waits and shifts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from octant.core.knowledge.models import Category
from octant.core.people.models import User
from octant.core.routing.models import AgentState, Shift
from octant.core.routing.rules import HANDLE_SAMPLE, HANDLE_SAMPLE_MIN, HANDLE_SECONDS
from octant.core.routing.selectors import GENERAL, waiting_live
from octant.core.tickets.models import Ticket
from octant.kit.database.counting import counts
from octant.kit.database.prepared import prepared

OPEN_CAP = 999


_USUAL = """
SELECT name, count(*), avg(extract(epoch FROM accepted_at - created_at)),
  avg(extract(epoch FROM ended_at - accepted_at))
FROM unnest(%s::text[]) AS name CROSS JOIN LATERAL (
  SELECT o.accepted_at, o.ended_at, t.created_at
  FROM routing_offer o JOIN tickets_ticket t ON t.id = o.ticket_id
  WHERE o.queue = name AND o.accepted_at IS NOT NULL AND o.ended_at IS NOT NULL
  ORDER BY o.ended_at DESC LIMIT %s) AS latest
GROUP BY name
"""


@dataclass(frozen=True, slots=True)
class Usual:
    """Seconds until an agent came (None where none ever did) and seconds of a chat."""

    accept: float | None = None
    handle: float = HANDLE_SECONDS


def usual_times(names: list[str]) -> dict[str, Usual]:
    """Means of each queue's latest chats that have ended. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL, [names, HANDLE_SAMPLE])
        rows = cursor.fetchall()
    found = {
        name: Usual(float(accept), float(handle) if n >= HANDLE_SAMPLE_MIN else HANDLE_SECONDS)
        for name, n, accept, handle in rows
    }
    return {name: found.get(name, Usual()) for name in names}


def queues() -> list[str]:
    """The skills that tickets can ask for, `general` last."""
    skills = Category.objects.exclude(skill="").values_list("skill", flat=True).distinct()
    return [*sorted(set(skills) - {GENERAL}), GENERAL]


def state_of(user: User) -> AgentState | None:
    """The agent's presence, capacity, load and how many of it ring; None before their first day."""
    return next(iter(_state(user=user.pk)), None)


@prepared("user")
def _state(*, user: int) -> QuerySet[AgentState]:
    open_ = Q(user__offers__ended_at=None)
    rings = open_ & Q(user__offers__accepted_at=None)
    return AgentState.objects.filter(user=user).annotate(
        load=Count("user__offers", filter=open_), ringing=Count("user__offers", filter=rings)
    )


@dataclass(frozen=True, slots=True)
class QueueNumbers:
    """One queue as leads see it: who waits, how long the first has, and the usual times."""

    queue: str
    waiting: int
    waiting_since: datetime | None
    open: int
    accept_seconds: float | None
    handle_seconds: float


def queue_numbers(names: list[str]) -> list[QueueNumbers]:
    """Waits of each queue. `open` (tickets nobody has) is counted to 1000 at most. Three queries,
    however many queues there are."""
    lines = waiting_live().order_by().values_list("queue")
    waiting: dict[str, tuple[int, datetime | None]] = {
        name: (count, first)
        for name, count, first in lines.annotate(Count("pk"), Min("waiting_since"))
    }
    nobody = Ticket.objects.filter(assignee=None, status__in=["new", "open"])
    open_ = counts([nobody.filter(queue=name) for name in names], cap=OPEN_CAP)
    usual = usual_times(names)
    return [
        QueueNumbers(
            queue=name,
            waiting=waiting.get(name, (0, None))[0],
            waiting_since=waiting.get(name, (0, None))[1],
            open=number,
            accept_seconds=usual[name].accept,
            handle_seconds=usual[name].handle,
        )
        for name, number in zip(names, open_, strict=True)
    ]


def shifts_of_everybody() -> list[Shift]:
    """All shifts with their people, in the order of the week."""
    rows = Shift.objects.filter(user__is_active=True).select_related("user", "user__agent_state")
    return list(rows.order_by("start_minute", "user__name"))
