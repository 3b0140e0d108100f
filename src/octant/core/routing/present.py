"""What is going on now, as leads see it: who waits, what is late, who is here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from octant.core.routing.board import OPEN_CAP, QueueNumbers, queue_numbers, queues
from octant.core.routing.models import AgentState
from octant.core.routing.selectors import team_board
from octant.core.tickets.lists import Dues, due_counts

if TYPE_CHECKING:
    from octant.core.people.models import User

SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Board:
    """One moment. `load` and `capacity` are chats, of those who are here."""

    queues: list[QueueNumbers]
    people: list[AgentState]
    dues: Dues

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.queues)

    @property
    def waiting_since(self) -> datetime | None:
        return min((each.waiting_since for each in self.queues if each.waiting_since), default=None)

    @property
    def nobody(self) -> int:
        """Tickets that nobody has; a queue counts to 1000 at most."""
        return sum(each.open for each in self.queues)

    @property
    def here(self) -> list[AgentState]:
        return [each for each in self.people if each.presence == AgentState.Presence.ONLINE]

    @property
    def load(self) -> int:
        return sum(each.load for each in self.here)  # type: ignore[attr-defined]

    @property
    def capacity(self) -> int:
        return sum(each.capacity for each in self.here)


def board(reader: "User") -> Board:
    """All of it, in six queries. Raises `NotAllowed` for who does not answer."""
    return Board(
        people=team_board(reader),
        queues=queue_numbers(queues()),
        dues=due_counts(reader, soon=SOON, cap=OPEN_CAP),
    )
