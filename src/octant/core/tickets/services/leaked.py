"""A customer gave a secret away: whoever has it may rob them, so the case does not wait."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from octant.core.knowledge.models import Category
from octant.core.tickets.leaks import CATEGORY, priority_of
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import change


@transaction.atomic
def note_leak(*, ticket: int, kinds: Iterable[str]) -> None:
    """Raise the priority, and give a case without a category, and without an agent, to those
    who know stolen accounts. Doing it again changes nothing."""
    row = Ticket.objects.get(pk=ticket)
    priority = priority_of(kinds)
    category = None if row.category_id else Category.objects.filter(key=CATEGORY).first()

    def alter(found: Ticket) -> dict[str, Any]:
        found.priority = max(found.priority, priority)
        if category is not None and found.category_id is None:
            found.category = category
            if found.assignee_id is None:
                found.queue = category.skill or found.queue
        return {}

    before = row.version
    if change(row, None, "note_leak", alter).version != before:
        event(row, "secret_removed")
