"""The demonstration's people and conversations, as material."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from octant.core.people.models import Customer, User
from octant.kit.errors import DomainError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Samples:
    """`tickets` as written in tickets.yaml; `agents` and `customers` by their addresses."""

    tickets: list[Row]
    agents: dict[str, User]
    customers: dict[str, Customer]
    languages: dict[str, list[str]]  # of each agent's address

    def who_speaks(self, language: str) -> list[User]:
        """The agents who answer in it; all of them, if nobody does."""
        found = [self.agents[who] for who, spoken in self.languages.items() if language in spoken]
        return found or list(self.agents.values())


def samples(folder: Path) -> Samples:
    """Read them. Raises `DomainError` where the database holds no demonstration: real customers'
    tickets are not to be mixed with invented ones."""
    people, tickets = (_read(folder / name) for name in ("people.yaml", "tickets.yaml"))
    rows = [row for row in people.get("agents", []) if row.get("role") in ("agent", "lead")]
    agents = User.objects.in_bulk([row["email"] for row in rows], field_name="email")
    addresses = [row["email"] for row in people.get("customers", [])]
    customers = {
        each.user.email: each
        for each in Customer.objects.filter(user__email__in=addresses).select_related("user")
        if each.user is not None
    }
    if not rows or len(agents) < len(rows) or not customers or not tickets.get("tickets"):
        raise DomainError(
            "There is no demonstration here to simulate with. Start one with octant up --demo.",
            code="no_demo",
        )
    languages = {row["email"]: row["languages"] for row in rows}
    return Samples(tickets["tickets"], agents, customers, languages)


def _read(file: Path) -> Row:
    return dict(yaml.safe_load(file.read_text("utf-8"))) if file.exists() else {}
