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

    def composer(self, ticket: Any, *, reader: Any) -> SafeString | str:
        """Fields that the reply's form has besides, as markup: who else gets it, and so on."""

    def way(self, ticket: Any, given: Mapping[str, str]) -> dict[str, Any]:
        """What those fields say, made clean, to be kept with the message. Raises `DomainError`
        with the field's name."""

    def copies(self, text: str, *, to: str) -> list[str]:
        """The addresses of a field of copies to a mail that goes to `to`. Raises `DomainError`."""

    def recipient(self, text: str) -> tuple[str, Any]:
        """(address, customer or None where nobody is registered with it) of whom an agent wants
        to write to. Raises `DomainError` on field `to`; `NotAllowed` where one cannot begin."""

    def hints(self, ticket: Any) -> Sequence[Hint]:
        """What is said beside a ticket that began by this channel; no queries."""
