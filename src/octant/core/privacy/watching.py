"""The access log as leads read it: by customer, by member of staff, or all."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from octant.core.people.identities import with_others
from octant.core.people.models import User
from octant.core.privacy.models import Sight
from octant.core.privacy.selectors import demand_lead

PAGE = 50


@dataclass(frozen=True, slots=True)
class SightPage:
    """Newest first; `next` is the cursor of the page after, empty at the end."""

    rows: list[Sight]
    next: str = ""


def sight_page(
    reader: User,
    *,
    customer: int | None = None,
    agent: int | None = None,
    cursor: str = "",
    limit: int = PAGE,
) -> SightPage:
    """Who saw whose data. Any page costs the same (keyset), whatever it is narrowed to."""
    demand_lead(reader)
    rows = Sight.objects.select_related("agent", "customer").order_by("-at", "-pk")
    if customer is not None:
        rows = rows.filter(customer__in=with_others([customer]))
    if agent is not None:
        rows = rows.filter(agent=agent)
    at, pk = _read(cursor)
    if at is not None:
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return SightPage(found, f"{found[-1].at.isoformat()},{found[-1].pk}" if more else "")


def _read(cursor: str) -> tuple[datetime | None, int]:
    """Where a page begins; nowhere for anything that no page ever gave."""
    try:
        at, _comma, pk = cursor.rpartition(",")
        moment, number = datetime.fromisoformat(at), int(pk)
        known = moment.tzinfo is not None and 0 <= number < 2**62
        return (moment.astimezone(UTC), number) if known else (None, 0)
    except (ValueError, OverflowError):
        return None, 0
