"""What must hold whatever the points: the mission's rules as sums of points.

A surface's score is a sum with one term a factor, and factors vary freely. So the most by which one
surface can come to stand above another is the sum of the most that each factor can give: these
checks speak of every case there is, not of some that were tried.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from octant.core.advice.table import LIVE, NEVER, PUBLIC, RANKED, Table, parsed
from octant.core.routing.understanding import COMPLEXITIES, PREFERENCES, URGENCIES
from octant.kit.errors import DomainError

_ANY_PREFERENCE = ("", *PREFERENCES)
_UNSPOKEN = tuple(each for each in _ANY_PREFERENCE if each != "voice")


def table_of(raw: Any) -> Table:
    """A table that may be used. Raises `DomainError` that names what is wrong."""
    found = parsed(raw)
    if wrong := broken(found):
        raise DomainError(wrong[0], code="rule_broken")
    return found


def broken(found: Table) -> list[str]:
    """What would no longer hold, each as a sentence."""
    return [sentence for rule in _RULES for sentence in rule(found)]


def _lead(
    found: Table,
    key: str,
    other: str,
    *,
    urgencies: Sequence[str] = URGENCIES,
    complexities: Sequence[str] = COMPLEXITIES,
    preferences: Sequence[str] = _ANY_PREFERENCE,
    kinds: Sequence[str] = (),
    asks: bool | None = None,
) -> float:
    """The most points by which `key` can stand above `other`, nobody waiting and all open. `asks`:
    whether free ways are asked for, and a voice is no use; None for either."""
    most = found.base[key] - found.base[other]
    chosen = {"urgency": urgencies, "complexity": complexities, "preference": preferences}
    for group, values in (*chosen.items(), ("kind", kinds or tuple(found.by["kind"]))):
        rows = [found.by[group][value] for value in values if value]
        gains = [row[key] - row[other] for row in rows]
        most += max([*gains, 0.0] if "" in values else gains)
    free, no_voice = (each[key] - each[other] for each in (found.free, found.no_voice))
    if asks is None:
        return most + max(free, 0.0) + max(no_voice, 0.0)
    return most + free + max(no_voice, 0.0) if asks else most


def _private_stays_private(found: Table) -> list[str]:
    waits = max(found.waiting["most"], *found.closed.values())
    for public in PUBLIC:
        for key in (each for each in RANKED if each not in PUBLIC):
            if _lead(found, public, key) + NEVER + (waits if key in LIVE else 0.0) >= 0:
                return [
                    _(
                        "Public places must never stand before a private way in personal or urgent "
                        "matters; with points this far apart they could."
                    )
                ]
    return []


def _danger_comes_first(found: Table) -> list[str]:
    danger: dict[str, Any] = {"urgencies": ("critical",), "kinds": ("takeover",)}
    usual: dict[str, Any] = {"complexities": ("moderate",), "preferences": ("",), "asks": False}
    for key in (each for each in RANKED if each not in LIVE):
        late = _lead(found, key, "live_chat", **danger) >= 0
        if late or _lead(found, key, "phone", **danger, **usual) >= 0:
            return [
                _(
                    "Where an account may be in other hands it is frozen first, and chat and phone "
                    "come right after: no other way may stand before them."
                )
            ]
    return []


def _free_before_paid(found: Table) -> list[str]:
    unspoken = _lead(found, "phone", "live_chat", preferences=_UNSPOKEN)
    if unspoken <= 0 and _lead(found, "phone", "live_chat", asks=True) <= 0:
        return []
    return [
        _(
            "Free ways stand before paid ones: the phone may stand before the chat only for those "
            "who want to speak, and never for those who asked for a free way."
        )
    ]


def _urgency_helps_live(found: Table) -> list[str]:
    """From one urgency to the next no surface may gain more than each of the live ones."""
    rows = found.by["urgency"]
    for lower, higher in pairwise(URGENCIES):
        gains = {key: rows[higher][key] - rows[lower][key] for key in RANKED}
        least = min(gains[key] for key in LIVE)
        others = max(gains[key] for key in RANKED if key not in LIVE)
        if gains["live_chat"] != gains["phone"] or others > least:
            return [
                _("More urgency must help the live surfaces most, and both alike: see %(name)s.")
                % {"name": higher}
            ]
    return []


def _waiting_costs(found: Table) -> list[str]:
    falls = [found.closed[urgency] for urgency in URGENCIES]
    if sorted(falls) != falls or min(*falls, *found.waiting.values()) < 0:
        return [
            _("Waiting and closed lines may only cost points, and no less where it is more urgent.")
        ]
    return []


_RULES: tuple[Callable[[Table], list[str]], ...] = (
    _private_stays_private,
    _danger_comes_first,
    _free_before_paid,
    _urgency_helps_live,
    _waiting_costs,
)
