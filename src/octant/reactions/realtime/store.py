"""What the realtime process reads from the tables, by plain SQL: it has no ORM thread."""

from dataclasses import dataclass
from typing import Any

from octant.core.tickets.codes import code_for
from octant.reactions.realtime.database import Reader

_MESSAGES = """
SELECT m.seq, m.kind, m.author_kind, m.author_id, m.text, m.findings, m.data, m.state,
  m.created_at, m.client_id, coalesce(nullif(u.alias, ''), u.name, ''),
  coalesce((SELECT json_agg(json_build_object('id', f.public_id, 'name', f.name,
      'type', f.content_type, 'size', f.size, 'scanned', f.scanned, 'reading', f.reading,
      'preview', f.preview <> '') ORDER BY f.id)
    FROM tickets_file f WHERE f.message_id = m.id), '[]')
FROM tickets_message m LEFT JOIN people_user u ON u.id = m.author_id
WHERE m.ticket_id = %s AND m.seq > %s ORDER BY m.seq LIMIT %s
"""
PIECE = 500  # messages read at once
_TICKET = """
SELECT t.id, t.public_id, t.customer_id, t.last_seq, t.version, t.status, t.channel, t.assurance,
  c.blocked_at IS NOT NULL, c.exchange_account
FROM tickets_ticket t JOIN people_customer c ON c.id = t.customer_id WHERE t.id = %s
"""
# A key that was given to another row of the same person (core/people/identities).
_SAME = """
SELECT 1 FROM people_customer a JOIN people_customer b USING (person) WHERE a.id = %s AND b.id = %s
"""
_STAFF = """
SELECT id, role, coalesce(nullif(alias, ''), name) FROM people_user
WHERE id = ANY(%s) AND is_active AND role = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a session must know of its ticket."""

    id: int
    public_id: str
    customer: int
    last_seq: int
    version: int
    status: str
    channel: str
    assurance: int
    blocked: bool
    account: str


async def ticket_facts(reader: Reader, ticket: int) -> TicketFacts | None:
    rows = await reader.rows(_TICKET, (ticket,))
    return TicketFacts(*rows[0]) if rows else None


async def is_same(reader: Reader, one: int, other: int) -> bool:
    """Whether two customers are one person; no query for the same row."""
    return one == other or bool(await reader.rows(_SAME, (one, other)))


async def messages_after(reader: Reader, ticket: int, seq: int) -> list[dict[str, Any]]:
    """Wire forms of a ticket's messages above `seq`, notes included, PIECE at most."""
    return [_wire(ticket, row) for row in await reader.rows(_MESSAGES, (ticket, seq, PIECE))]


async def staff_names(reader: Reader, users: list[int], roles: list[str]) -> dict[int, str]:
    """{id: public name} of those users who are active and have one of the roles."""
    return {row[0]: row[2] for row in await reader.rows(_STAFF, (users, roles))}


def _wire(ticket: int, row: Any) -> dict[str, Any]:
    seq, kind, side, author, text, findings, data, state, at, client, name, files = row
    return {
        "seq": seq,
        "kind": kind,
        "from": side,
        "name": name,
        "author": author,
        "text": text,
        "findings": findings,
        "data": data,
        "state": state,
        "code": code_for(kind, side, ticket, seq),
        "at": at.isoformat(),
        "id": str(client or ""),
        "files": files,
    }
