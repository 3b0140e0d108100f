"""What a case told when it began, and what is still missing: at the top of its pane."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from octant.core.tickets.asking import kind_name, label
from octant.core.tickets.details import REFERENCES
from octant.core.tickets.intake import still

if TYPE_CHECKING:
    from octant.core.tickets.models import Message, Ticket

MOST = 8


def case_told(ticket: "Ticket", messages: Sequence["Message"]) -> dict[str, Any]:
    """`told`: [{name, value, copied, own}]; `missing`: names. No queries: `messages` are those that
    the pane shows, and what their customer wrote after the first counts as an answer."""
    noted = ticket.context.get("intake") if isinstance(ticket.context, dict) else None
    if not noted:
        return {}
    later = [m.text for m in messages if m.seq > 1 and m.kind == "message" and _theirs(m)]
    found, missing = still(noted, "\n".join(later), ticket.language)
    named = " ".join(value for kind, value, _own in found if kind in ("amount", "market"))
    told = [
        {"name": kind_name(kind), "value": value, "copied": kind in REFERENCES, "own": own}
        for kind, value, own in dict.fromkeys(found)
        if kind != "asset" or value not in named
    ]
    return {"told": told[:MOST], "missing": [label(need) for need in missing]}


def _theirs(message: "Message") -> bool:
    return message.author_kind == "customer"
