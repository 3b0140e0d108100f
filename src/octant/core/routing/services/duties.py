"""Who was on duty when, kept while it happens: afterwards nobody could tell."""

from datetime import datetime, timedelta

from django.db import transaction

from octant.core.routing.models import AgentState, Duty
from octant.core.routing.selectors import on_duty
from octant.kit.clock import now

LOOK = timedelta(minutes=1)
# So long without a look, and a new stretch begins: a late turn of the worker is not an absence.
PAUSE = timedelta(minutes=3)
# A stretch is ended and the next begun, so that those of a moment are found among few.
LONGEST = timedelta(hours=6)


@transaction.atomic
def keep_duties() -> None:
    """Make the stretches of all who are on duty longer until now, or begin new ones."""
    at, here = now(), list(on_duty())
    if not here:
        return
    rows = Duty.objects.filter(until__gt=at - PAUSE).order_by("until")
    latest = {row.user_id: row for row in rows}
    goes_on, begins = [], []
    for state in here:
        before = latest.get(state.user_id)
        if before is None or _can(before) != _can(state):
            begins.append(_begun(state, at, at))
        elif at - before.since <= LONGEST:
            goes_on.append(before.pk)
        else:
            begins.append(_begun(state, min(before.until + LOOK, at), at))
    Duty.objects.filter(pk__in=goes_on).update(until=at)
    Duty.objects.bulk_create(begins)


def _begun(state: AgentState, since: datetime, until: datetime) -> Duty:
    return Duty(
        user=state.user,
        since=since,
        until=until,
        skills=state.skills,
        languages=state.languages,
    )


def _can(row: AgentState | Duty) -> tuple[set[str], set[str]]:
    return set(row.skills), set(row.languages)
