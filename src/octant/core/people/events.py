"""What happened to people: ids, never names."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class SignedOut(DomainEvent):
    """A user ended a session, on one device or on all of them."""

    user: int
