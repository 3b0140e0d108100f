"""The one answer to "which channel?": for the contact page, the chat and programs."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from octant.core.advice import facts as moments
from octant.core.advice import words
from octant.core.advice.facts import Everywhere, Facts
from octant.core.advice.kept import table
from octant.core.advice.preparing import prepare
from octant.core.advice.ranking import Factor, Ranked, rank
from octant.core.ports.registry import surfaces
from octant.core.ports.surface import Surface
from octant.core.routing.understanding import Understanding, understand
from octant.core.safety.text import Screened


@dataclass(frozen=True, slots=True)
class Way:
    """One surface in its place."""

    key: str
    score: float
    why: tuple[str, ...]
    when: str
    wait_minutes: int | None
    cost: str
    prepare: tuple[str, ...]
    surface: Surface
    factors: tuple[Factor, ...]
    open: bool | None

    @property
    def available(self) -> bool:
        return bool(self.surface.available and self.surface.url)


@dataclass(frozen=True, slots=True)
class Advice:
    """What was understood, and the surfaces, best first. `instead`: where the best cannot be used
    now, a sentence that says so and names the next best."""

    understood: Understanding  # from the words alone
    read: Understanding  # with what the customer corrected
    ways: tuple[Way, ...]
    freeze_first: bool
    instead: str

    @property
    def first_usable(self) -> Way | None:
        return next((way for way in self.ways if way.available), None)


def advise(
    text: Screened | str,
    *,
    language: str,
    urgency: str = "",
    complexity: str = "",
    preference: str = "",
    category: str = "",
    live: bool = True,
    facts: Everywhere | None = None,
) -> Advice:
    """Rank the surfaces for what somebody writes. What the customer corrected stands above what
    was understood; `preference` "none" takes an understood one away."""
    said = text.text if isinstance(text, Screened) else text
    understood = understand(said, category=category)
    read = corrected(understood, urgency, complexity, preference)
    known = facts or moments.gather(
        category=read.category, language=language, kind=read.kind, live=live
    )
    by_key = {surface.key: surface for surface in surfaces()}
    with override(language):
        ways = tuple(
            _way(each, known.get(each.key, Facts()), said, read, language, by_key[each.key])
            for each in rank(read, known, table())
        )
        return Advice(understood, read, ways, read.kind == "takeover", _instead(ways, known, read))


def corrected(read: Understanding, urgency: str, complexity: str, preference: str) -> Understanding:
    """With what the customer set by hand."""
    return replace(
        read,
        urgency=urgency or read.urgency,
        complexity=complexity or read.complexity,
        preference="" if preference == "none" else preference or read.preference,
    )


def _way(
    each: Ranked, facts: Facts, text: str, read: Understanding, language: str, surface: Surface
) -> Way:
    return Way(
        key=each.key,
        score=each.score,
        why=tuple(words.why(each, facts)),
        when=words.when(each.key, facts),
        wait_minutes=facts.minutes,
        cost=words.cost(each.key, facts),
        prepare=tuple(prepare(each.key, text, read, language)),
        surface=surface,
        factors=each.factors,
        open=facts.open,
    )


_PREFERRED = {"read": "help_center", "write": "email", "chat": "live_chat", "voice": "phone"}


def _instead(ways: tuple[Way, ...], facts: Everywhere, read: Understanding) -> str:
    """Why the best, or the preferred, cannot serve, and what to do instead."""
    best = ways[0]
    usable = next((way for way in ways if way.available), None)
    if not best.available and usable is not None:
        return _(
            "%(best)s would suit you best, but cannot be used here yet. The next best is %(next)s."
        ) % {
            "best": best.surface.name,
            "next": usable.surface.name,
        }
    wanted = _PREFERRED.get(read.preference, "")
    if not wanted or wanted == best.key:
        return ""
    way = next(way for way in ways if way.key == wanted)
    reason = words.standing(wanted, facts.get(wanted, Facts())) or _against(way)
    if not reason:
        return ""
    return _("You would like %(wanted)s. %(reason)s That is why %(best)s stands first.") % {
        "wanted": way.surface.name,
        "reason": reason,
        "best": best.surface.name,
    }


def _against(way: Way) -> str:
    worst = min(way.factors, key=lambda factor: factor.points)
    return words.against(worst.name, worst.value) if worst.points < 0 else ""


def as_json(found: Advice, language: str = "") -> dict[str, Any]:
    """The answer for programs; keys as in the design, and `kind`, `words` (signal to the words that
    told it), `freeze_first`, `instead` beyond those."""
    read = found.read
    gap = "" if (language or get_language() or "").startswith("zh") else " "
    return {
        "urgency": read.urgency,
        "complexity": read.complexity,
        "preference": read.preference or None,
        "category": read.category or None,
        "channels": [
            {
                "key": way.key,
                "score": way.score,
                "why": gap.join(way.why),
                "wait_minutes": way.wait_minutes,
                "cost": way.cost,
                "prepare": list(way.prepare),
                "available": way.available,
                "when": way.when,
            }
            for way in found.ways
        ],
        "kind": read.kind,
        "words": read.words,
        "freeze_first": found.freeze_first,
        "instead": found.instead,
    }
