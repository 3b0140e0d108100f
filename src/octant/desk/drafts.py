"""Drafts as the composer's script takes them."""

from typing import TYPE_CHECKING

from octant.core.tickets.drafts import WHY
from octant.core.tickets.selectors import files_waiting
from octant.core.tickets.wire import file_wire

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Draft


def wire(row: "Draft", reader: "User") -> dict[str, object]:
    """A draft as the composer's script takes it."""
    way = dict(row.way)
    copies = way.get("cc", "")
    fields = {
        "cc": copies if isinstance(copies, str) else ", ".join(copies),
        "unquoted": "1" if way.get("unquoted") or way.get("quote") is False else "",
    }
    return {
        "text": row.text,
        "files": [file_wire(file) for file in files_waiting(reader, row.ticket, row.files)],
        "way": [[name, value] for name, value in fields.items() if value],
        "saved": round(row.saved_at.timestamp() * 1000),
        "why": str(WHY.get(row.why, "")),
    }
