"""A lead takes it upon themselves that something is said which the outbound guard stops."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_lead
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.safety.guard import check_with
from octant.core.safety.text import Screened
from octant.core.tickets.models import Ticket
from octant.core.tickets.spoken import said_before
from octant.kit.errors import DomainError, NotAllowed

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Override:
    """A lead and their reason. Raises `NotAllowed` for others, `DomainError` without a reason."""

    lead: User
    reason: Screened

    def __post_init__(self) -> None:
        if not may_lead(self.lead):
            raise NotAllowed(_("Only a lead may let this through."))
        if not self.reason:
            raise DomainError(
                _("Give a reason; it is kept with your name."), code="no_reason", field="reason"
            )


def record_override(
    ticket: Ticket, override: Override, *, author: User, message: int, text: Screened
) -> None:
    """Note who let what through and why, where there was something to let through."""
    earlier = said_before(ticket.pk, message=message)
    kinds = sorted({str(ask.kind) for ask in check_with(text.text, earlier)})
    if kinds:
        audit.record(
            actor=override.lead,
            verb="guard_overridden",
            subject=ticket,
            kinds=kinds,
            reason=override.reason.text[:REASON_LENGTH],
            author=author.pk,
            message=message,
        )
