"""What happened to take-overs: ids and facts, never names or text."""

from dataclasses import dataclass, field

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class TakeoverReported(DomainEvent):
    """Page the security team. `page` counts from 1; it grows while nobody answers."""

    case: int
    ticket: int
    page: int


@dataclass(frozen=True, slots=True)
class AccountFrozen(DomainEvent):
    case: int
    ticket: int
    frozen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FreezeFailed(DomainEvent):
    """Given up: somebody has to lock the account by hand."""

    case: int
    ticket: int
