"""What came in by a channel and stands on no ticket: shown to agents, who decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

# What agents can do; a row names those that fit it.
VERBS = ("release", "discard", "block", "block_domain", "again", "restore", "unblock")
UNDOING = ("undo_block", "undo_block_domain")  # of a block: its mail is back, its sender is free


@dataclass(frozen=True, slots=True)
class SetAside:
    """One thing set aside, all words chosen. `original` is the address of the part that shows it;
    `ticket` the number of the one that stands for it, where there is one."""

    pk: int
    at: datetime
    sender: str
    subject: str
    preview: str
    reason: str
    tone: str = ""
    ticket: str = ""
    original: str = ""
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsidePage:
    """A keyset page; `next` is the cursor of the one after, empty on the last."""

    rows: Sequence[SetAside]
    next: str = ""


@runtime_checkable
class Aside(Protocol):
    """Declared on an AppConfig as `aside = …`; `key` is the channel's."""

    key: str

    def shows(self) -> Sequence[tuple[str, Any]]:
        """(key, name) of the lists, the one that waits for agents first."""

    def waiting(self, reader: Any) -> Any:
        """A QuerySet of what waits for a decision, to be counted."""

    def page(self, *, reader: Any, show: str, cursor: str, limit: int) -> AsidePage:
        """One list, the newest first."""

    def do(self, *, actor: Any, verb: str, show: str, ids: Sequence[int]) -> list[int]:
        """Do one of VERBS or UNDOING; returns the ids that it was done to. Raises `DomainError`."""
