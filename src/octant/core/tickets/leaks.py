"""Which secrets, once given away, let others at a customer's money, and how much that hurries."""

from collections.abc import Iterable
from typing import Any

from octant.core.safety.text import Action, Kind, Screened
from octant.core.tickets.models import Priority

OPENS_WALLET = frozenset({Kind.SEED_PHRASE, Kind.PRIVATE_KEY, Kind.KEY_FILE})
OPENS_ACCOUNT = frozenset(
    {Kind.API_KEY, Kind.ACCESS_TOKEN, Kind.OTP_SECRET, Kind.ONE_TIME_CODE, Kind.PASSWORD}
)
_OPENING = OPENS_WALLET | OPENS_ACCOUNT
CATEGORY = "security/compromised"  # of a case that has no other


def leaks(findings: Iterable[dict[str, Any]]) -> list[str]:
    """The kinds among stored findings that open a wallet or an account."""
    return [str(found.get("kind")) for found in findings if found.get("kind") in _OPENING]


def leaks_in(text: Screened) -> list[str]:
    """The same for a text that is about to be stored."""
    masked = (found.kind for found in text.findings if found.action is Action.REDACT)
    return [str(kind) for kind in masked if kind in _OPENING]


def priority_of(kinds: Iterable[str]) -> Priority:
    """Urgent where a wallet can be emptied, high where an account can be entered."""
    found = set(kinds)
    if found & OPENS_WALLET:
        return Priority.URGENT
    return Priority.HIGH if found else Priority.LOW
