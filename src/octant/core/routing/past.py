"""Who was on duty when, as it was kept."""

from dataclasses import dataclass
from datetime import datetime

from octant.core.routing.models import Duty


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody on duty from `since` to `until`, right to a minute."""

    since: datetime
    until: datetime
    languages: list[str]
    skills: list[str]


def stretches(since: datetime, until: datetime) -> list[Stretch]:
    """All that lie in this span, or reach into it. One query."""
    rows = Duty.objects.filter(until__gte=since, since__lt=until)
    return [Stretch(*row) for row in rows.values_list("since", "until", "languages", "skills")]


def kept_since() -> datetime | None:
    """Since when it is known who was on duty; None if it never was."""
    return Duty.objects.order_by("until").values_list("since", flat=True).first()
