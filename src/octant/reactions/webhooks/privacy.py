"""Calls to the operator's systems name a ticket and what was frozen."""

from django.utils.translation import gettext_lazy as _

from octant.core.ports.privacy import Eraser, Kind, Removed, Rows, Subject
from octant.reactions.webhooks.models import Call

KINDS = (
    Kind(
        key="webhook_calls",
        name=_("Messages to the operator's own systems"),
        about=_("Notes about a ticket to the security team's systems; no text of yours."),
        days=90,
        least=7,
        private=True,
        store=Rows(rows=Call.objects.all, at="made_at"),
        batch=500,
    ),
)


def _calls(subject: Subject, limit: int) -> Removed:
    keys = list(
        Call.objects.filter(ticket__in=subject.public_ids).values_list("pk", flat=True)[:limit]
    )
    Call.objects.filter(pk__in=keys).delete()
    return Removed(len(keys), len(keys) == limit)


ERASERS = (Eraser("webhook_calls", _("Messages to the operator's own systems"), 45, _calls),)
