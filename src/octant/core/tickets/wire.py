"""A message as browsers get it, over sockets and HTTP alike."""

from typing import Any

from octant.core.tickets.codes import code_for
from octant.core.tickets.models import File, Message
from octant.core.tickets.pictures import is_held


def message_wire(message: Message) -> dict[str, Any]:
    """JSON values of one message; `name` is the public alias, never an agent's real name."""
    return {
        "seq": message.seq,
        "kind": message.kind,
        "from": message.author_kind,
        "name": message.author.shown_name if message.author else "",
        "author": message.author_id,
        "text": message.text,
        "findings": message.findings,
        "data": message.data,
        "state": message.state,
        "code": code_for(message.kind, message.author_kind, message.ticket_id, message.seq),
        "at": message.created_at.isoformat(),
        "id": str(message.client_id or ""),
        "files": [file_wire(file) for file in message.files.all()],
    }


def file_wire(file: File) -> dict[str, Any]:
    return {
        "id": file.public_id,
        "name": file.name,
        "type": file.content_type,
        "size": file.size,
        "scanned": file.scanned,
        "reading": file.reading,
        "held": is_held(file),
        "preview": bool(file.preview),
    }
