"""The personal data that this app itself keeps."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer
from octant.core.ports.privacy import (
    Eraser,
    Kept,
    Kind,
    NotExported,
    Personal,
    Removed,
    Rows,
    Subject,
)
from octant.core.privacy.holding import holds
from octant.core.privacy.models import Consent, Erasure, Export, Hold, Run, Sight
from octant.core.privacy.services.exports import forget_bytes


def _drop_exports(keys: list[int]) -> Removed:
    rows = Export.objects.filter(pk__in=keys)
    digests = list(rows.values_list("digest", flat=True))
    rows.delete()
    forget_bytes(digests)
    return Removed(len(keys))


KINDS = (
    Kind(
        key="exports",
        name=_("Exports of all data"),
        about=_("The archive with all your data, once you have asked for one."),
        days=0,
        fixed=True,
        store=Rows(rows=Export.objects.all, at="expires_at", delete=_drop_exports, customer=""),
    ),
    Kind(
        key="sights",
        name=_("Who saw which customer's data"),
        about=_("A note of which of our staff opened your data, and when."),
        days=365,
        least=30,
        store=Rows(rows=Sight.objects.all, at="at", customer="customer"),
    ),
    Kind(
        key="consents",
        name=_("Consents that were withdrawn"),
        about=_("What you agreed to and took back, so that we can show that you did."),
        days=1095,
        least=30,
        store=Rows(rows=Consent.objects.all, at="withdrawn_at", customer="customer"),
    ),
    Kind(
        key="privacy_runs",
        name=_("Reports of this page"),
        about=_("Figures of what was deleted when; they name nobody."),
        days=730,
        least=30,
        private=True,
        store=Rows(rows=lambda: Run.objects.exclude(finished_at=None), at="started_at"),
    ),
    Kind(
        key="erasures",
        name=_("Reports of erasures"),
        about=_("That an erasure was done and what it removed, without saying of whom."),
        days=1825,
        least=365,
        store=Rows(rows=Erasure.objects.all, at="ended_at"),
    ),
)

PERSONAL = (
    Personal("privacy.Consent", "consents", "customer", withheld=("customer",)),
    Personal(
        "privacy.Export",
        "exports",
        "customer",
        withheld=(
            "customer",
            "asked_by",
            "public_id",
            "digest",
            "due_at",
            "tries",
            "error",
            "covers",
        ),
    ),
    Personal(
        "privacy.Erasure",
        "erasure_requests",
        "customer",
        withheld=("customer", "asked_by", "confirmed_by", "subject", "done"),
    ),
    Personal(
        "privacy.Sight",
        "seen_by_staff",
        "customer",
        withheld=("customer", "agent", "hour"),
        more=lambda row: {"by": row.agent.shown_name if row.agent else ""},
    ),
)

NOT_EXPORTED = (
    NotExported("privacy.Period", "How long kinds of data are kept; its person is a lead."),
    NotExported(
        "privacy.Hold", "A legal hold is between us and a court; telling of it may be forbidden."
    ),
)


def _exports(subject: Subject, limit: int) -> Removed:
    rows = Export.objects.filter(customer=subject.customer)
    keys = list(rows.values_list("pk", flat=True)[:limit])
    return _drop_exports(keys) if keys else Removed(0)


def _consents(subject: Subject, limit: int) -> Removed:
    Hold.objects.filter(customer=subject.customer).exclude(lifted_at=None).delete()
    return Removed(Consent.objects.filter(customer=subject.customer).delete()[0])


def _sights(subject: Subject, limit: int) -> Removed:
    """Who looked stays; at whom and which ticket does not."""
    seen = Sight.objects.filter(customer=subject.customer).order_by("pk")
    keys = list(seen.values_list("pk", flat=True)[:limit])
    changed = Sight.objects.filter(pk__in=keys).update(customer=None, ticket="")
    return Removed(changed, changed == limit)


def _namesakes(subject: Subject, limit: int) -> Removed:
    """Guests who typed this person's address: whoever they are, the address goes. Their tickets
    stay, since a typed address proves nothing, and so does what a legal hold keeps."""
    if not subject.emails:
        return Removed(0)
    held, same = holds(), Q()
    for email in subject.emails:
        same |= Q(email__iexact=email)
    guests = Customer.objects.filter(same, user=None, exchange_account="")
    free = guests.exclude(pk__in=(subject.customer, *held.customers))
    if held.tickets:
        free = free.exclude(tickets__pk__in=held.tickets)
    keys = list(free.order_by("pk").values_list("pk", flat=True)[:limit])
    return Removed(Customer.objects.filter(pk__in=keys).update(email=""), len(keys) == limit)


ERASERS = (
    Eraser("exports", _("Exports of all data"), 10, _exports),
    Eraser("consents", _("Consents"), 11, _consents),
    Eraser("sights", _("Access log: made anonymous"), 60, _sights),
    Eraser("namesakes", _("The same address, typed by guests: their tickets stay"), 85, _namesakes),
)

KEPT = (
    Kept(
        "sights",
        _("That a member of staff opened a customer's data, without saying whose"),
        _("Staff must answer for what they looked at, whatever became of the customer."),
    ),
    Kept(
        "erasures",
        _("This report: when, by whose request, and how many rows"),
        _("We must be able to show that the request was carried out."),
    ),
)
