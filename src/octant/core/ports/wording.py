"""What a channel says by itself, in words that leads may change."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Wordings(Protocol):
    """Declared on an AppConfig as `wording = …`; `key` is the channel's."""

    key: str

    def kinds(self) -> Sequence[tuple[str, Any, bool]]:
        """(key, name, whether leads changed its words) of all that it says by itself."""

    def words(self, kind: str) -> Mapping[str, tuple[str, str]]:
        """By language (subject, text) in a workspace's own words; empty where there are none."""

    def placeholders(self, kind: str) -> Sequence[tuple[str, Any]]:
        """(name, what is filled in for it)."""

    def keep(self, *, actor: Any, kind: str, words: Mapping[str, tuple[str, str]]) -> None:
        """Keep a lead's words; empty ones give the product's back. Raises `DomainError`."""

    def preview(self, *, kind: str, language: str, words: tuple[str, str]) -> tuple[str, str]:
        """(subject, text) as a customer would read it, with made-up values."""

    def send_test(self, *, actor: Any, kind: str, language: str, words: tuple[str, str]) -> str:
        """Send that to `actor` alone; returns the address. Raises `DomainError`."""
