"""What tickets' events set in motion here. Handlers may run twice and must not mind.

What is said on a ticket is found by its time instead (`services.marking.mark_news`): an event for
every message would be a row for every message.
"""

from typing import Any

from octant.reactions.insights.services.marking import mark_tickets

# Columns of a ticket from which hours are counted.
COUNTED = {
    "channel",
    "category_id",
    "language",
    "live",
    "first_reply_at",
    "solved_at",
    "rating",
    "merged_into_id",
}


def on_event(name: str, payload: dict[str, Any]) -> None:
    """A ticket changed or was split: its hour is counted again."""
    if name == "TicketSplit":
        mark_tickets([payload["ticket"], payload["into"]])
    elif COUNTED.intersection(payload["fields"]):
        mark_tickets([payload["ticket"]])
