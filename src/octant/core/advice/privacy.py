"""Which way was advised: the asker is a keyed hash of one day, until a ticket follows."""

from django.utils.translation import gettext_lazy as _

from octant.core.advice.models import Given
from octant.core.ports.privacy import Kind, Personal, Rows

KINDS = (
    Kind(
        key="advice",
        name=_("Counts of advice"),
        about=_("Which way to us was advised and used, without your words."),
        days=400,
        least=7,
        store=Rows(rows=Given.objects.all, at="at", customer="ticket__customer", ticket="ticket"),
        batch=1000,
    ),
)

PERSONAL = (Personal("advice.Given", "advice", "ticket__customer", withheld=("asker", "ticket")),)
