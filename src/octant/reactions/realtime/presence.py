"""Write down, now and then, who is connected: routing and chat read it from the tables."""

import asyncio

import structlog

from octant.core.people.access import ANSWERING
from octant.reactions.realtime import store
from octant.reactions.realtime.database import Reader
from octant.reactions.realtime.session import Session

log = structlog.get_logger()
EVERY_SECONDS = 15

_AGENTS = "UPDATE routing_agentstate SET seen_at = now() WHERE user_id = ANY(%s)"
_CUSTOMERS = "UPDATE tickets_ticket SET customer_online_at = now() WHERE id = ANY(%s) AND live"


async def run(sessions: set[Session], reader: Reader) -> None:
    """Note who is here until cancelled, and send away staff who may no longer be."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await note(sessions, reader)
        except Exception:
            log.exception("presence_failed")


async def note(sessions: set[Session], reader: Reader) -> None:
    """One round."""
    agents = sorted({s.user for s in sessions if s.user is not None})
    tickets = sorted({t for s in sessions if s.customer is not None for t in s.places})
    if agents:
        allowed = await store.staff_names(reader, agents, [str(r) for r in ANSWERING])
        await reader.rows(_AGENTS, (list(allowed),))
        for session in [s for s in sessions if s.user is not None and s.user not in allowed]:
            session.dismiss()
    if tickets:
        await reader.rows(_CUSTOMERS, (tickets,))
