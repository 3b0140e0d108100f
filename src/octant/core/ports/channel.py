"""A way in and out for messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message handed to a channel: sent, failed or unknown."""

    state: str
    detail: str = ""


@runtime_checkable
class Channel(Protocol):
    """A way in and out for messages. Keys are those of the surfaces."""

    key: str
    # Whether `deliver` takes messages to the customer; else they are read where they were written,
    # and a mail tells of those that were not seen.
    carries: bool

    def receive(self, payload: Mapping[str, Any], *, signature: str) -> Any:
        """Authenticate the sender, normalise, screen, and hand to tickets; idempotent.

        Raises `DomainError` where the signature or the payload is bad.
        """

    def deliver(self, message: Any) -> Delivery:
        """Carry one public message to the customer; safe to call again for the same one."""
