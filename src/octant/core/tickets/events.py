"""What happened to tickets: ids and facts, never text."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class TicketOpened(DomainEvent):
    ticket: int
    channel: str
    category: str
    language: str
    live: bool


@dataclass(frozen=True, slots=True)
class MessageReceived(DomainEvent):
    """The customer said something."""

    ticket: int
    message: int
    channel: str


@dataclass(frozen=True, slots=True)
class MessageSent(DomainEvent):
    """An agent said something to the customer."""

    ticket: int
    message: int
    channel: str


@dataclass(frozen=True, slots=True)
class TicketChanged(DomainEvent):
    """Status, assignee, category, tags, priority … `fields` names which."""

    ticket: int
    fields: list[str]
    actor: int | None = None


@dataclass(frozen=True, slots=True)
class TicketSolved(DomainEvent):
    """`by_customer`: they said so themselves and need not be told."""

    ticket: int
    actor: int | None = None
    by_customer: bool = False


@dataclass(frozen=True, slots=True)
class TicketRated(DomainEvent):
    ticket: int
    rating: int


@dataclass(frozen=True, slots=True)
class ChatEnded(DomainEvent):
    """The live part of a ticket is over; routing frees the agent."""

    ticket: int
    outcome: str


@dataclass(frozen=True, slots=True)
class AgentMentioned(DomainEvent):
    ticket: int
    message: int
    users: list[int]


@dataclass(frozen=True, slots=True)
class TicketSplit(DomainEvent):
    """Some messages of `ticket` went on as the ticket `into`."""

    ticket: int
    into: int
