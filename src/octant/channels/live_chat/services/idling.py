"""Chats in which nothing happens any more."""

from django.db import transaction

from octant.channels.live_chat.limits import idle_close, idle_prompt
from octant.core.tickets import chats
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import end_chat
from octant.kit.clock import now


def prompt_quiet() -> int:
    """Ask once in each chat whose customer has been silent for `idle_prompt_minutes`."""
    at = now()
    minutes = round((idle_close() - idle_prompt()).total_seconds() / 60)
    asked = 0
    for quiet in chats.quiet(since=at - idle_prompt()):
        if not quiet.prompted and quiet.since > at - idle_close():
            with transaction.atomic():
                event(quiet.ticket, "idle_prompt", minutes=minutes)
            asked += 1
    return asked


def close_quiet() -> int:
    """Close chats whose customer has been silent for `idle_close_minutes`."""
    rows = chats.quiet(since=now() - idle_close())
    for quiet in rows:
        end_chat(ticket=quiet.ticket, outcome="idle")
    return len(rows)


def release_left() -> int:
    """Answer by email those who closed the window and did not come back to their place."""
    rows = chats.left_queue(since=now() - idle_close())
    for ticket in rows:
        end_chat(ticket=ticket, outcome="gone")
    return len(rows)
