"""What became of promises and of waiting: ids and facts, never text."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class PromiseAtRisk(DomainEvent):
    """Little time is left: the moment for "we are still on it". Once a clock and round."""

    ticket: int
    clock: str  # first | next | solution
    round: int
    due_at: str
    policy: str


@dataclass(frozen=True, slots=True)
class PromiseBroken(DomainEvent):
    """The time was over. Once a clock and round; `answered` if it was kept late meanwhile."""

    ticket: int
    clock: str
    round: int
    due_at: str
    policy: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class CustomerReminded(DomainEvent):
    """We wait for the customer's answer and say so, once; closing follows at `closes_at`."""

    ticket: int
    closes_at: str


@dataclass(frozen=True, slots=True)
class TicketClosedUnanswered(DomainEvent):
    """The customer did not answer, so the ticket was closed."""

    ticket: int
