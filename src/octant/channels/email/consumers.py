"""What sets mails in motion. Handlers may run twice and must not mind.

Every process that publishes events reads this; what writes mails is read by the worker alone,
when there is one to write.
"""

from datetime import datetime
from typing import Any

from octant.channels.email.channel import KEY
from octant.channels.email.less import OPTIONAL
from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.core.people import reach
from octant.core.promises.events import CustomerReminded, PromiseAtRisk, TicketClosedUnanswered
from octant.core.promises.selectors import local_moment
from octant.core.tickets import chats
from octant.core.tickets.events import TicketSolved
from octant.core.tickets.services.returning import reopen_period

NEWS = (PromiseAtRisk, CustomerReminded, TicketClosedUnanswered, TicketSolved)
_KIND = {
    "PromiseAtRisk": Outgoing.Kind.STILL,
    "CustomerReminded": Outgoing.Kind.REMINDER,
    "TicketClosedUnanswered": Outgoing.Kind.CLOSED,
    "TicketSolved": Outgoing.Kind.SOLVED,
}


def on_message_sent(name: str, payload: dict[str, Any]) -> None:
    """An agent answered on a ticket that mail carries."""
    from octant.channels.email.services.replying import queue_reply

    if payload["channel"] == KEY:
        queue_reply(message_id=int(payload["message"]))


def on_ticket_split(name: str, payload: dict[str, Any]) -> None:
    """The originals of messages that went to another ticket are listed with that one."""
    letters = Letter.objects.filter(message__ticket=int(payload["into"]))
    Arrival.objects.filter(pk__in=letters.values("arrival")).update(ticket=int(payload["into"]))


def on_news(name: str, payload: dict[str, Any]) -> None:
    """Something about a mail ticket that its customer should know, once each."""
    from octant.channels.email.services.answering import tell

    ticket = chats.by_pk(int(payload["ticket"]))
    kind = _KIND[name]
    if ticket is None or ticket.channel != KEY or payload.get("by_customer"):
        return
    if ticket.live or _told(ticket.pk, kind, payload):  # in the chat they see it themselves
        return
    if kind in OPTIONAL and not reach.wants_mail(ticket.customer, reach.NEWS):
        return
    facts: dict[str, Any] = {"days": reopen_period().days}
    if closes := payload.get("closes_at"):
        moment = datetime.fromisoformat(str(closes))
        facts["closes"] = local_moment(moment, ticket.customer.timezone)
    tell(ticket=ticket, kind=kind, **facts)


def _told(ticket: int, kind: str, payload: dict[str, Any]) -> bool:
    """An event comes again after a crash; and what hurries twice is told once."""
    earlier = Outgoing.objects.filter(ticket=ticket, kind=kind).order_by("-pk").first()
    if earlier is None:
        return False
    if kind == Outgoing.Kind.STILL:
        return True
    answered = Outgoing.objects.filter(ticket=ticket, kind=Outgoing.Kind.REPLY, pk__gt=earlier.pk)
    return not answered.exists()
