"""Numbers of the step-up, from `step_up` in workspace.yaml, each with its unit."""

from datetime import timedelta
from typing import Any

from octant.core.ports.workspace import workspace

MAX_TRIES = 5  # wrong codes or passkeys; then the agent has to ask again


def _number(name: str, default: int) -> int:
    own: dict[str, Any] = workspace().raw.get("step_up") or {}
    return int(own.get(name, default))


def holds() -> timedelta:
    """How long a confirmation raises the ticket."""
    return timedelta(minutes=_number("holds_minutes", 15))


def asked_for() -> timedelta:
    """How long a request waits for its customer."""
    return timedelta(minutes=_number("asked_minutes", 10))


def factor_age() -> timedelta:
    """How old an authenticator app or passkey must be to count."""
    return timedelta(hours=_number("factor_age_hours", 24))
