"""Which events the operator's systems are told of. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.takeover.events import AccountFrozen, FreezeFailed, TakeoverReported
from octant.reactions.webhooks.services.owing import owe

KINDS = {
    TakeoverReported.__name__: "takeover.reported",
    AccountFrozen.__name__: "account.frozen",
    FreezeFailed.__name__: "account.freeze_failed",
}


def on_event(name: str, payload: dict[str, Any]) -> None:
    """Owe one call for each event; a page that nobody answered is a new one."""
    page = payload.get("page", 1)
    facts: dict[str, Any] = {key: payload[key] for key in ("page", "frozen") if key in payload}
    kind = KINDS[name]
    owe(key=f"{kind}-{payload['case']}-{page}", kind=kind, ticket=payload["ticket"], facts=facts)
