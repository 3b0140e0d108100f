"""Places of surfaces: points from the table, nothing else. Pure: no clock, no database."""

import math
from dataclasses import dataclass, field

from octant.core.advice.facts import Everywhere, Facts
from octant.core.advice.table import LIVE, NEVER, PUBLIC, RANKED, Table
from octant.core.routing.understanding import Understanding

# Free ways first where points are equal.
_ORDER = ("live_chat", "help_center", "email", "phone", "learn", "community", "social")


@dataclass(frozen=True, slots=True)
class Factor:
    """What counted for or against a surface: `name` of the factor, its value, and the points."""

    name: str
    value: str
    points: float


@dataclass(frozen=True, slots=True)
class Ranked:
    key: str
    score: float
    factors: tuple[Factor, ...] = field(default=())


def rank(read: Understanding, facts: Everywhere, table: Table) -> list[Ranked]:
    """All surfaces, best first. The same input always gives the same order."""
    found = [_scored(key, read, facts.get(key, Facts()), table) for key in RANKED]
    return sorted(found, key=lambda each: (-each.score, _ORDER.index(each.key)))


def _scored(key: str, read: Understanding, facts: Facts, table: Table) -> Ranked:
    factors = [Factor("base", "", table.base[key])]
    for group, value in (
        ("urgency", read.urgency),
        ("complexity", read.complexity),
        ("preference", read.preference),
        ("kind", read.kind),
    ):
        if value and (points := table.by[group][value][key]):
            factors.append(Factor(group, value, points))
    if read.free and table.free[key]:
        factors.append(Factor("free", "", table.free[key]))
    if read.no_voice and table.no_voice[key]:
        factors.append(Factor("no_voice", "", table.no_voice[key]))
    if key in LIVE and (lost := _waiting(facts, read.urgency, table)):
        name = "closed" if facts.open is False else "waiting"
        factors.append(Factor(name, "", -lost))
    if key in PUBLIC and private(read):
        factors.append(Factor("public", "", NEVER))
    return Ranked(key, round(sum(f.points for f in factors), 3), tuple(factors))


def private(read: Understanding) -> bool:
    """Whether the matter must not be told in public: urgent, or about somebody's own account."""
    if read.urgency in ("high", "critical"):
        return True
    return read.personal and read.kind not in ("strategy", "news", "learn")


def _waiting(facts: Facts, urgency: str, table: Table) -> float:
    """Points that waiting costs: nothing while unknown, never less for a longer wait."""
    about = table.waiting
    if facts.open is False:
        # Shut, with an hour at which it opens, counts by how much time there is; with nobody on
        # duty there is no such hour, and it counts as the longest queue does.
        return table.closed[urgency] if facts.opens_at else about["most"]
    if not facts.minutes:
        return 0.0
    doublings = math.log2(1 + facts.minutes / max(about["doubling_minutes"], 1.0))
    return min(about["most"], about["per_doubling"] * doublings)
