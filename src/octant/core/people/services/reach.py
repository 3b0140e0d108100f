"""What people say of how they want to be reached."""

from typing import Any

from django.db import transaction

from octant.core.people.models import Reach, User
from octant.kit.clock import now


@transaction.atomic
def set_reach(*, user: User, chosen: dict[str, Any]) -> Reach:
    """Keep what a checked form gave: fields of `Reach` without user and time."""
    row, _made = Reach.objects.update_or_create(user=user, defaults={**chosen, "changed_at": now()})
    return row
