"""Events name tickets by number; those that could not be delivered would stay for ever."""

from django.utils.translation import gettext_lazy as _

from octant.core.outbox.models import Event
from octant.core.ports.privacy import Kind, Rows

KINDS = (
    Kind(
        key="events",
        name=_("Events that could not be delivered"),
        about=_("Notes between parts of our system; numbers, no text."),
        days=30,
        least=8,  # delivered ones go after seven (outbox.tasks)
        private=True,
        store=Rows(rows=Event.objects.all, at="at"),
        batch=500,
    ),
)
