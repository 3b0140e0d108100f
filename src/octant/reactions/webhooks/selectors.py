"""Reads of webhooks, for staff."""

from typing import TYPE_CHECKING

from octant.core.people.access import may_answer
from octant.kit.errors import NotAllowed
from octant.reactions.webhooks.models import Call

if TYPE_CHECKING:
    from octant.core.people.models import User

PAGE = 50


def troubled(reader: "User") -> list[Call]:
    """Calls that failed for good, newest first, then those that are being tried again."""
    if not may_answer(reader):
        raise NotAllowed("")
    failed = Call.objects.filter(failed_at__isnull=False).order_by("-failed_at")
    trying = Call.objects.filter(due_at__isnull=False).exclude(error="").order_by("-made_at")
    return [*failed[:PAGE], *trying[:PAGE]]
