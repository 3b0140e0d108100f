"""What happened to people: ids, never names."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class SignedOut(DomainEvent):
    """A user ended a session, on one device or on all of them."""

    user: int


@dataclass(frozen=True, slots=True)
class DoorTouched(DomainEvent):
    """Somebody signed in, tried to, or changed what opens an account (`SignInEvent`). `user` is 0
    where the address has no account: a try costs the same whether it has one or not."""

    user: int
    what: str
    how: str
    browser: str
    system: str
    network: str
    new_device: bool
    at: float  # seconds since 1970


@dataclass(frozen=True, slots=True)
class OwnerConcerned(DomainEvent):
    """A row of `SignInEvent` is one that its owner should be told of."""

    row: int
