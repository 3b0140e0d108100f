"""Reads of the table of points, for leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from octant.core.advice import kept
from octant.core.advice.holding import broken
from octant.core.advice.models import ONLY, OwnPoints
from octant.core.advice.table import Cells, merged, parsed, written
from octant.core.people.access import may_lead
from octant.kit.errors import NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """`own`: the workspace's numbers; `changes`: those that leads chose. `unusable`: sentences, why
    these no longer go with the workspace's file, which then counts alone."""

    own: Cells
    changes: Cells
    seen: str
    unusable: tuple[str, ...]

    @property
    def chosen(self) -> Cells:
        return {**self.own, **self.changes}


def standing(reader: "User") -> Standing:
    """The table as it stands. Raises `NotAllowed` for who does not lead."""
    if not may_lead(reader):
        raise NotAllowed(_("Only leads change the points."))
    row = OwnPoints.objects.filter(key=ONLY).first()
    own = kept.own_cells()
    known = changes_of(row, own)
    wrong = broken(parsed(merged(kept.own_raw(), written(known)))) if known else []
    return Standing(own, known, version_of(row), tuple(wrong))


def changes_of(row: OwnPoints | None, own: Mapping[str, float]) -> Cells:
    """What of a row's changes still names a number and says something else."""
    said = row.changes if row else {}
    return {n: float(said[n]) for n in own if n in said and float(said[n]) != own[n]}


def version_of(row: OwnPoints | None) -> str:
    """What changes with every change; empty while there was none."""
    return row.changed_at.isoformat() if row and row.changes else ""
