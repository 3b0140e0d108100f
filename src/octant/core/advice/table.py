"""The table of points: the product's, with the workspace's over it."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from octant.core.ports.surface import KEYS
from octant.core.ports.workspace import workspace
from octant.core.routing.understanding import COMPLEXITIES, PREFERENCES, URGENCIES
from octant.kit.errors import DomainError

RANKED = tuple(key for key in KEYS if key != "advisor")
LIVE = ("live_chat", "phone")
PUBLIC = ("social", "community")
KINDS = (
    "takeover", "trading", "missing", "locked_out", "slow", "suspicious", "complex", "in_public",
    "question", "learn", "strategy", "news",
)  # fmt: skip
MOST_POINTS = 500
Points = dict[str, float]


@dataclass(frozen=True)
class Table:
    """Points by factor, value and surface; waiting and closed as `data/table.yaml` explains."""

    base: Points
    by: dict[str, dict[str, Points]]  # urgency, complexity, preference, kind
    free: Points
    no_voice: Points
    waiting: Points
    closed: Points


_GROUPS = {
    "urgency": URGENCIES,
    "complexity": COMPLEXITIES,
    "preference": PREFERENCES,
    "kind": KINDS,
}


@cache
def table() -> Table:
    """The table of this process."""
    own = yaml.safe_load((Path(__file__).parent / "data" / "table.yaml").read_text("utf-8"))
    return table_of(merged(own, workspace().data("advice.yaml") or {}))


def merged(under: Any, over: Any) -> Any:
    """`over` on `under`, to the last number."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{k: merged(under.get(k), v) for k, v in over.items()}}


def table_of(raw: Any) -> Table:
    """Check a table. Raises `DomainError` that names what is wrong."""
    if not isinstance(raw, dict) or (strange := set(raw) - {*_GROUPS, *_PLAIN}):
        raise DomainError(_("Unknown part of the table: %(name)s") % {"name": strange or raw})
    by = {}
    for group, values in _GROUPS.items():
        rows = raw.get(group) or {}
        if strange := set(rows) - set(values):
            raise DomainError(_("Unknown part of the table: %(name)s") % {"name": strange})
        by[group] = {value: _points(rows.get(value), RANKED) for value in values}
    found = Table(by=by, **{name: _points(raw.get(name), keys) for name, keys in _PLAIN.items()})
    _must_be_monotone(found)
    return found


_PLAIN: dict[str, tuple[str, ...]] = {
    "base": RANKED,
    "free": RANKED,
    "no_voice": RANKED,
    "waiting": ("per_doubling", "doubling_minutes", "most"),
    "closed": URGENCIES,
}


def _points(raw: Any, keys: tuple[str, ...]) -> Points:
    raw = raw or {}
    for key, value in raw.items():
        known = key in keys and isinstance(value, int | float) and not isinstance(value, bool)
        if not known or abs(value) > MOST_POINTS:
            raise DomainError(
                _("Unknown part of the table: %(name)s") % {"name": f"{key}: {value}"}
            )
    return {key: float(raw.get(key, 0)) for key in keys}


def _must_be_monotone(found: Table) -> None:
    """From one urgency to the next no surface may gain more than each of the live ones."""
    rows = found.by["urgency"]
    for lower, higher in pairwise(URGENCIES):
        gains = {key: rows[higher][key] - rows[lower][key] for key in RANKED}
        least = min(gains[key] for key in LIVE)
        others = max(gains[key] for key in RANKED if key not in LIVE)
        if gains["live_chat"] != gains["phone"] or others > least:
            raise DomainError(
                _("More urgency must help the live surfaces most, and both alike: see %(name)s.")
                % {"name": higher}
            )
    falls = [found.closed[urgency] for urgency in URGENCIES]
    if sorted(falls) != falls or min(*falls, *found.waiting.values()) < 0:
        raise DomainError(_("Waiting and closed lines may only cost points."))
