"""What a customer says, seen together with what they said just before: the SQL and the thinking.

Used by the services over Django's connection and by the chat writer over its own, both under
the lock on the ticket's row that appending takes (`writer.LOCK`): a part that another process
is about to store is either seen here, or stored after this one and then sees it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from octant.core.safety.text import Kind, Screened, screen_together
from octant.core.safety.text.seams import TAIL, may_go_on
from octant.core.tickets.writer import findings_of
from octant.kit.clock import now

LOOK_BACK_MESSAGES = 36  # a phrase has 25 words at most; some talk between them
LOOK_BACK_MINUTES = 60

_SAID = f"""
FROM unnest(%(tickets)s::bigint[], %(clients)s::uuid[]) AS t(id, client) CROSS JOIN LATERAL (
  SELECT id, seq, text, findings FROM tickets_message
  WHERE ticket_id = t.id AND kind = 'message' AND author_kind = 'customer'
    AND created_at >= %(since)s
  ORDER BY seq DESC LIMIT {LOOK_BACK_MESSAGES}
) m
WHERE NOT EXISTS (
  SELECT 1 FROM tickets_message WHERE ticket_id = t.id AND client_id = t.client)
"""
# The end of what each ticket's customer said, and whether anything was found in it.
TAILS = f"""
SELECT t.id, right(string_agg(right(m.text, {TAIL}), E'\\n' ORDER BY m.seq), {TAIL}),
  bool_or(m.findings <> '[]' AND jsonb_path_exists(m.findings, '$[*] ? (@.kind != "link")'))
{_SAID} GROUP BY t.id
"""
EARLIER = f"""
SELECT t.id, m.id, m.seq, m.text, m.findings::text,
  (SELECT subject FROM tickets_ticket WHERE id = t.id)
{_SAID} ORDER BY t.id, m.seq
"""
MASK_MESSAGE = """
UPDATE tickets_message SET text = %(text)s, findings = %(findings)s::jsonb WHERE id = %(id)s
"""
# What a form noted of the ticket's first words (`intake`) may hold the same part.
MASK_TICKET = """
UPDATE tickets_ticket SET version = version + 1, subject = coalesce(%(subject)s, subject),
  context = context - 'intake'
WHERE id = %(ticket)s
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier message of the customer, as it is stored."""

    id: int
    seq: int
    text: str
    findings: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Joined:
    """`last` is the new message as it may be stored; `parts` stand there already and are to be
    masked, with the `subject` if that was taken from one of them."""

    last: Screened
    parts: Sequence[Said] = ()
    subject: str | None = None


def look_back(messages: Mapping[int, UUID | None]) -> dict[str, Any]:
    """The parameters of TAILS and EARLIER: of each ticket the new message's client id, since
    what is stored already is not joined once more when it is sent again."""
    since = now() - timedelta(minutes=LOOK_BACK_MINUTES)
    return {"tickets": list(messages), "clients": list(messages.values()), "since": since}


def go_on(rows: Iterable[Sequence[Any]], texts: Mapping[int, str]) -> list[int]:
    """Those tickets of which TAILS says that the text may go on with a secret begun before."""
    return [
        ticket
        for ticket, tail, found in rows
        if may_go_on(tail, texts[ticket], found_before=bool(found))
    ]


def said_before(rows: Iterable[Sequence[Any]]) -> dict[int, tuple[str, list[Said]]]:
    """The rows of EARLIER by ticket: its subject, and what its customer said."""
    result: dict[int, tuple[str, list[Said]]] = {}
    for ticket, id_, seq, text, findings, subject in rows:
        said = Said(id_, seq, text, json.loads(findings))
        result.setdefault(ticket, (subject, []))[1].append(said)
    return result


def join(subject: str, earlier: Sequence[Said], text: Screened) -> Joined:
    """`text` seen together with what came before it."""
    *before, last = screen_together([*(said.text for said in earlier), text.text])
    parts = [(said, new) for said, new in zip(earlier, before, strict=True) if new.holds_secret]
    over = last.findings and (parts or any(new.findings for new in before))
    # A Chinese phrase without gaps is one only by the word that names it, in another message.
    named = Kind.SEED_PHRASE in last.kinds - text.kinds
    parts = parts if over else [each for each in parts if Kind.SEED_PHRASE in each[1].kinds]
    if not (over or named or parts):
        return Joined(text)  # nothing that another message has to do with
    masked = [Said(said.id, said.seq, new.text, _findings(said, new)) for said, new in parts]
    subjects = [each for said, new in parts if (each := _subject(subject, said.text, new.text))]
    return Joined(last, masked, subjects[-1] if subjects else None)


def mask_parameters(part: Said) -> dict[str, Any]:
    """The parameters of MASK_MESSAGE."""
    return {"id": part.id, "text": part.text, "findings": json.dumps(list(part.findings))}


def _findings(said: Said, new: Screened) -> list[dict[str, Any]]:
    """What was found in it before, whose place is not known any more; links are found anew."""
    kept = [found for found in said.findings if found.get("kind") != "link"]
    return [*({**found, "start": 0, "end": 0} for found in kept), *findings_of(new)]


def _subject(subject: str, text: str, masked: str) -> str | None:
    """The subject anew, if it was taken from this message."""
    if not subject or not " ".join(text.split()).startswith(subject):
        return None
    return " ".join(masked.split())[: len(subject)]
