"""What other points would mean: places of surfaces now and then, for cases everybody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext as _

from octant.core.advice import kept
from octant.core.advice.facts import Facts
from octant.core.advice.holding import broken
from octant.core.advice.ranking import rank
from octant.core.advice.selectors import standing
from octant.core.advice.table import RANKED, Table, parsed, written
from octant.core.ports.registry import surfaces
from octant.core.routing.understanding import Understanding, understand
from octant.core.safety.labels import readable
from octant.core.safety.text import Screened

if TYPE_CHECKING:
    from octant.core.people.models import User

# An ordinary hour: somebody in the chat within two minutes, the line open.
ORDINARY = {key: Facts(minutes=0, open=True) for key in RANKED} | {
    "live_chat": Facts(minutes=2, open=True)
}


@dataclass(frozen=True, slots=True)
class Place:
    """A surface in its place. `by`: how many places higher than before (lower: negative)."""

    key: str
    name: Any
    by: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One case: the surfaces in their places, best first, as it is now and as it would be."""

    name: str
    text: str
    now: tuple[Place, ...]
    then: tuple[Place, ...]

    @property
    def changed(self) -> bool:
        return any(place.by for place in self.then)


@dataclass(frozen=True, slots=True)
class Trial:
    """`broken`: sentences, what would no longer hold; such points cannot be saved."""

    shown: tuple[Shown, ...]
    broken: tuple[str, ...]

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.shown)


def try_points(
    reader: "User", *, points: Mapping[str, float], sentence: Screened, language: str
) -> Trial:
    """What `points` would mean beside what counts now, for the known cases and for `sentence` (may
    be empty), at an ordinary hour. Nothing is stored. Raises `NotAllowed` and `DomainError`."""
    given = parsed(written({**standing(reader).own, **points}))
    cases = [(str(each["name"][language]), str(each["text"][language])) for each in _situations()]
    if sentence.text.strip():
        cases.insert(0, (_("Your sentence"), sentence.text.strip()))
    before = kept.table()
    shown = tuple(_shown(name, text, before, given) for name, text in cases)
    return Trial(shown, tuple(broken(given)))


@cache
def _situations() -> list[dict[str, Any]]:
    file = Path(__file__).parent / "data" / "situations.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return found


def _shown(name: str, text: str, before: Table, after: Table) -> Shown:
    read = understand(text)
    old, new = _order(read, before), _order(read, after)
    names = {surface.key: surface.name for surface in surfaces()}
    then = tuple(Place(key, names[key], old.index(key) - at) for at, key in enumerate(new))
    return Shown(name, readable(text), tuple(Place(key, names[key], 0) for key in old), then)


def _order(read: Understanding, table: Table) -> list[str]:
    return [each.key for each in rank(read, ORDINARY, table)]
