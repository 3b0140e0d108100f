"""Count tries and refuse the one too many; in the database, since pages have many processes."""

from datetime import timedelta

from django.utils.translation import ngettext

from octant.channels.live_chat.limits import Limit
from octant.channels.live_chat.models import Attempt
from octant.kit.clock import now
from octant.kit.errors import TooMany

KEEP = timedelta(hours=2)


def spend(limit: Limit, who: str) -> None:
    """Note one try of `who`. Raises `TooMany`, with when to try again, above the limit."""
    at = now()
    bucket = f"{limit.name}:{who}"[:80]
    since = at - timedelta(minutes=limit.minutes)
    tries = list(
        Attempt.objects.filter(bucket=bucket, at__gt=since)
        .order_by("-at")
        .values_list("at", flat=True)[: limit.count]
    )
    if len(tries) >= limit.count:
        minutes = max(1, round((tries[-1] - since).total_seconds() / 60))
        sentence = ngettext(
            "That was too often. Please try again in %(minutes)d minute.",
            "That was too often. Please try again in %(minutes)d minutes.",
            minutes,
        )
        raise TooMany(sentence % {"minutes": minutes})
    Attempt.objects.create(bucket=bucket, at=at)


def forget() -> int:
    """Remove tries that no limit counts any more; returns how many."""
    return Attempt.objects.filter(at__lt=now() - KEEP).delete()[0]
