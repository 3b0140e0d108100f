"""Where a ticket stands, in plain words for its customer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from octant.core.ports.registry import surfaces
from octant.core.promises.selectors import local_moment, promise_for
from octant.core.tickets.services.returning import reopens_until
from octant.kit.clock import now

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket

ENDED = ("solved", "closed")


@dataclass(frozen=True, slots=True)
class State:
    """`words`: where it stands. `promise`: what comes next and by when, empty if nothing is
    promised. `tone` colours it: info, ok, warn, or empty."""

    words: str
    promise: str
    tone: str
    ended: bool


def state_of(ticket: "Ticket") -> State:
    """No queries for a ticket that came with its customer and assignee."""
    ended = ticket.status in ENDED
    words, tone = _words(ticket)
    return State(words, _until(ticket) if ended else _promise(ticket), tone, ended)


def _words(ticket: "Ticket") -> tuple[str, str]:
    if ticket.merged_into_id is not None:
        return _("Goes on in another ticket of yours"), ""
    if ticket.live and ticket.assignee is not None:
        return _("In the chat with %(agent)s") % {"agent": ticket.assignee.shown_name}, "ok"
    if ticket.live:
        return _("In the queue of the chat"), "info"
    return {
        "new": (_("Received"), "info"),
        "open": (_("We are working on it"), "info"),
        "waiting": (_("We wait for your answer"), "warn"),
        "solved": (_("Solved"), "ok"),
    }.get(ticket.status, (_("Closed"), ""))


def _promise(ticket: "Ticket") -> str:
    if ticket.status == "waiting" or ticket.live:
        return ""  # the state says it, and the chat its own wait
    return promise_for(ticket).words


def _until(ticket: "Ticket") -> str:
    until = reopens_until(ticket)
    if ticket.merged_into_id is not None or until is None or until < now():
        return ""
    at = local_moment(until, ticket.customer.timezone)
    return _("Write until %(at)s, and it opens again.") % {"at": at}


def channel_names() -> dict[str, tuple[str, str]]:
    """(name, icon) of each surface by key."""
    return {surface.key: (str(surface.name), surface.icon) for surface in surfaces()}
