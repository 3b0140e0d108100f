"""Leads change the table of points. Each change is audited and soon holds in every process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.advice import kept
from octant.core.advice.holding import table_of
from octant.core.advice.models import ONLY, OwnPoints
from octant.core.advice.selectors import version_of
from octant.core.advice.table import Cells, differences, written
from octant.core.people.access import may_lead
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import User


@transaction.atomic
def save_points(*, actor: "User", points: Mapping[str, float], seen: str) -> None:
    """Let these points count; what `points` leaves out is as in the workspace's own table. `seen`:
    the version that the lead began from.

    Raises `DomainError` with what would no longer hold, `Conflict` where somebody was faster."""
    _demand(actor)
    given = {**kept.own_cells(), **points}
    table_of(written(given))
    row = _locked(seen)
    before = dict(row.changes)
    row.changes = differences(given, kept.own_cells())
    if row.changes == before:
        return
    _keep(row)
    audit.record(actor=actor, verb="change_advice", subject=row, points=_told(before, row.changes))


@transaction.atomic
def restore_points(*, actor: "User", seen: str) -> None:
    """Let the workspace's own table count again. Raises `Conflict` where somebody was faster."""
    _demand(actor)
    row = _locked(seen)
    if not row.changes:
        return
    before, row.changes = dict(row.changes), {}
    _keep(row)
    audit.record(actor=actor, verb="restore_advice", subject=row, points=_told(before, {}))


def write_table() -> bool:
    """Bring the changes to where this node's processes look; whether anything changed."""
    row = OwnPoints.objects.filter(key=ONLY).first()
    if row is None and not kept.file().exists():
        return False
    return kept.write(row.changes if row else {})


def load_points(changes: Cells, mark: str) -> None:
    """For `files`: what a workspace's folder brings, over what stands here."""
    row, _new = OwnPoints.objects.get_or_create(key=ONLY, defaults={"changed_at": now()})
    if row.loaded != mark:
        row.changes, row.loaded = changes, mark
        _keep(row)


def _keep(row: OwnPoints) -> None:
    row.changed_at = now()
    row.save()
    transaction.on_commit(write_table)


def _locked(seen: str) -> OwnPoints:
    OwnPoints.objects.get_or_create(key=ONLY, defaults={"changed_at": now()})
    row = OwnPoints.objects.select_for_update().get(key=ONLY)
    if version_of(row) != seen:
        raise Conflict(_("Somebody changed the points meanwhile. Look at them as they are now."))
    return row


def _told(before: Cells, after: Cells) -> dict[str, list[float]]:
    """{number: [before, after]} of those that changed."""
    own = kept.own_cells()
    was, now_is = ({**own, **each} for each in (before, after))
    return {name: [was[name], now_is[name]] for name in own if was[name] != now_is[name]}


def _demand(actor: "User") -> None:
    if not may_lead(actor):
        raise NotAllowed(_("Only leads change the points."))
