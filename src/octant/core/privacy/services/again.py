"""Erase again whom a restored database brought back."""

from collections.abc import Iterator
from pathlib import Path

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from octant.core.people.models import Customer
from octant.core.privacy.erased_list import NAME, Line, mark_of, read
from octant.core.privacy.models import Erasure
from octant.core.privacy.services.erasing import OPEN
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.ids import spoken

log = structlog.get_logger()
AT_ONCE = 500


def erase_again() -> int:
    """Begin the erasure of everybody who is on the home's list and in the database; returns how
    many. Costs one query for 500 lines, so it runs often: whatever brought them back, `octant
    restore` or a database's own point in time, it needs nobody to think of it."""
    lines = read(Path(settings.OCTANT_HOME) / NAME)
    begun = 0
    for start in range(0, len(lines), AT_ONCE):
        begun += sum(_begin(each) for each in _back(lines[start : start + AT_ONCE]))
    if begun:
        log.warning("erased_people_were_back", count=begun)
    return begun


def _back(lines: list[Line]) -> Iterator[Customer]:
    marks = {(line.customer, line.mark) for line in lines}
    for customer in Customer.objects.filter(pk__in={line.customer for line in lines}):
        if (customer.pk, mark_of(customer.pk, customer.created_at)) in marks:
            yield customer


def _begin(customer: Customer) -> bool:
    """What is open already goes on by itself."""
    at = now()
    try:
        with transaction.atomic():
            Erasure.objects.filter(
                customer=customer, state=Erasure.State.WAITING, due_at__gt=at
            ).update(due_at=at)
            if Erasure.objects.filter(customer=customer, state__in=OPEN).exists():
                return False
            made = Erasure.objects.create(
                public_id=spoken(),
                customer=customer,
                by_customer=False,
                asked_at=at,
                due_at=at,
            )
            audit.record(actor=None, verb="erase_again", subject=made)
    except IntegrityError:  # another worker was faster
        return False
    return True
