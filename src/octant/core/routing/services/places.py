"""Tell everybody in the queue their place and expected wait, whenever it changes."""

from collections import defaultdict

from octant.core.outbox.services import tell
from octant.core.routing.selectors import (
    Wait,
    handle_seconds,
    on_duty,
    wait_for,
    waiting_live,
)

TOLD_AT_MOST = 500


def places() -> dict[int, Wait]:
    """Place and wait of every waiting live ticket, by ticket id. Places count within a
    queue and language, since those are answered by the same agents."""
    agents = list(on_duty())
    seconds: dict[str, float] = {}
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for row in waiting_live().only("pk", "queue", "language")[:TOLD_AT_MOST]:
        line = (row.queue, row.language)
        counts[line] += 1
        if row.queue not in seconds:
            seconds[row.queue] = handle_seconds(row.queue)
        found[row.pk] = wait_for(
            place=counts[line],
            queue=row.queue,
            language=row.language,
            agents=agents,
            seconds=seconds[row.queue],
        )
    return found


def announce_places(last_told: dict[int, Wait]) -> dict[int, Wait]:
    """Tell each waiting ticket its place if it is not what it was told; returns what stands."""
    current = places()
    for ticket, wait in current.items():
        if last_told.get(ticket) != wait:
            tell(
                f"ticket:{ticket}",
                queue={"place": wait.place, "minutes": wait.minutes, "agents": wait.agents},
            )
    return current
