"""Ask a customer to prove again that it is they, and take the answer. Each answer counts once."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import publish
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.proof import limits, rules
from octant.core.proof.events import SteppedUp
from octant.core.proof.models import StepUp
from octant.core.safety import audit
from octant.core.safety.services.limiting import spend
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import assuring
from octant.core.tickets.services.conversation import event
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed
from octant.kit.ids import token

State = StepUp.State


def ask(*, ticket: Ticket, agent: User | None = None) -> StepUp:
    """Ask the ticket's customer; while a request is open, that one again.

    Raises `NotAllowed` for a customer who is not signed in: there is nobody whose proof could
    count. `agent` is nobody where the customer began it.
    """
    if ticket.assurance < Assurance.SIGNED_IN:
        raise NotAllowed(
            _("Only a customer who has signed in can be asked. Ask them to sign in first."),
            code="assurance_too_low",
        )
    if open_ := asked_on(ticket):
        return open_
    spend(limits.ASK_STEP_UP, str(ticket.pk))
    try:
        return _ask(ticket, agent)
    except IntegrityError:  # somebody else asked in the same moment
        found = asked_on(ticket)
        if found is None:
            raise
        return found


def asked_on(ticket: Ticket) -> StepUp | None:
    """The request that waits for the ticket's customer now."""
    rows = StepUp.objects.filter(ticket=ticket, state=State.ASKED, ask_until__gt=now())
    return rows.select_related("ticket__customer__user").first()


@transaction.atomic
def _ask(ticket: Ticket, agent: User | None) -> StepUp:
    at = now()
    # Only what is over makes room: one that somebody else asked just now stays.
    over = StepUp.objects.select_for_update().filter(ticket=ticket, state=State.ASKED)
    for late in over.filter(ask_until__lte=at):
        _end(late, State.EXPIRED)
    row = StepUp.objects.create(
        public_id=token(),
        ticket=ticket,
        asked_by=agent,
        asked_at=at,
        ask_until=at + rules.asked_for(),
    )
    about: dict[str, Any] = {"card": "confirm", "until": row.ask_until.isoformat()}
    if agent is None:
        event(ticket, "step_up_asked", outcome="own", **about)
    else:
        event(ticket, "step_up_asked", actor=agent, name=agent.shown_name, **about)
        audit.record(actor=agent, verb="ask_step_up", subject=ticket)
    return row


@transaction.atomic
def confirm(*, step_up: StepUp, method: str, session: str) -> StepUp:
    """The customer proved it by `method`: raise their ticket for a while.

    Once: a second answer to the same request finds it settled. Raises `Conflict` for one that
    is over.
    """
    row = _locked(step_up)
    if row.state == State.CONFIRMED and row.session == session:
        return row
    if row.state != State.ASKED or row.ask_until <= now():
        raise Conflict(
            _("This request is over. Ask for a new one in the chat."), code="step_up_over"
        )
    at, holds = now(), rules.holds()
    row.state, row.method, row.session = State.CONFIRMED, method, session
    row.confirmed_at, row.until = at, at + holds
    row.save(update_fields=["state", "method", "session", "confirmed_at", "until"])
    assuring.step_up(ticket=row.ticket, until=row.until)
    event(row.ticket, "stepped_up", outcome=method, minutes=_minutes(holds), card="over")
    audit.record(actor=None, verb="step_up", subject=row.ticket, method=method)
    publish(SteppedUp(ticket=row.ticket_id, step_up=row.pk))
    return row


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


@transaction.atomic
def note_wrong(*, step_up: StepUp) -> StepUp:
    """Count a wrong answer; after `rules.MAX_TRIES` the request is over."""
    row = _locked(step_up)
    if row.state == State.ASKED:
        row.tries += 1
        row.save(update_fields=["tries"])
        audit.record(actor=None, verb="step_up_wrong", subject=row.ticket, tries=row.tries)
        if row.tries >= rules.MAX_TRIES:
            _end(row, State.FAILED)
    return row


@transaction.atomic
def settle(*, step_up: StepUp, state: str) -> None:
    """End an open request as refused or expired."""
    row = _locked(step_up)
    if row.state == State.ASKED:
        _end(row, State(state))


@transaction.atomic
def end_of(*, user: int) -> int:
    """A user signed out: what they confirmed in a session ends with it. Returns how many."""
    rows = StepUp.objects.select_for_update(of=("self",)).filter(
        state=State.CONFIRMED, until__gt=now(), ticket__customer__user=user
    )
    ended = list(rows.select_related("ticket"))
    for row in ended:
        row.until = now()
        row.save(update_fields=["until"])
        assuring.end_step_up(ticket=row.ticket)
        event(row.ticket, "step_up_ended")
    return len(ended)


def _locked(step_up: StepUp) -> StepUp:
    rows = StepUp.objects.select_for_update(of=("self",)).select_related("ticket__customer")
    return rows.get(pk=step_up.pk)


def _end(row: StepUp, state: State) -> None:
    row.state = state
    row.save(update_fields=["state"])
    event(row.ticket, f"step_up_{state.value}", card="over")
