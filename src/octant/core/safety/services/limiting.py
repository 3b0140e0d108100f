"""Count tries and refuse the one too many; in the database, since pages have many processes."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import ngettext

from octant.core.safety.models import Attempt
from octant.kit.clock import now
from octant.kit.errors import TooMany

KEEP = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within so many minutes."""

    name: str
    count: int
    minutes: int


def spend(limit: Limit, who: str) -> None:
    """Note one try of `who`, who is kept as a keyed hash only. Raises `TooMany`, with when to
    try again, above the limit."""
    with transaction.atomic():
        _spend(limit, f"{limit.name}:{anonymous(who)}"[:80])


def _spend(limit: Limit, bucket: str) -> None:
    with connection.cursor() as cursor:  # many tries at the same moment are counted one by one
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [bucket])
    at = now()
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


def anonymous(who: str) -> str:
    """32 hexadecimal digits for a person or an address; they cannot be turned back."""
    key = hashlib.sha256(b"octant.safety.limits" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, who.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
