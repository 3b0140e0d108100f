"""Who of the demonstration's agents was on duty in the past weeks: their shifts, as people are."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from octant.core.routing.models import AgentState, Duty, Shift
from octant.core.routing.services.duties import LONGEST
from octant.kit.clock import now

WEEKS = 4
AWAY = 0.06  # of all shifts: ill, or away
LATE, EARLY = 9, 12  # at most so many minutes


def load_duty() -> int:
    """Four weeks until now, once; returns how many stretches there are."""
    if not Duty.objects.exists():
        draw, at = random.Random(24), now()
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = midnight - timedelta(days=at.weekday())
        states = {state.user_id: state for state in AgentState.objects.all()}
        for shift in Shift.objects.order_by("user_id", "start_minute"):
            for week in range(WEEKS + 1):
                since, until = _worked(shift, monday - timedelta(weeks=week), draw)
                if until < at and draw.random() > AWAY:
                    Duty.objects.bulk_create(_stretches(states[shift.user_id], since, until))
    return Duty.objects.count()


def _worked(shift: Shift, monday: datetime, draw: random.Random) -> tuple[datetime, datetime]:
    late, early = draw.randrange(LATE), draw.randrange(EARLY)
    return (
        monday + timedelta(minutes=shift.start_minute + late),
        monday + timedelta(minutes=shift.end_minute - early),
    )


def _stretches(state: AgentState, since: datetime, until: datetime) -> Iterator[Duty]:
    while since < until:
        end = min(since + LONGEST, until)
        yield Duty(
            user_id=state.user_id,
            since=since,
            until=end,
            skills=state.skills,
            languages=state.languages,
        )
        since = end + timedelta(minutes=1)
