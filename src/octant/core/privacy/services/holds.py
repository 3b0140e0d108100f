"""Place and lift legal holds."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_lead
from octant.core.people.models import Customer, User
from octant.core.privacy.holding import settle_holds
from octant.core.privacy.models import Hold
from octant.core.safety import audit
from octant.core.safety.text import screen
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed, NotFound


@transaction.atomic
def place_hold(
    *, actor: User, reason: str, customer: Customer | None = None, ticket: Any = None
) -> Hold:
    """Keep everything of a customer, or one ticket, until the hold is lifted. Placing it again
    changes nothing. Raises `DomainError` without a reason."""
    if not may_lead(actor):
        raise NotAllowed(_("Only leads may place a legal hold."))
    reason = screen(reason.strip()[:300]).text
    if not reason:
        raise DomainError(_("Say why, so that it can be lifted one day."), field="reason")
    settle_holds()
    hold, made = Hold.objects.get_or_create(
        customer=customer,
        ticket=ticket,
        lifted_at=None,
        defaults={"reason": reason[:300], "placed_by": actor, "placed_at": now()},
    )
    if made:
        subject: Any = customer or ticket
        audit.record(actor=actor, verb="place_legal_hold", subject=subject)
    return hold


@transaction.atomic
def lift_hold(*, actor: User, hold_id: int) -> None:
    """Let time run again for what was held."""
    if not may_lead(actor):
        raise NotAllowed(_("Only leads may lift a legal hold."))
    hold = Hold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
    if hold is None:
        raise NotFound(_("There is no such hold."))
    hold.lifted_at = now()
    hold.save(update_fields=["lifted_at"])
    audit.record(actor=actor, verb="lift_legal_hold", subject=hold.customer or hold.ticket)
