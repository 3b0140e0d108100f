"""What sets a mail or a notice in motion. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.ports.registry import carried
from octant.reactions.notifications.services.noting import note_answer
from octant.reactions.notifications.services.pushing import owe_answer


def on_message_sent(name: str, payload: dict[str, Any]) -> None:
    """An agent said something: a mail, or a notice, is due if the customer does not see it."""
    owe_answer(ticket=int(payload["ticket"]))
    if carried(str(payload.get("channel", ""))):  # it goes to them whole
        return
    note_answer(ticket=int(payload["ticket"]))
