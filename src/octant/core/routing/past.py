"""Who was on duty when, as it was kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from octant.core.routing.models import Duty

# By what people could answer there are few, so that a year comes as few rows with long arrays.
_LANES = """
SELECT languages, skills, array_agg(floor(extract(epoch FROM since) / 60)::int ORDER BY id),
  array_agg(floor(extract(epoch FROM until) / 60)::int ORDER BY id)
FROM routing_duty WHERE until >= %s AND since < %s GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """All stretches of duty with the same languages and skills: the minutes since 1970 in which
    each was seen first and last."""

    languages: list[str]
    skills: list[str]
    firsts: list[int]
    lasts: list[int]


def lanes(since: datetime, until: datetime) -> list[Lane]:
    """Stretches that lie in this span, or reach into it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LANES, [since, until])
        return [Lane(*row) for row in cursor.fetchall()]


def kept_since() -> datetime | None:
    """Since when it is known who was on duty; None if it never was."""
    return Duty.objects.order_by("until").values_list("since", flat=True).first()
