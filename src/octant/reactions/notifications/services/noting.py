"""Owe a mail for an answer, once however many answers come."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from octant.core.tickets import chats
from octant.kit.clock import now
from octant.reactions.notifications.models import Notice

# In a live chat the customer may be reading: leave them time to see it there.
UNSEEN_LIVE = timedelta(minutes=2)


@transaction.atomic
def note_answer(*, ticket: int) -> None:
    """Look at this ticket soon. A look that is already due stays where it is, so that an agent
    who goes on writing does not put the mail off for ever."""
    found = chats.by_pk(ticket)
    if found is None or not found.customer.email:
        return
    notice, _made = Notice.objects.select_for_update().get_or_create(ticket=found)
    if notice.due_at is None:
        notice.due_at = now() + (UNSEEN_LIVE if found.live else _together())
        notice.tries = 0
        notice.save(update_fields=["due_at", "tries"])


def _together() -> timedelta:
    """Where nobody waits live: as long as an agent needs to write a second message, so that both
    go in one mail."""
    return timedelta(seconds=settings.OCTANT_ANSWER_WAIT_SECONDS)
