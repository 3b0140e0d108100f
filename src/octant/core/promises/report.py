"""How well promises were kept, for leads: counted in the database, one query a table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from octant.core.people.access import may_lead
from octant.core.ports.workspace import workspace
from octant.core.promises.models import Promise
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

GROUPS = {
    "channel": "t.channel",
    "category": "coalesce(c.key, '')",
    "week": "to_char(date_trunc('week', p.started_at AT TIME ZONE %(zone)s), 'YYYY-MM-DD')",
    "all": "''",
}
PERIODS = (7, 28, 91, 364)
BROKEN_PAGE = 50

# A promise that was no longer needed counts for nothing; one that runs counts once it is broken.
_SQL = """
SELECT {group} AS name,
  count(*) FILTER (WHERE p.outcome = 'kept') AS kept,
  count(*) FILTER (WHERE p.broken_at IS NOT NULL) AS broken,
  count(*) FILTER (WHERE p.ended_at IS NULL AND p.broken_at IS NULL) AS running,
  count(*) FILTER (WHERE p.outcome = 'dropped') AS dropped,
  percentile_disc(0.5) WITHIN GROUP (ORDER BY p.seconds)
    FILTER (WHERE p.outcome IN ('kept', 'late')) AS half,
  percentile_disc(0.9) WITHIN GROUP (ORDER BY p.seconds)
    FILTER (WHERE p.outcome IN ('kept', 'late')) AS most
FROM promises_promise p JOIN tickets_ticket t ON t.id = p.ticket_id
LEFT JOIN knowledge_category c ON c.id = t.category_id
WHERE p.clock = %(clock)s AND p.minutes IS NOT NULL
  AND p.started_at >= %(since)s AND p.started_at < %(until)s
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report. `half` and `most`: seconds that counted until half, and nine of
    ten, were answered; only those that ended with an answer."""

    name: str
    kept: int
    broken: int
    running: int
    dropped: int
    half: int | None
    most: int | None

    @property
    def percent(self) -> float | None:
        """Kept of all that were kept or broken, to a tenth."""
        judged = self.kept + self.broken
        return round(100 * self.kept / judged, 1) if judged else None


def attainment(
    reader: Any, *, clock: str = "first", group: str = "week", since: datetime, until: datetime
) -> list[Line]:
    """Promises that began from `since` to before `until`, by channel, category, week or all.
    Weeks begin on Monday in the workspace's time zone."""
    _must_lead(reader)
    values: dict[str, str | datetime] = {
        "clock": clock,
        "since": since,
        "until": until,
        "zone": _zone(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(group=GROUPS[group]), values)
        return [Line(*row) for row in cursor.fetchall()]


def broken_promises(
    reader: Any, *, clock: str, since: datetime, until: datetime, limit: int = BROKEN_PAGE
) -> list[Promise]:
    """The latest that broke, of those that began in the period, with their tickets."""
    _must_lead(reader)
    rows = Promise.objects.filter(
        clock=clock, broken_at__isnull=False, started_at__gte=since, started_at__lt=until
    )
    return list(rows.select_related("ticket__category").order_by("-broken_at", "-pk")[:limit])


def period(days: int) -> tuple[datetime, datetime]:
    """The last `days` until now."""
    return now() - timedelta(days=days), now() + timedelta(seconds=1)


def _zone() -> str:
    return str(workspace().raw.get("timezone", "UTC"))


def _must_lead(reader: Any) -> None:
    if not may_lead(reader):
        raise NotAllowed(_("Only leads read reports."))
