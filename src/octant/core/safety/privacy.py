"""The audit trail and the counts of attempts."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.core.ports.privacy import (
    Eraser,
    Holds,
    Kept,
    Kind,
    NotExported,
    Personal,
    Removed,
    Rows,
    Subject,
)
from octant.core.safety.models import Attempt, AuditEntry

CUSTOMER, USER, TICKET = "people.customer", "people.user", "tickets.ticket"


def _held(holds: Holds) -> Q:
    def about(kind: str, ids: tuple[int, ...]) -> Q:
        return Q(subject_type=kind, subject_id__in=[str(pk) for pk in ids])

    return about(CUSTOMER, holds.customers) | about(TICKET, holds.tickets)


def _forget_addresses(keys: list[Any]) -> Removed:
    return Removed(AuditEntry.objects.filter(pk__in=keys).update(address=None))


KINDS = (
    Kind(
        key="audit",
        name=_("Audit trail"),
        about=_("What our staff and you changed: who, what and when, without message text."),
        days=1825,
        least=365,
        store=Rows(rows=AuditEntry.objects.all, at="at", held=_held),
        batch=500,
    ),
    Kind(
        key="audit_addresses",
        name=_("Network addresses in the audit trail"),
        about=_("From which network address such a change was made."),
        days=180,
        least=7,
        store=Rows(
            rows=lambda: AuditEntry.objects.exclude(address=None),
            at="at",
            held=_held,
            delete=_forget_addresses,
        ),
        batch=500,
    ),
    Kind(
        key="attempts",
        name=_("Counts of attempts"),
        about=_("How often something was tried, and under a mark that leads to nobody, by whom."),
        days=1,
        fixed=True,
        store=Rows(rows=Attempt.objects.all, at="at"),
        batch=1000,
    ),
)

PERSONAL = (
    Personal("safety.AuditEntry", "your_own_changes", "actor", user=True, withheld=("actor",)),
)

NOT_EXPORTED = (
    NotExported("safety.LinkRule", "Sites that leads allow or block; its person is a lead."),
)


def _audit(subject: Subject, limit: int) -> Removed:
    """What was done stays; everything that tells of whom or from where does not."""
    ids = {
        CUSTOMER: [subject.customer],
        USER: [subject.user] if subject.user else [],
        TICKET: subject.tickets,
    }
    about = Q(actor=subject.user) if subject.user else Q(pk__in=[])
    for kind, keys in ids.items():
        about |= Q(subject_type=kind, subject_id__in=[str(key) for key in keys])
    for word in (*subject.emails, *subject.accounts, *subject.public_ids):
        about |= Q(detail__account=word) | Q(detail__email=word) | Q(detail__ticket=word)
    open_ones = AuditEntry.objects.filter(about).exclude(detail={"erased": True})
    keys = list(open_ones.order_by("pk").values_list("pk", flat=True)[:limit])
    rows = AuditEntry.objects.filter(pk__in=keys)
    if subject.user:
        rows.filter(actor=subject.user).update(address=None)
    changed = rows.update(detail={"erased": True})
    return Removed(changed, changed == limit)


ERASERS = (Eraser("audit", _("Audit trail: details and addresses"), 50, _audit),)

KEPT = (
    Kept(
        "audit",
        _("What was done to the account and its tickets: what, when and by which member of staff"),
        _(
            "Staff must answer for what they did, and misuse may come to light years later. Only "
            "numbers that lead nowhere any more stand for the person."
        ),
    ),
)
