"""The table of points in a workspace folder: `advice.yaml`, only what differs from the product's.

Processes read the file of their own workspace when they start. Leads' changes go over it, and
`octant dump` writes both together. Another folder that is loaded brings its table as such changes.
"""

import hashlib
import json
from pathlib import Path

import yaml
from django.db import transaction

from octant.core.advice import kept
from octant.core.advice.holding import table_of
from octant.core.advice.models import ONLY, OwnPoints
from octant.core.advice.selectors import changes_of
from octant.core.advice.services.points import load_points
from octant.core.advice.table import cells, differences, merged, written
from octant.core.ports.workspace import workspace
from octant.kit.errors import DomainError

_HEAD = "# Points of each surface that differ from the product's (docs/how-to/advice.md).\n"


@transaction.atomic
def load_advice(folder: Path) -> int:
    """Bring the folder's table into use; returns how many numbers leads chose of those that count.
    A file that has not changed since it was last loaded changes nothing. Raises `DomainError`."""
    file = folder / kept.FILE
    if file.is_file():
        raw = merged(kept.product_raw(), yaml.safe_load(file.read_text("utf-8")) or {})
        try:
            table_of(raw)
        except DomainError as error:
            raise DomainError(f"{kept.FILE}: {error}", code=error.code) from error
        if folder.resolve() != workspace().folder.resolve():
            given = cells(raw)
            mark = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:32]
            load_points(differences(given, kept.own_cells()), mark)
    return len(_changes())


def dump_advice(folder: Path) -> int:
    """Write what counts now; returns how many numbers differ from the product's."""
    here = {**kept.own_cells(), **_changes()}
    changed = differences(here, cells(kept.product_raw()))
    file = folder / kept.FILE
    if changed or file.exists():
        body = yaml.safe_dump(written(changed), sort_keys=False, width=120)
        file.write_text(_HEAD + body, "utf-8")
    return len(changed)


def _changes() -> dict[str, float]:
    return changes_of(OwnPoints.objects.filter(key=ONLY).first(), kept.own_cells())
