"""Who keeps the clocks of tickets, without tickets knowing them.

`core/promises` stands above tickets and registers here; whatever starts or stops a clock then
settles in its own transaction. Messages of chats are written in bulk by a process of their own:
they only mark the ticket (`clocks_stale`), and the worker settles it within a second.
"""

from collections.abc import Callable
from datetime import datetime

from octant.core.tickets.models import Ticket

Settler = Callable[[Ticket], None]
Beginner = Callable[[Ticket], Callable[[], None]]
Merger = Callable[[Ticket, Ticket], None]
Unsayer = Callable[[Ticket, datetime], None]
_settlers: list[Settler] = []
_beginners: list[Beginner] = []
_mergers: list[Merger] = []
_unsayers: list[Unsayer] = []


def keep_clocks(settle: Settler, begin: Beginner, merge: Merger, unsay: Unsayer) -> None:
    """Have `settle(ticket)` called when a ticket was changed, in that transaction, `begin(ticket)`
    before one is written, and what it returns once it is,
    `merge(ticket, into)` before the first goes on as the second, and `unsay(ticket, at)` when a
    reply of that moment is taken back. The rows are locked."""
    if settle not in _settlers:
        _settlers.append(settle)
        _beginners.append(begin)
        _mergers.append(merge)
        _unsayers.append(unsay)


def settle(ticket: Ticket) -> None:
    """Bring the clocks of a locked ticket up to date, and its columns in memory with them."""
    for each in _settlers:
        each(ticket)


def begin_clocks(ticket: Ticket) -> Callable[[], None]:
    """Set the columns of a ticket that is to be written with its customer's first words; call what
    is returned once it is. A row of that many indexes is written once, and not changed at once."""
    writers = [each(ticket) for each in _beginners]

    def write() -> None:
        for each in writers:
            each()

    return write


def merge_clocks(ticket: Ticket, into: Ticket) -> None:
    """Of two tickets that become one the earlier promise is kept."""
    for each in _mergers:
        each(ticket, into)


def unsay_clocks(ticket: Ticket, at: datetime) -> None:
    """What a reply ended, which is taken back before it left, runs on."""
    for each in _unsayers:
        each(ticket, at)
