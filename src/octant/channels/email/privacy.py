"""Mails as they came and as they left: how long they are kept, and how they go."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.channels.email.models import Arrival, Outgoing
from octant.channels.email.services.keeping import forget_raw
from octant.core.ports.privacy import (
    Eraser,
    Holds,
    Kind,
    NotExported,
    Personal,
    Removed,
    Rows,
    Subject,
)

_UNSORTED = Q(state=Arrival.State.NEW)


def remove_arrivals(keys: list[Any]) -> Removed:
    """The bytes first, then the rows."""
    rows = list(Arrival.objects.filter(pk__in=keys))
    with transaction.atomic():
        forget_raw([row for row in rows if not row.gone])
        Arrival.objects.filter(pk__in=keys).delete()
    return Removed(len(rows))


def _held(holds: Holds) -> Q:
    return Q(ticket__customer__in=holds.customers) | Q(ticket__in=holds.tickets)


KINDS = (
    Kind(
        key="mail_originals",
        order=13,
        name=_("Mails as they came"),
        about=_("The sealed original of each mail; what it said stays on the ticket."),
        days=180,
        least=7,
        store=Rows(
            rows=lambda: Arrival.objects.exclude(_UNSORTED),
            at="received_at",
            held=_held,
            delete=remove_arrivals,
        ),
        batch=100,
    ),
    Kind(
        key="mails_out",
        order=14,
        name=_("Copies of mails that went out"),
        about=_("The sealed copy of each mail that we sent you."),
        days=90,
        least=7,
        store=Rows(
            rows=lambda: Outgoing.objects.exclude(state__in=["queued", "sending"]),
            at="created_at",
            customer="ticket__customer",
            ticket="ticket",
        ),
        batch=500,
    ),
)

PERSONAL = (
    Personal(
        "email.Letter",
        "mails",
        "message__ticket__customer",
        withheld=("arrival", "inline", "reasons", "verdict", "problems", "markers"),
    ),
)

NOT_EXPORTED = (
    NotExported("email.Arrival", "Sealed originals; what they say is in messages and mails."),
    NotExported("email.Outgoing", "Copies of messages that are in the export."),
    NotExported("email.BlockedSender", "Addresses that agents blocked; not a customer's own data."),
    NotExported("email.FetchedBox", "How far our own mailboxes were read."),
    NotExported("email.MailConsent", "How we sign in to our own mailboxes."),
    NotExported("email.Wording", "What our automatic mails say; of nobody."),
    NotExported("email.Suppressed", "A keyed hash of an address that mail came back from."),
)


def _arrivals(subject: Subject, limit: int) -> Removed:
    mine = Q(ticket__in=subject.tickets)
    for address in subject.emails:
        mine |= Q(sender__iexact=address)
    keys = list(Arrival.objects.filter(mine).values_list("pk", flat=True)[:limit])
    if keys:
        remove_arrivals(keys)
    return Removed(len(keys), more=len(keys) == limit)


ERASERS = (Eraser("mails", _("Mails as they came"), 15, _arrivals),)
