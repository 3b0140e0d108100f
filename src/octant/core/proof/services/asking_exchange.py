"""The exchange's own confirmation: it asks its customer in its own app, we only look."""

from octant.core.exchange.port import CannotConfirm, ExchangeUnavailable, Question
from octant.core.exchange.selectors import exchange
from octant.core.proof.following import go_on
from octant.core.proof.models import StepUp
from octant.core.proof.services.stepping import confirm, settle
from octant.core.tickets.assurance import proof_of
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed

AT_ONCE = 20


def begin(*, step_up: StepUp, session: str) -> StepUp:
    """Have the exchange ask; pressing again asks once. Raises `CannotConfirm` where it cannot,
    `ExchangeUnavailable` where it does not answer."""
    ticket = step_up.ticket
    account = ticket.customer.exchange_account
    if not account:
        raise CannotConfirm("")
    question = exchange().ask(account, assurance=proof_of(ticket), key=step_up.public_id)
    StepUp.objects.filter(pk=step_up.pk, state=StepUp.State.ASKED).update(
        question=question.id, number=question.number, session=session
    )
    step_up.refresh_from_db(fields=["question", "number", "session"])
    return step_up


def look(*, step_up: StepUp) -> str:
    """Fetch the exchange's answer and settle the request by it; returns the state."""
    ticket = step_up.ticket
    answer = exchange().asked(
        ticket.customer.exchange_account, step_up.question, assurance=proof_of(ticket)
    )
    _settle(step_up, answer)
    step_up.refresh_from_db(fields=["state"])
    return step_up.state


def _settle(step_up: StepUp, answer: Question) -> None:
    if answer.state == "confirmed":
        confirm(step_up=step_up, method="exchange", session=step_up.session)
        go_on(step_up.ticket)
    elif answer.state in ("refused", "expired"):
        settle(step_up=step_up, state=answer.state)


def tend() -> int:
    """What the worker does every few seconds: answers that no page waited for, and requests
    whose time is over. Returns how many requests ended."""
    rows = StepUp.objects.filter(state=StepUp.State.ASKED).order_by("ask_until")
    late = list(rows.filter(ask_until__lte=now())[:AT_ONCE])
    for each in late:
        settle(step_up=each, state=StepUp.State.EXPIRED)
    asked = rows.filter(ask_until__gt=now()).exclude(question="")
    ended = len(late)
    for each in asked.select_related("ticket__customer")[:AT_ONCE]:
        try:
            ended += look(step_up=each) != StepUp.State.ASKED
        except (Conflict, ExchangeUnavailable, NotAllowed):
            continue  # looked at again in a moment, until its time is over
    return ended
