"""Reads of the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from octant.core.safety.models import AuditEntry

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first; `next` is the cursor of the page after, empty at the end."""

    entries: list[AuditEntry]
    next: str = ""


def audit_page(
    *, cursor: str = "", actor: int | None = None, verb: str = "", limit: int = PAGE
) -> AuditPage:
    """What staff did, a page at a time. The caller has checked that the reader may lead."""
    rows = AuditEntry.objects.select_related("actor").order_by("-at", "-pk")
    if actor is not None:
        rows = rows.filter(actor=actor)
    if verb:
        rows = rows.filter(verb=verb)
    at, pk = _read(cursor)
    if at is not None:
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return AuditPage(found, f"{found[-1].at.isoformat()},{found[-1].pk}" if more else "")


def _read(cursor: str) -> tuple[datetime | None, int]:
    try:
        at, _comma, pk = cursor.rpartition(",")
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo else (None, 0)
    except ValueError:
        return None, 0
