"""The SQL of the one door: append messages to tickets, many at once, each exactly once.

Used by the services over Django's connection and by the chat writer over its own. Two
statements in one transaction: LOCK takes the tickets' rows in id order (no deadlocks),
APPEND then sees every earlier message, gives each new one its number within its ticket,
leaves out what a client sent before, brings the ticket's columns up to date, and writes an
audit row for what staff wrote.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from octant.core.safety.guard import Said, demand_askable
from octant.core.safety.links import link_findings
from octant.core.safety.text import Screened
from octant.core.tickets.models import NEVER

LOCK = "SELECT id FROM tickets_ticket WHERE id = ANY(%(tickets)s) ORDER BY id FOR UPDATE"

APPEND = """
WITH incoming AS (
  SELECT * FROM unnest(
    %(ticket)s::bigint[], %(kind)s::text[], %(author_kind)s::text[],
    %(author)s::bigint[], %(channel)s::text[], %(text)s::text[], %(findings)s::jsonb[],
    %(data)s::jsonb[], %(client)s::uuid[], %(state)s::text[], %(at)s::timestamptz[]
  ) WITH ORDINALITY AS i(ticket, kind, author_kind, author, channel, text, findings, data, client,
         state, at, ord)
), fresh AS (
  -- A subquery with a limit is asked by the index for each, never of all messages there are.
  SELECT i.*, t.last_seq + row_number() OVER (PARTITION BY i.ticket ORDER BY i.ord) AS seq,
    t.version + 1 AS version, nextval('tickets_message_id_seq') AS id
  FROM incoming i JOIN tickets_ticket t ON t.id = i.ticket
  WHERE NOT (i.author_kind = 'customer' AND t.status = 'closed')
    AND (i.client IS NULL OR (
      SELECT m.id FROM tickets_message m WHERE m.ticket_id = i.ticket AND m.client_id = i.client
      LIMIT 1) IS NULL)
), inserted AS (
  INSERT INTO tickets_message (id, ticket_id, seq, kind, author_kind, author_id, channel, text,
      findings, data, client_id, state, mentions, created_at)
  SELECT id, ticket, seq, kind, author_kind, author, channel, text, findings, data, client,
      state, '{}', at
  FROM fresh
), audited AS (
  INSERT INTO safety_auditentry (actor_id, verb, subject_type, subject_id, detail, address, at)
  SELECT author, CASE kind WHEN 'note' THEN 'write_note' ELSE 'send_message' END,
      'tickets.ticket', ticket::text, jsonb_build_object('message', id), %(address)s::inet, at
  FROM fresh WHERE author_kind = 'agent'
), news AS (
  SELECT ticket, max(seq) AS last_seq, max(at) AS at,
    bool_or(kind = 'message' AND author_kind = 'customer') AS customer_spoke,
    bool_or(kind = 'message' AND author_kind = 'agent') AS agent_spoke,
    max(seq) FILTER (WHERE kind = 'message' AND author_kind = 'customer') AS customer_seq,
    max(seq) FILTER (WHERE kind = 'message' AND author_kind = 'agent') AS agent_seq,
    min(at) FILTER (WHERE kind = 'message' AND author_kind = 'agent') AS answered_at,
    min(at) FILTER (WHERE kind = 'message' AND author_kind = 'customer') AS asked_at
  FROM fresh GROUP BY ticket
), updated AS (
  UPDATE tickets_ticket t SET
    last_seq = n.last_seq,
    version = t.version + 1,
    last_activity_at = greatest(t.last_activity_at, n.at),
    first_reply_at = coalesce(t.first_reply_at, n.answered_at),
    waiting_since = CASE
      WHEN n.customer_spoke AND coalesce(n.customer_seq > n.agent_seq, true)
        THEN coalesce(t.waiting_since, n.asked_at)
      WHEN n.agent_spoke THEN NULL
      ELSE t.waiting_since END,
    customer_seen_seq = coalesce(greatest(t.customer_seen_seq, n.customer_seq),
      t.customer_seen_seq),
    status = CASE
      WHEN n.customer_spoke AND t.status IN ('waiting', 'solved') THEN 'open'
      WHEN n.agent_spoke AND t.status = 'new' THEN 'open'
      ELSE t.status END,
    solved_at = CASE WHEN n.customer_spoke THEN NULL ELSE t.solved_at END,
    -- What a reply promised is kept at once; when the next is due core/promises works out.
    first_reply_due_at = CASE WHEN n.agent_spoke THEN NULL ELSE t.first_reply_due_at END,
    next_reply_due_at = CASE WHEN n.agent_spoke THEN NULL ELSE t.next_reply_due_at END,
    due_at = CASE WHEN n.agent_spoke THEN coalesce(t.solution_due_at, %(never)s)
      ELSE t.due_at END,
    clocks_stale = t.clocks_stale
      OR (n.agent_spoke AND (t.waiting_since IS NOT NULL OR t.first_reply_at IS NULL))
      OR (n.customer_spoke AND (t.waiting_since IS NULL OR t.status IN ('waiting', 'solved')))
  FROM news n WHERE t.id = n.ticket
)
SELECT ord, id, seq, at, version, true AS created, NULL, NULL FROM fresh
UNION ALL
SELECT i.ord, m.id, m.seq, m.created_at, t.version, false, m.text, m.findings::text
FROM incoming i
JOIN tickets_message m ON m.ticket_id = i.ticket AND m.client_id = i.client
JOIN tickets_ticket t ON t.id = i.ticket
"""


@dataclass(slots=True)  # to freeze what is made for every message costs three times as much
class Entry:
    """One message to append. `text` and `findings` come from a `Screened`.

    What a customer is told passes the outbound guard here, whichever way it comes: raises
    `NeverAsked` unless a lead (`allowed_by`, a user's id) took it upon themselves. `earlier` are
    the messages just before it (`spoken.said_before`), for what is asked in pieces.
    """

    ticket: int
    kind: str
    author_kind: str
    author: int | None
    channel: str
    text: str
    findings: Sequence[dict[str, Any]]
    at: datetime
    client_id: UUID | None = None
    state: str = "sent"
    data: dict[str, Any] = field(default_factory=dict)
    allowed_by: int | None = None
    earlier: Sequence[Said] = ()

    def __post_init__(self) -> None:
        to_customer = self.kind == "message" and self.author_kind != "customer"
        if to_customer and self.allowed_by is None:
            demand_askable(self.text, earlier=self.earlier)


@dataclass(slots=True)
class Appended:
    """Where an entry came to stand. One that was there already is not `created`, and has the
    `text` and `findings` that are stored: it may have been masked since."""

    id: int
    seq: int
    at: datetime
    version: int
    created: bool
    text: str | None = None
    findings: Sequence[dict[str, Any]] | None = None


def findings_of(text: Screened) -> list[dict[str, Any]]:
    """Findings as stored beside the text: kind, action and where the mask stands; and the
    text's links, each with its verdict."""
    secrets = [
        {
            "kind": str(f.kind),
            "action": str(f.action),
            "start": f.stored_start,
            "end": f.stored_end,
            "fingerprint": f.fingerprint,
        }
        for f in text.findings
    ]
    return secrets + link_findings(text.text)


def lock_parameters(entries: Sequence[Entry]) -> dict[str, Any]:
    return {"tickets": sorted({entry.ticket for entry in entries})}


def append_parameters(entries: Sequence[Entry], address: str | None = None) -> dict[str, Any]:
    """Column arrays for APPEND. Entries must not repeat a (ticket, client_id) pair.

    `address` is where a member of staff wrote from, for the audit row.
    """
    columns: dict[str, list[str | None]] = {
        "ticket": [str(e.ticket) for e in entries],
        "kind": [e.kind for e in entries],
        "author_kind": [e.author_kind for e in entries],
        "author": [None if e.author is None else str(e.author) for e in entries],
        "channel": [e.channel for e in entries],
        "text": [e.text for e in entries],
        "findings": [json.dumps(list(e.findings)) if e.findings else "[]" for e in entries],
        "data": [json.dumps(e.data) if e.data else "{}" for e in entries],
        "client": [e.client_id.hex if e.client_id else None for e in entries],
        "state": [e.state for e in entries],
        "at": [e.at.isoformat() for e in entries],
    }
    arrays = {name: _array(values) for name, values in columns.items()}
    return {"address": address, "never": NEVER, **arrays}


def _array(values: Sequence[str | None]) -> str:
    """An array as PostgreSQL reads it (manual, 8.15.2): a tenth of what psycopg's lists cost."""
    if None in values:
        return "{" + ",".join("NULL" if v is None else _quoted([v]) for v in values) + "}"
    return "{" + (_quoted(cast("Sequence[str]", values)) if values else "") + "}"


def _quoted(values: Sequence[str]) -> str:
    """All at once, with a mark between that no text may have: PostgreSQL does not take it."""
    whole = "\0".join(values)
    if whole.count("\0") >= len(values):
        raise ValueError("a NUL in what is to be stored")
    whole = whole.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + whole.replace("\0", '","') + '"'


def placed(rows: Sequence[Sequence[Any]], count: int) -> list[Appended | None]:
    """The rows that APPEND returned, by entry; None where the ticket is gone or closed."""
    result: list[Appended | None] = [None] * count
    for ord_, id_, seq, at, version, created, text, findings in rows:
        found = None if findings is None else json.loads(findings)
        result[ord_ - 1] = Appended(id_, seq, at, version, created, text, found)
    return result
