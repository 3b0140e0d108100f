"""The table of points: what stands in it, and how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from octant.core.ports.surface import KEYS
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
NEVER = -1000.0  # below everything that points can reach: `holding` sees to it
Points = dict[str, float]
Cells = dict[str, float]  # {"urgency.high.phone": 40.0}


@dataclass(frozen=True)
class Table:
    """Points by factor, value and surface; waiting and closed as `data/table.yaml` explains."""

    base: Points
    by: dict[str, dict[str, Points]]  # urgency, complexity, preference, kind
    free: Points
    no_voice: Points
    waiting: Points
    closed: Points


GROUPS = {
    "urgency": URGENCIES,
    "complexity": COMPLEXITIES,
    "preference": PREFERENCES,
    "kind": KINDS,
}
PLAIN: dict[str, tuple[str, ...]] = {
    "base": RANKED,
    "free": RANKED,
    "no_voice": RANKED,
    "waiting": ("per_doubling", "doubling_minutes", "most"),
    "closed": URGENCIES,
}


def merged(under: Any, over: Any) -> Any:
    """`over` on `under`, to the last number."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{k: merged(under.get(k), v) for k, v in over.items()}}


def parsed(raw: Any) -> Table:
    """What is written, part by part. Raises `DomainError` that names what is wrong."""
    if not isinstance(raw, dict) or (strange := set(raw) - {*GROUPS, *PLAIN}):
        raise DomainError(_("Unknown part of the table: %(name)s") % {"name": strange or raw})
    by = {}
    for group, values in GROUPS.items():
        rows = raw.get(group) or {}
        if strange := set(rows) - set(values):
            raise DomainError(_("Unknown part of the table: %(name)s") % {"name": strange})
        by[group] = {value: _points(rows.get(value), RANKED) for value in values}
    return Table(by=by, **{name: _points(raw.get(name), keys) for name, keys in PLAIN.items()})


def _points(raw: Any, keys: tuple[str, ...]) -> Points:
    raw = raw or {}
    for key, value in raw.items():
        known = key in keys and isinstance(value, int | float) and not isinstance(value, bool)
        # Written so that what is no number at all (.nan) is too much as well.
        if not known or not abs(value) <= MOST_POINTS:
            raise DomainError(
                _("Unknown part of the table: %(name)s") % {"name": f"{key}: {value}"}
            )
    return {key: float(raw.get(key, 0)) for key in keys}


def cell_names() -> Iterator[str]:
    """The name of every number, as `Cells` has them."""
    for group, values in GROUPS.items():
        yield from (f"{group}.{value}.{key}" for value in values for key in RANKED)
    for name, keys in PLAIN.items():
        yield from (f"{name}.{key}" for key in keys)


def cells(raw: Any) -> Cells:
    """Every number of a table as it is written; what is left out is 0."""
    found = parsed(raw)
    rows = {f"{g}.{v}": points for g, values in found.by.items() for v, points in values.items()}
    rows |= {name: getattr(found, name) for name in PLAIN}
    return {f"{row}.{key}": value for row, points in rows.items() for key, value in points.items()}


def written(given: Mapping[str, float]) -> dict[str, Any]:
    """As a file has it: whole numbers without a point; unknown names are left out."""
    raw: dict[str, Any] = {}
    for name in cell_names():
        if name in given:
            *path, last = name.split(".")
            into = raw
            for step in path:
                into = into.setdefault(step, {})
            value = given[name]
            into[last] = int(value) if value == int(value) else value
    return raw


def differences(given: Mapping[str, float], from_: Mapping[str, float]) -> Cells:
    """What is other in `given`."""
    return {name: value for name, value in given.items() if value != from_[name]}
