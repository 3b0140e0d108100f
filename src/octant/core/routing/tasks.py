"""What the worker does for the queue, and keeps of who was there."""

from octant.core.routing.selectors import Wait, waiting_live
from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.duties import keep_duties
from octant.core.routing.services.offers import expire_offers
from octant.core.routing.services.places import announce_places
from octant.core.routing.services.training import train_categories
from octant.kit.errors import DomainError

_told: dict[int, Wait] = {}


def tend_queue() -> None:
    """Take back offers that rang too long, offer again, and tell everybody their place.

    What was told is remembered per process only: after a restart it is told once more.
    """
    global _told
    expire_offers()
    if _told or waiting_live().exists():
        assign_waiting()
        _told = announce_places(_told)


def keep_duty() -> None:
    """Remember who is on duty this minute."""
    keep_duties()


def learn_categories() -> None:
    """Train on what was solved since; with too few tickets the rules go on alone."""
    try:
        train_categories()
    except DomainError as refusal:
        if refusal.code != "too_few":
            raise
