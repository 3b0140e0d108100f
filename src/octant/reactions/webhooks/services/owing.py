"""Owe the operator's system a call, once for each event."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from octant.core.ports.workspace import workspace
from octant.core.takeover.selectors import case_of
from octant.core.tickets import chats
from octant.kit.clock import now
from octant.reactions.webhooks.models import Call


def address() -> str:
    """Where security is paged, from `security: {webhook: …}` in workspace.yaml; or nothing."""
    own: dict[str, Any] = workspace().raw.get("security") or {}
    return str(own.get("webhook") or "")[:500]


def owe(*, key: str, kind: str, ticket: int, facts: dict[str, Any]) -> None:
    """Write the message down as it will be sent. The same `key` again is owed once."""
    url, found = address(), chats.by_pk(ticket)
    case = case_of(found) if found else None
    if not url or found is None or case is None:
        return
    at = now()
    data = {
        "ticket": found.public_id,
        "channel": found.channel,
        "language": found.language,
        "source": case.source,
        "opened_at": case.opened_at.isoformat(),
        "url": settings.OCTANT_URL + reverse("desk:ticket", args=[found.public_id]),
        **facts,
    }
    body = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data})
    Call.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "ticket": found.public_id,
            "url": url,
            "body": body,
            "made_at": at,
            "due_at": at,
        },
    )
