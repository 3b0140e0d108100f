"""What a customer wanted frozen is frozen as soon as they proved that it is they."""

from datetime import timedelta

from django.urls import reverse

from octant.core.takeover.services.freezing import allow, carry_out
from octant.core.tickets.models import Ticket
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

# Whoever comes back within this time, to a freeze the worker made meanwhile, sees it.
JUST_NOW = timedelta(minutes=10)


def after_step_up(ticket: Ticket) -> str:
    """Freeze if it was wanted; the customer goes on to the page that says so."""
    ticket.refresh_from_db()
    try:
        case = allow(ticket=ticket)
    except NotAllowed:
        return ""
    if case is None or (case.frozen_at and case.frozen_at < now() - JUST_NOW):
        return ""
    carry_out(case.pk)
    return reverse("takeover")
