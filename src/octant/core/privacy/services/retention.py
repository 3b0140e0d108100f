"""Keeping nothing longer than its time: periods, and the batches that enforce them.

A batch removes rows and counts them in one transaction, so that a worker killed at any moment
leaves a run that the next one continues, with figures that are true.
"""

import time
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_lead
from octant.core.people.models import User
from octant.core.ports.privacy import Kind, register
from octant.core.privacy import periods
from octant.core.privacy.holding import holds, settle_holds
from octant.core.privacy.models import Period, Run
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed, NotFound

EVERY = timedelta(hours=24)
BUDGET_SECONDS = 10.0  # of one tick; other work of the worker goes on between


@transaction.atomic
def set_period(*, actor: User, kind: str, days: int) -> None:
    """Keep `kind` for so many days from now on. Raises `DomainError` outside its limits."""
    if not may_lead(actor):
        raise NotAllowed(_("Only leads may change how long data is kept."))
    known = next((k for k in register().kinds if k.key == kind and not k.fixed), None)
    if known is None:
        raise NotFound(_("There is no such kind of data."))
    if not known.least <= days <= known.most:
        raise DomainError(
            _("Choose from %(least)s to %(most)s days.")
            % {"least": known.least, "most": known.most},
            code="bad_period",
            field="days",
        )
    before = periods.days()[kind]
    row, _made = Period.objects.update_or_create(
        kind=kind, defaults={"days": days, "changed_by": actor, "changed_at": now()}
    )
    audit.record(
        actor=actor, verb="set_retention", subject=row, kind=kind, before=before, after=days
    )


def enforce(*, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Go on with the open run, or begin one if the last is a day old; returns rows removed."""
    run = _open_run()
    if run is None:
        return 0
    until, removed = time.monotonic() + budget_seconds, 0
    for kind in register().kinds:
        while kind.key not in run.done:
            done = batch(run_id=run.pk, kind=kind)
            if done is None:  # another worker is at it
                return removed
            removed += done
            run.refresh_from_db()
            if time.monotonic() > until:
                return removed
    Run.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now())
    return removed


def _open_run() -> Run | None:
    last = Run.objects.order_by("-started_at").first()
    if last is not None and (last.finished_at is None or last.started_at > now() - EVERY):
        return last if last.finished_at is None else None
    try:
        with transaction.atomic():
            return Run.objects.create(started_at=now())
    except IntegrityError:  # another worker began one at the same moment
        return Run.objects.filter(finished_at=None).first()


@transaction.atomic
def batch(*, run_id: int, kind: Kind) -> int | None:
    """Remove one batch of a kind and count it; None while another worker has the run."""
    run = Run.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
    if run is None:
        return None
    settle_holds()
    before = periods.before(periods.days()[kind.key])
    done = kind.store.remove(before, holds(), kind.batch)
    if done.rows:
        run.removed[kind.key] = run.removed.get(kind.key, 0) + done.rows
    if not done.more and kind.key not in run.done:
        run.done.append(kind.key)
    run.save(update_fields=["removed", "done"])
    return done.rows
