"""What becomes of an offer: accepted, declined, timed out, transferred, done."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.models import Team, User
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.rules import accept_timeout
from octant.core.routing.services.presence import set_presence
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import settle
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import event, note
from octant.core.tickets.services.lifecycle import assign
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotFound


@transaction.atomic
def accept(*, offer_id: int, agent: User) -> Ticket:
    """Take the chat. Accepting twice is the same as once; too late raises `Conflict`."""
    offer = _of(offer_id, agent)
    if offer.ended_at is not None:
        raise Conflict(_("This chat has gone to somebody else."), code="offer_gone")
    ticket = offer.ticket
    if offer.accepted_at is None:
        offer.accepted_at = now()
        offer.save(update_fields=["accepted_at"])
        assign(ticket=ticket, assignee=agent, actor=None)
        event(ticket, "accepted", actor=agent, name=agent.shown_name)
        audit.record(actor=agent, verb="accept_chat", subject=ticket)
        tell("queue", changed=ticket.queue)
    return ticket


@transaction.atomic
def decline(*, offer_id: int, agent: User) -> None:
    """Give the chat back; somebody else is asked."""
    offer = _of(offer_id, agent)
    if offer.ended_at is None and offer.accepted_at is None:
        _end(offer, "declined")
        audit.record(actor=agent, verb="decline_chat", subject=offer.ticket)


@transaction.atomic
def take(*, ticket: Ticket, agent: User) -> Ticket:
    """Pick a waiting live ticket from the queue by hand. Raises `Conflict` if it is taken."""
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    held = Offer.objects.select_for_update().filter(ticket=row, ended_at=None).first()
    if held is not None and held.agent_id == agent.pk:
        return accept(offer_id=held.pk, agent=agent)
    if row.assignee_id not in (None, agent.pk) or (held and held.accepted_at):
        raise Conflict(_("This chat has gone to somebody else."), code="offer_gone")
    if held is not None:
        _end(held, "taken")
    offer = Offer.objects.create(ticket=row, agent=agent, queue=row.queue, offered_at=now())
    return accept(offer_id=offer.pk, agent=agent)


def _of(offer_id: int, agent: User) -> Offer:
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("ticket")
        .filter(pk=offer_id, agent=agent)
        .first()
    )
    if offer is None:
        raise NotFound(_("There is no such offer."))
    return offer


def _end(offer: Offer, outcome: str) -> None:
    at = now()
    offer.ended_at, offer.outcome = at, outcome
    offer.save(update_fields=["ended_at", "outcome"])
    AgentState.objects.filter(user=offer.agent_id).update(idle_since=at)
    tell(f"user:{offer.agent_id}", offer_ended=offer.pk, ticket=offer.ticket_id)
    tell("queue", changed=offer.queue)


def expire_offers() -> int:
    """Take back offers that rang too long and set their agents away; returns how many."""
    ended = 0
    overdue = Offer.objects.filter(
        ended_at=None, accepted_at=None, offered_at__lt=now() - accept_timeout()
    )
    for pk in list(overdue.values_list("pk", flat=True)):
        ended += _expire(pk)
    return ended


@transaction.atomic
def _expire(pk: int) -> int:
    offer = (
        Offer.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("agent")
        .filter(pk=pk, ended_at=None, accepted_at=None)
        .first()
    )
    if offer is None:
        return 0
    _end(offer, "timeout")
    set_presence(user=offer.agent, presence=AgentState.Presence.AWAY)
    tell(f"user:{offer.agent_id}", set_away=True)
    return 1


@transaction.atomic
def end_offers(*, ticket_id: int, outcome: str = "done") -> None:
    """The chat is over: free whoever had it."""
    rows = Offer.objects.select_for_update().filter(ticket=ticket_id, ended_at=None)
    for offer in rows:
        _end(offer, outcome)


@transaction.atomic
def transfer(
    *,
    ticket: Ticket,
    actor: User,
    to_agent: User | None = None,
    to_team: Team | None = None,
    to_queue: str = "",
    reason: Screened | None = None,
) -> None:
    """Hand the ticket on, with a note for whoever gets it. Exactly one target."""
    if sum((to_agent is not None, to_team is not None, bool(to_queue))) != 1:
        raise DomainError(_("Choose one agent, team or queue to transfer to."), field="to")
    if to_agent is not None and to_agent.pk == actor.pk and ticket.assignee_id == actor.pk:
        raise DomainError(_("The ticket is already yours."), field="to")
    if reason:
        note(ticket=ticket, agent=actor, text=reason, mentions=(to_agent,) if to_agent else ())
    end_offers(ticket_id=ticket.pk, outcome="transferred")
    assign(ticket=ticket, assignee=None if ticket.live else to_agent, actor=actor)
    if to_queue or to_team:
        Ticket.objects.filter(pk=ticket.pk).update(
            team=to_team, **({"queue": to_queue} if to_queue else {})
        )
        settle(Ticket.objects.get(pk=ticket.pk))  # another queue may have another promise
    name = to_agent.shown_name if to_agent else to_team.name if to_team else to_queue
    event(ticket, "transferred", actor=actor, to=name)
    audit.record(actor=actor, verb="transfer", subject=ticket, to=name)
    if ticket.live and to_agent is not None:
        offer = Offer.objects.create(
            ticket=ticket, agent=to_agent, queue=ticket.queue, offered_at=now()
        )
        tell(f"user:{to_agent.pk}", offer=offer.pk, ticket=ticket.pk)
    ticket.refresh_from_db()
