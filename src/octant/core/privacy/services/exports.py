"""Exports: asked for, made by the worker, fetched by who asked, gone after a week."""

from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from octant.core.people.identities import ids_of
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.privacy.archive import archive
from octant.core.privacy.mail import tell_export
from octant.core.privacy.models import Export
from octant.core.privacy.periods import EXPORT_DAYS
from octant.core.privacy.proving import demand_admin, demand_owner
from octant.core.privacy.services.sights import note_sight
from octant.core.safety import audit, store
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotFound
from octant.kit.ids import token

log = structlog.get_logger()
MAX_TRIES = 5
CLAIM = timedelta(minutes=10)  # an export of a worker that died is made again after this


def ask_own(
    *, user: User, customer: Customer, level: Assurance, wait: timedelta = timedelta()
) -> Export:
    """The customer asks for all their data. It is made when `wait` is over; meanwhile they are
    mailed, and may stop it. Raises `NotAllowed` below the level needed."""
    demand_owner(user=user, customer=customer, level=level, call="export")
    return _ask(user, customer, wait)


def cancel_own(*, user: User, public_id: str) -> None:
    """Stop what was not begun. Raises `NotFound` for another's, or one that is made."""
    rows = Export.objects.filter(public_id=public_id, asked_by=user, customer__user=user)
    with transaction.atomic():
        row = rows.select_for_update(of=("self",)).filter(ready_at=None, tries=0).first()
        if row is None:
            raise NotFound(_("There is no such export."))
        audit.record(actor=user, verb="cancel_export", subject=row.customer)
        row.delete()


def ask_for(*, actor: User, customer: Customer) -> Export:
    """An administrator asks, for a customer who cannot sign in."""
    demand_admin(actor)
    return _ask(actor, customer, timedelta())


def _ask(user: User, customer: Customer, wait: timedelta) -> Export:
    """One on its way at a time: asking again finds it."""
    waiting = Export.objects.filter(customer=customer, asked_by=user, ready_at=None, error="")
    try:
        with transaction.atomic():
            made = Export.objects.create(
                public_id=token(),
                customer=customer,
                asked_by=user,
                asked_at=now(),
                due_at=now() + wait,
                expires_at=now() + wait + timedelta(days=EXPORT_DAYS),
            )
            audit.record(actor=user, verb="ask_export", subject=customer)
    except IntegrityError:
        if not wait:  # proved better than before: no more waiting
            waiting.filter(tries=0, due_at__gt=now()).update(due_at=now())
        return waiting.get()
    if wait:
        tell_export(user, due_at=now() + wait)
    return made


def make_due(limit: int = 3) -> int:
    """Make what is due; returns how many. A worker killed in the middle leaves it to the next."""
    made = 0
    for pk in _claim(limit):
        try:
            _make(Export.objects.select_related("customer", "asked_by").get(pk=pk))
            made += 1
        except Export.DoesNotExist:  # erased meanwhile
            continue
        except Exception as fault:
            log.exception("export_failed", export=pk)
            _failed(pk, fault)
    return made


@transaction.atomic
def _claim(limit: int) -> list[int]:
    due = Export.objects.select_for_update(skip_locked=True).filter(due_at__lte=now())
    rows = list(due.order_by("due_at")[:limit])
    for row in rows:
        row.due_at = now() + CLAIM
        row.tries += 1
        row.save(update_fields=["due_at", "tries"])
    return [row.pk for row in rows]


def _make(export: Export) -> None:
    covers = ids_of(export.customer)  # before: who is separated meanwhile is in it, and is seen
    with translation.override(export.asked_by.language):
        digest, size = store.put(archive(export.customer))
    done = Export.objects.filter(pk=export.pk, ready_at=None).update(
        digest=digest,
        size=size,
        covers=list(covers),
        ready_at=now(),
        due_at=None,
        expires_at=now() + timedelta(days=EXPORT_DAYS),
    )
    if not done:  # erased or made by another worker meanwhile: nobody names these bytes
        forget_bytes([digest])


def _failed(pk: int, fault: Exception) -> None:
    rows = Export.objects.filter(pk=pk)
    rows.filter(tries__gte=MAX_TRIES).update(due_at=None, error=type(fault).__name__[:100])
    rows.filter(tries__lt=MAX_TRIES).update(due_at=now() + timedelta(minutes=1))


def is_own(*, reader: User, public_id: str) -> bool:
    """Whether this is the reader's archive of themselves; then the level needed is asked for."""
    mine = Export.objects.filter(public_id=public_id, asked_by=reader)
    return mine.filter(customer__user=reader).exists()


def fetch(*, reader: User, public_id: str, level: Assurance) -> tuple[Export, Iterator[bytes]]:
    """The archive, for whoever asked for it and still may have it. Raises `NotFound` alike for
    none and another's; `NotAllowed` for its own person below the level needed; `DomainError`
    (410) when its time is over."""
    found = Export.objects.select_related("customer").filter(public_id=public_id).first()
    if found is None or found.asked_by_id != reader.pk or not found.digest:
        raise NotFound(_("There is no such export."))
    own = found.customer.user_id == reader.pk
    if own:
        demand_owner(user=reader, customer=found.customer, level=level, call="fetch_export")
    else:
        demand_admin(reader)
    if found.expires_at <= now() or set(found.covers) - set(ids_of(found.customer)):
        raise DomainError(
            _("This export has expired. Please ask for a new one."), code="expired", status=410
        )
    if not own:
        note_sight(agent=reader, customer=found.customer_id, what="export")
    audit.record(actor=reader, verb="fetch_export", subject=found.customer)
    return found, store.get(found.digest)


def forget_bytes(digests: list[str]) -> None:
    """Delete archives that no export names. An archive holds its own moment, so no other has
    the same bytes; a name is looked for all the same."""
    for digest in digests:
        if digest and not Export.objects.filter(digest=digest).exists():
            store.delete(digest)
