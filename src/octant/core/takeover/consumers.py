"""What other apps' events set in motion. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.proof.events import SteppedUp
from octant.core.takeover import rules
from octant.core.takeover.models import Case
from octant.core.takeover.services.cases import answer, open_case
from octant.core.takeover.services.freezing import allow
from octant.core.tickets import chats
from octant.core.tickets.events import TicketOpened
from octant.core.tickets.models import Message
from octant.kit.errors import NotAllowed


def on_event(name: str, payload: dict[str, Any]) -> None:
    """A ticket began: is it one? A customer proved it is they: freeze what they wanted frozen.
    An agent answered: the page is answered."""
    ticket = chats.by_pk(int(payload["ticket"]))
    if ticket is None:
        return
    if name == TicketOpened.__name__:
        if payload["category"] == rules.CATEGORY:
            open_case(ticket=ticket, source=Case.Source.CATEGORY)
        elif ticket.context.get("gave_away"):
            open_case(ticket=ticket, source=Case.Source.REPORT)
    elif name == SteppedUp.__name__:
        try:
            allow(ticket=ticket)  # the worker's tick carries it out
        except NotAllowed:
            return  # delivered so late that the confirmation is over
    else:
        message = Message.objects.filter(pk=payload["message"]).select_related("author").first()
        if message is not None and message.author is not None and message.author.is_staff:
            answer(ticket=ticket, actor=message.author)
