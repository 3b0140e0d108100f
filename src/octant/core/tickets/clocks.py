"""Who keeps the clocks of tickets, without tickets knowing them.

`core/promises` stands above tickets and registers here; whatever starts or stops a clock then
settles in its own transaction. Messages of chats are written in bulk by a process of their own:
they only mark the ticket (`clocks_stale`), and the worker settles it within a second.
"""

from collections.abc import Callable
from datetime import datetime

from octant.core.tickets.models import Ticket

Settler = Callable[[Ticket, bool], None]
Merger = Callable[[Ticket, Ticket], None]
Unsayer = Callable[[Ticket, datetime], None]
_settlers: list[Settler] = []
_mergers: list[Merger] = []
_unsayers: list[Unsayer] = []


def keep_clocks(settle: Settler, merge: Merger, unsay: Unsayer) -> None:
    """Have `settle(ticket, new)` called when a ticket was changed or made, in that transaction,
    `merge(ticket, into)` before the first goes on as the second, and `unsay(ticket, at)` when a
    reply of that moment is taken back. The rows are locked."""
    if settle not in _settlers:
        _settlers.append(settle)
        _mergers.append(merge)
        _unsayers.append(unsay)


def settle(ticket: Ticket, *, new: bool = False) -> None:
    """Bring the clocks of a locked ticket up to date, and its columns in memory with them.
    `new`: it was made in this transaction, so none runs yet."""
    for each in _settlers:
        each(ticket, new)


def merge_clocks(ticket: Ticket, into: Ticket) -> None:
    """Of two tickets that become one the earlier promise is kept."""
    for each in _mergers:
        each(ticket, into)


def unsay_clocks(ticket: Ticket, at: datetime) -> None:
    """What a reply ended, which is taken back before it left, runs on."""
    for each in _unsayers:
        each(ticket, at)
