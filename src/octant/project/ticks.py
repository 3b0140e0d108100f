"""What recurs, how often, and who has the turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.models import Max
from django.utils.module_loading import import_string

from octant.kit.clock import now
from octant.project.models import Tick

log = structlog.get_logger()
# However far off a turn is: the row may be changed by hand, or the clock set.
ASK_AT_LEAST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Recurring:
    """A function without arguments, by its dotted path, and how often it runs."""

    path: str
    every_seconds: float

    @property
    def name(self) -> str:
        return self.path.removeprefix("octant.")


# Quick things that a waiting customer feels.
QUICK = (
    Recurring("octant.core.routing.tasks.tend_queue", 1),
    Recurring("octant.core.tickets.search.index_changed", 2),
    Recurring("octant.channels.live_chat.tasks.idle_chats", 10),
    Recurring("octant.reactions.notifications.tasks.send_due", 10),
    Recurring("octant.core.takeover.tasks.listen", 1),
    Recurring("octant.core.promises.tasks.tend", 1),
    Recurring("octant.core.tickets.tasks.send_planned", 2),
)
# Things that may take a while.
SLOW = (
    Recurring("octant.core.knowledge.tasks.publish_and_expire", 20),
    Recurring("octant.core.knowledge.tasks.rebuild_index", 3),
    Recurring("octant.core.knowledge.tasks.embed", 5),
    Recurring("octant.core.knowledge.tasks.popularity", 600),
    Recurring("octant.core.outbox.tasks.forget_delivered", 3600),
    Recurring("octant.core.tickets.tasks.sweep_uploads", 300),
    Recurring("octant.core.tickets.tasks.sweep_unsent", 3600),
    Recurring("octant.core.tickets.tasks.scan_waiting", 60),
    Recurring("octant.core.privacy.tasks.make_exports", 2),
    Recurring("octant.core.privacy.tasks.erase_people", 2),
    Recurring("octant.core.privacy.tasks.erase_again", 300),
    Recurring("octant.core.privacy.tasks.enforce_periods", 60),
    Recurring("octant.core.tickets.tasks.forget_originals", 60),
    Recurring("octant.core.people.tasks.close_expired_sessions", 30),
    Recurring("octant.core.people.tasks.end_half_way_sign_ins", 60),
    Recurring("octant.core.safety.services.limiting.forget", 3600),
    Recurring("octant.core.safety.links.tasks.keep_lists", 30),
    Recurring("octant.core.safety.rules.services.write_rules", 30),
    Recurring("octant.core.advice.services.points.write_table", 30),
    Recurring("octant.core.advice.tasks.forget_askers", 600),
    Recurring("octant.core.proof.tasks.tend", 2),
    Recurring("octant.reactions.notifications.tasks.send_pushes", 3),
    Recurring("octant.core.takeover.tasks.tend", 2),
    Recurring("octant.core.promises.tasks.tend_waiting", 60),
    Recurring("octant.reactions.webhooks.tasks.send_due", 2),
    Recurring("octant.core.routing.tasks.keep_duty", 60),
    Recurring("octant.core.routing.tasks.learn_categories", 86400),
    Recurring("octant.reactions.insights.tasks.look", 60),
    Recurring("octant.reactions.insights.tasks.count", 10),
)
# Pictures are read one after the other, seconds each; any number of workers share them.
READING = (Recurring("octant.core.tickets.tasks.read_pictures", 0.5),)


class Turns:
    """Whose turn it is, asked of the database only when it may be ours: when a turn is next due is
    remembered, so that a worker with nothing to do writes nothing. One for each thread."""

    def __init__(self) -> None:
        self._ask_again: dict[str, float] = {}  # on the monotonic clock

    def claim(self, work: Recurring) -> bool:
        """Whether it is due and the turn is ours."""
        if time.monotonic() < self._ask_again.get(work.name, 0.0):
            return False
        ours, due_at = _take_or_look(work)
        wait = min((due_at - now()).total_seconds(), ASK_AT_LEAST_SECONDS)
        self._ask_again[work.name] = time.monotonic() + wait
        return ours


def claim(work: Recurring) -> bool:
    """Whether it is due and the turn is ours. Two workers never both get true."""
    return _take_or_look(work)[0]


def _take_or_look(work: Recurring) -> tuple[bool, datetime]:
    """(ours, when it is next due)."""
    at = now()
    following = at + timedelta(seconds=work.every_seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO project_tick (name, due_at, error) VALUES (%s, %s, '')"
            " ON CONFLICT (name) DO UPDATE SET due_at = EXCLUDED.due_at"
            " WHERE project_tick.due_at <= %s",
            [work.name, following, at],
        )
        if cursor.rowcount:
            return True, following
    due_at = Tick.objects.filter(name=work.name).values_list("due_at", flat=True).first()
    return False, due_at or at


def run(work: Recurring) -> None:
    """Run it, and leave its outcome where people can see it."""
    error = ""
    try:
        function: Callable[[], object] = import_string(work.path)
        function()
    except Exception as fault:  # one task's fault must not stop the others
        log.exception("tick_failed", tick=work.name)
        error = f"{type(fault).__name__}: {fault}"[:300]
    Tick.objects.filter(name=work.name).update(ran_at=now(), error=error)


def worker_silent_seconds() -> float | None:
    """How long ago any worker last finished something; None if none ever did."""
    last = Tick.objects.aggregate(last=Max("ran_at"))["last"]
    return round((now() - last).total_seconds(), 1) if last else None
