"""What an event is: a frozen dataclass with a past-tense name and JSON values."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Base of all events. Fields are JSON values: ids and facts, never message text."""

    @property
    def name(self) -> str:
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        return asdict(self)
