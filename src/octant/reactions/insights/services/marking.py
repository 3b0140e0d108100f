"""Which hours are to be counted (again). Marking one twice is marking it once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from octant.kit.clock import now
from octant.reactions.insights.cutting import HOUR, zone_name
from octant.reactions.insights.models import Counting, Hour, StaleHour

# A message carries the time at which it was written, and is seen when its transaction is over.
# Within these minutes an agent also takes an answer back (core/tickets/services/taking_back).
OVERLAP_MINUTES = 10

_MARK = "INSERT INTO insights_stalehour (hour)"
_BEGUN = f"{_MARK} SELECT DISTINCT {HOUR} FROM tickets_ticket t WHERE {{which}} ORDER BY 1"
_ONCE = " ON CONFLICT DO NOTHING"
_IN_SPAN = f"""t.created_at >= %(since)s::timestamptz
  AND t.created_at < %(until)s::timestamptz + interval '1 hour'
  AND {HOUR} >= %(since)s::timestamptz AND {HOUR} < %(until)s::timestamptz"""
_COUNTED = f"""{_MARK} SELECT DISTINCT hour FROM insights_hour
  WHERE hour >= %(since)s::timestamptz AND hour < %(until)s::timestamptz ORDER BY 1{_ONCE}"""


def mark_tickets(keys: Collection[int]) -> None:
    """Have the hours counted in which these tickets began."""
    _mark_begun("t.id = ANY(%(keys)s)", keys=list(keys))


@transaction.atomic
def mark_span(*, since: datetime | None = None, until: datetime | None = None) -> int:
    """Have every hour counted that begins from `since` to before `until` (open where None), those
    too of which no ticket is left; returns how many wait for it then."""
    span = {
        "since": since.isoformat() if since else "-infinity",
        "until": until.isoformat() if until else "infinity",
    }
    _mark_begun(_IN_SPAN, **span)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, span)
    return StaleHour.objects.count()


@transaction.atomic
def mark_news() -> None:
    """Have the hours counted of tickets on which something was said since we last looked; all
    hours, the first time and when the workspace moved to another time zone."""
    at, zone = now(), zone_name()
    row = Counting.objects.select_for_update().first()
    if row is None or row.zone != zone:
        Hour.objects.all().delete()
        StaleHour.objects.all().delete()
        mark_span()
    else:
        since = row.seen_until - timedelta(minutes=OVERLAP_MINUTES)
        _mark_begun("t.last_activity_at >= %(since)s", since=since)
    Counting.objects.update_or_create(pk=1, defaults={"zone": zone, "seen_until": at})


def _mark_begun(which: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN.format(which=which) + _ONCE, {"zone": zone_name(), **values})
