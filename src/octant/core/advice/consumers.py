"""What tickets tell of advice that was followed. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.advice.asker import asker_of_ticket
from octant.core.advice.services.following import note_end, note_ticket
from octant.core.tickets.models import Ticket

# Columns of a ticket that say what became of an advice.
TOLD = {"status", "solved_at", "channel", "merged_into_id"}


def on_ticket_event(name: str, payload: dict[str, Any]) -> None:
    """A ticket began, or its state changed."""
    if name == "TicketChanged" and not TOLD.intersection(payload["fields"]):
        return
    rows = Ticket.objects.select_related("customer", "merged_into")
    if ticket := rows.filter(pk=payload["ticket"]).first():
        if name == "TicketOpened":
            note_ticket(asker=asker_of_ticket(ticket), ticket=ticket)
        else:
            note_end(ticket=ticket)
