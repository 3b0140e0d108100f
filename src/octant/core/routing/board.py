"""What the desk and leads read of routing: queues, presence, waits and shifts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from octant.core.knowledge.models import Category
from octant.core.people.models import User
from octant.core.routing.models import AgentState, Offer, Shift
from octant.core.routing.rules import HANDLE_SAMPLE
from octant.core.routing.selectors import GENERAL, handle_seconds, waiting_live
from octant.core.tickets.models import Ticket
from octant.kit.database.prepared import prepared

OPEN_CAP = 999


def mean_accept_seconds(queue: str) -> float | None:
    """Mean time from a chat's beginning to its agent, over the latest that were accepted."""
    latest = (
        Offer.objects.filter(queue=queue, accepted_at__isnull=False, ended_at__isnull=False)
        .order_by("-ended_at")
        .values_list("accepted_at", "ticket__created_at")[:HANDLE_SAMPLE]
    )
    times = [(at - began).total_seconds() for at, began in latest if at is not None]
    return sum(times) / len(times) if times else None


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
    """Waits of each queue. `open` (tickets nobody has) is counted to 1000 at most."""
    lines = waiting_live().order_by().values_list("queue")
    waiting: dict[str, tuple[int, datetime | None]] = {
        name: (count, first)
        for name, count, first in lines.annotate(Count("pk"), Min("waiting_since"))
    }
    nobody = Ticket.objects.filter(assignee=None, status__in=["new", "open"])
    return [
        QueueNumbers(
            queue=name,
            waiting=waiting.get(name, (0, None))[0],
            waiting_since=waiting.get(name, (0, None))[1],
            open=nobody.filter(queue=name)[: OPEN_CAP + 1].count(),
            accept_seconds=mean_accept_seconds(name),
            handle_seconds=handle_seconds(name),
        )
        for name in names
    ]


def shifts_of_everybody() -> list[Shift]:
    """All shifts with their people, in the order of the week."""
    rows = Shift.objects.filter(user__is_active=True).select_related("user", "user__agent_state")
    return list(rows.order_by("start_minute", "user__name"))
