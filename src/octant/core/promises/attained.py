"""How many tickets of a channel were lately answered in time, for customers who choose a way."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q

from octant.core.promises.models import Promise
from octant.kit.clock import now

WEEKS = 4
AT_LEAST = 30  # of fewer, a share says nothing
KEPT_SECONDS = 600  # what it says changes slowly, and counting reads four weeks of rows


def answered_in_time(channel: str) -> int | None:
    """Percent, rounded down, of first answers promised in the last four weeks that were given in
    time, of those given or overdue; None where there are too few. One query in ten minutes and
    process, otherwise none."""
    key = f"promises.answered_in_time.{channel}"
    found: tuple[int, int] | None = cache.get(key)
    if found is None:
        found = _count(channel)
        cache.set(key, found, KEPT_SECONDS)
    kept, judged = found
    return 100 * kept // judged if judged >= AT_LEAST else None


def _count(channel: str) -> tuple[int, int]:
    lately = Promise.objects.filter(
        clock=Promise.Clock.FIRST,
        minutes__isnull=False,
        started_at__gte=now() - timedelta(weeks=WEEKS),
        ticket__channel=channel,
    )
    kept = Q(outcome=Promise.Outcome.KEPT)
    counted = lately.aggregate(
        kept=Count("pk", filter=kept),
        judged=Count("pk", filter=kept | Q(broken_at__isnull=False)),
    )
    return counted["kept"], counted["judged"]
