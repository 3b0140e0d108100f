"""What tickets' events set in motion. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.offers import end_offers


def on_ticket_event(name: str, payload: dict[str, Any]) -> None:
    """A ticket opened or changed: look for an agent. A chat ended: free its agent first."""
    if name == "ChatEnded":
        end_offers(ticket_id=int(payload["ticket"]))
    assign_waiting()
