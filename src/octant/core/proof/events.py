"""What happened to proofs: ids, never how it was proved in detail."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class SteppedUp(DomainEvent):
    """A ticket's customer proved again that it is they."""

    ticket: int
    step_up: int
