"""Who worked when, and which agent was offered which chat: about staff, not customers."""

from django.utils.translation import gettext_lazy as _

from octant.core.ports.privacy import Kind, NotExported, Rows
from octant.core.routing.models import Duty

KINDS = (
    Kind(
        key="duty",
        name=_("Hours on duty"),
        about=_("When agents were on duty, and what they could answer."),
        days=400,
        least=7,
        private=True,
        store=Rows(rows=Duty.objects.all, at="until"),
        batch=1000,
    ),
)

NOT_EXPORTED = (
    NotExported("routing.AgentState", "The presence and skills of an agent."),
    NotExported("routing.Duty", "When an agent was on duty."),
    NotExported("routing.Shift", "The working hours of an agent."),
    NotExported("routing.Offer", "Which agent was asked to take a chat; goes with the ticket."),
)
