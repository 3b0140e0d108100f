"""Freeze an account: wanted, allowed, done. Each step is written down before the next, so that
a process that dies in between, or a button pressed twice, changes nothing."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from octant.core.exchange.port import ExchangeUnavailable, Frozen
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.outbox.services import publish, tell
from octant.core.ports.assurance import Assurance
from octant.core.safety import audit
from octant.core.takeover import rules
from octant.core.takeover.events import AccountFrozen, FreezeFailed
from octant.core.takeover.models import Case
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import event
from octant.kit.clock import now
from octant.kit.errors import NotAllowed, NotFound


@transaction.atomic
def want(*, ticket: Ticket) -> Case:
    """The customer pressed the button. Raises `NotAllowed` where no account is known for sure."""
    case = Case.objects.select_for_update().filter(ticket=ticket).first()
    if case is None:
        raise NotFound(_("There is no such case."))
    if not ticket.customer.exchange_account or ticket.assurance < Assurance.SIGNED_IN:
        raise NotAllowed(
            _("We cannot freeze an account from here unless you are signed in."), code="not_known"
        )
    if case.wanted_at is None:
        case.wanted_at = now()
        case.save(update_fields=["wanted_at"])
        event(ticket, "freeze_asked")
    return case


@transaction.atomic
def allow(*, ticket: Ticket) -> Case | None:
    """The ticket's customer proved that it is they: what they wanted may be done now.

    Answers nothing where nothing was wanted. Raises `NotAllowed` below STEPPED_UP.
    """
    case = Case.objects.select_for_update().filter(ticket=ticket, wanted_at__isnull=False).first()
    if case is None:
        return None
    if case.allowed_at is None:
        account = ticket.customer.exchange_account
        proof_of(ticket).demand(account, Assurance.STEPPED_UP, call="allow_freeze")
        case.account, case.allowed_at, case.due_at = account, now(), now()
        case.save(update_fields=["account", "allowed_at", "due_at"])
        audit.record(actor=None, verb="allow_freeze", subject=ticket)
    return case


def carry_out(case_id: int) -> Case:
    """Try it now, if it is allowed, due and not done. The exchange is called outside of any
    transaction; asking it twice freezes once."""
    if (case := _claim(case_id)) is None:
        return Case.objects.get(pk=case_id)
    # Proved when it was allowed: the proof need not hold until the exchange is back.
    proof = Assured(case.account, Assurance.STEPPED_UP, subject=case.ticket)
    reason = f"asked for by the customer on ticket {case.ticket.public_id}"
    try:
        frozen = exchange().freeze(case.account, assurance=proof, reason=reason)
    except ExchangeUnavailable as error:
        return _put_off(case, error)
    return _done(case, frozen)


@transaction.atomic
def _claim(case_id: int) -> Case | None:
    rows = Case.objects.select_for_update(skip_locked=True, of=("self",))
    due = rows.filter(pk=case_id, frozen_at=None, allowed_at__isnull=False, due_at__lte=now())
    case = due.select_related("ticket").first()
    if case is not None:
        case.tries, case.due_at = case.tries + 1, now() + rules.CLAIM
        case.save(update_fields=["tries", "due_at"])
    return case


@transaction.atomic
def _done(case: Case, frozen: Frozen) -> Case:
    row = Case.objects.select_for_update().get(pk=case.pk)
    if row.frozen_at is None:
        row.frozen_at, row.frozen = now(), list(frozen.what)
        row.due_at, row.error = None, ""
        row.save(update_fields=["frozen_at", "frozen", "due_at", "error"])
        event(case.ticket, "account_frozen", card="frozen")
        audit.record(actor=None, verb="freeze_account", subject=case.ticket, frozen=row.frozen)
        publish(AccountFrozen(case=row.pk, ticket=row.ticket_id, frozen=row.frozen))
    return row


@transaction.atomic
def _put_off(case: Case, error: ExchangeUnavailable) -> Case:
    """2, 4, 8 … seconds; at the end it stays in sight as failed, and the desk is told."""
    over = case.tries >= rules.MAX_FREEZE_TRIES
    wait = min(2**case.tries, rules.LONGEST_WAIT.total_seconds())
    due = None if over else now() + timedelta(seconds=wait)
    still = Case.objects.filter(pk=case.pk, frozen_at=None)
    if still.update(error=error.code[:60], due_at=due):
        if over:
            event(case.ticket, "freeze_failed", card="frozen")
            publish(FreezeFailed(case=case.pk, ticket=case.ticket_id))
        elif case.tries == 1:
            event(case.ticket, "freeze_delayed")
    return Case.objects.get(pk=case.pk)


@transaction.atomic
def try_again(*, ticket: Ticket) -> None:
    """Staff have one that failed for good tried anew."""
    failed = Case.objects.filter(
        ticket=ticket, allowed_at__isnull=False, frozen_at=None, due_at=None
    )
    if failed.update(due_at=now(), tries=0):
        Ticket.objects.filter(pk=ticket.pk).update(version=F("version") + 1)
        tell("desk", ticket=ticket.pk, version=ticket.version + 1)


def carry_out_due(limit: int = 20) -> int:
    """What the worker does: whatever is allowed and not done yet. Returns how many it tried."""
    due = Case.objects.filter(due_at__lte=now(), frozen_at=None).order_by("due_at")
    found = list(due.values_list("pk", flat=True)[:limit])
    for pk in found:
        carry_out(pk)
    return len(found)
