"""The table as each process has it: the product's, the workspace's file, what leads changed.

What leads changed lies in one row; a file in the home folder carries it to the processes, made by
`services.write_table` at every change and by the worker's tick, so that a change holds in all
processes of a node within a second and on other nodes within 30.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import structlog
import yaml
from django.conf import settings

from octant.core.advice.holding import table_of
from octant.core.advice.table import Cells, Table, cells, merged, written
from octant.core.ports.workspace import workspace
from octant.kit.errors import DomainError
from octant.kit.followed import Followed, write_whole

log = structlog.get_logger()
FILE = "advice.yaml"


@cache
def product_raw() -> Any:
    """The product's own table, as it is written."""
    return yaml.safe_load((Path(__file__).parent / "data" / "table.yaml").read_text("utf-8"))


@cache
def own_raw() -> Any:
    """With the workspace's file over it."""
    return merged(product_raw(), workspace().data(FILE) or {})


@cache
def own_table() -> Table:
    """What holds where no lead changed anything. Raises `DomainError` for a bad file."""
    return table_of(own_raw())


@cache
def own_cells() -> Cells:
    """The same, number by number."""
    return cells(own_raw())


def file() -> Path:
    """Where this node keeps what leads changed."""
    return Path(settings.OCTANT_HOME) / "index" / "advice.json"


def _read(data: bytes) -> Table | None:
    """The table with those changes; none where they no longer go with the workspace's file, which
    may have been written since: its own table then stands, and the desk says so."""
    try:
        return table_of(merged(own_raw(), written(json.loads(data))))
    except (ValueError, DomainError) as error:
        log.error("advice_changes_unusable", error=str(error))
        return None


@cache
def _followed(home: str) -> Followed[Table | None]:
    return Followed(file(), _read, None)


def table() -> Table:
    """The table that counts now."""
    return _followed(str(settings.OCTANT_HOME)).value() or own_table()


def write(changes: Cells) -> bool:
    """Put the changes where processes look; whether anything changed."""
    changed = write_whole(file(), json.dumps(changes, sort_keys=True).encode())
    if changed:
        _followed(str(settings.OCTANT_HOME)).forget()
    return changed
