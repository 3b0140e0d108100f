"""What happens at somebody's door, written down and told by the worker."""

from typing import Any

from octant.core.people.events import DoorTouched, OwnerConcerned
from octant.core.people.services import activity, telling


def on_door(name: str, payload: dict[str, Any]) -> None:
    """A mail that cannot be handed over now is tried again; the row stands meanwhile."""
    if name == DoorTouched.__name__:
        activity.note(touched=DoorTouched(**payload))
    elif name == OwnerConcerned.__name__:
        telling.tell_owner(row=payload["row"])
