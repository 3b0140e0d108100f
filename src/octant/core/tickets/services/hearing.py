"""What a customer says, looked at once more where one message alone does not tell.

A hash or a key: what is among the customer's own records is no secret. A recovery phrase sent
in parts: the messages before it are masked where they stand, and it never is stored whole.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from octant.core.outbox.services import tell
from octant.core.safety.text import Action, Screened, screen
from octant.core.safety.text.parts import may_be_part
from octant.core.tickets.joining import (
    EARLIER,
    MASK_MESSAGE,
    MASK_TICKET,
    TAILS,
    Joined,
    go_on,
    join,
    look_back,
    mask_parameters,
    said_before,
)
from octant.core.tickets.known import known_references
from octant.core.tickets.models import Ticket
from octant.core.tickets.writer import LOCK


def is_held(text: Screened) -> bool:
    """Whether `hear` may think otherwise of it."""
    return any(found.action is Action.HOLD for found in text.findings)


def hear(*, ticket: int, given: str, max_chars: int) -> Screened:
    """`given` as it may be stored on this ticket of its customer; may ask the exchange."""
    row = Ticket.objects.select_related("customer").get(pk=ticket)
    return screen(given, known=known_references(row), max_chars=max_chars)


@transaction.atomic
def with_earlier(*, ticket: int, text: Screened, client_id: UUID | None = None) -> Screened:
    """`text` seen together with what the customer said just before; parts of a secret that
    stand there already are masked.

    To be called in the transaction that stores `text`: the ticket stays locked, so that of two
    parts sent at once the later one sees the other.
    """
    if not may_be_part(text.text):
        return text
    _rows(LOCK, {"tickets": [ticket]})
    wanted = look_back({ticket: client_id})
    if not go_on(_rows(TAILS, wanted), {ticket: text.text}):
        return text
    subject, earlier = said_before(_rows(EARLIER, wanted))[ticket]
    joined = join(subject, earlier, text)
    if joined.parts:
        _mask(ticket, joined)
    return joined.last


def _mask(ticket: int, joined: Joined) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(MASK_MESSAGE, [mask_parameters(part) for part in joined.parts])
        cursor.execute(MASK_TICKET, {"ticket": ticket, "subject": joined.subject})
    tell(f"ticket:{ticket}", masked=[part.seq for part in joined.parts])


def _rows(statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows
