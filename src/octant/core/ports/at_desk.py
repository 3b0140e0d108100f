"""What a channel adds to the agents' workspace: the desk knows no channel and asks them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class About:
    """What is added to one message. `html` is markup of the channel's own, to stand below it;
    `state` and `state_name` take the place of the message's own state; `undo` is the address to
    POST to while the message can be taken back."""

    html: SafeString | str = ""
    state: str = ""
    state_name: str = ""
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence that an agent should read beside a ticket, and a ticket that it names."""

    text: str
    ticket: str = ""


@runtime_checkable
class AtDesk(Protocol):
    """Declared on an AppConfig as `at_desk = …`; `key` is the channel's."""

    key: str

    def about(self, messages: Sequence[Any], *, reader: Any) -> Mapping[int, About]:
        """By the ids of `messages`, all of this channel and of tickets that `reader` may see.
        The queries do not grow with their number."""

    def hints(self, ticket: Any) -> Sequence[Hint]:
        """What is said beside a ticket that began by this channel; no queries."""
