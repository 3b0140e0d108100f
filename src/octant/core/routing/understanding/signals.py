"""Which signals a text carries, and by which words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from octant.core.ports.workspace import workspace
from octant.kit.search.text import fold

LOOKED_AT = 6000  # characters; what matters stands at the beginning or the end
SHOUTED_LETTERS = 12
_DATA = Path(__file__).parent / "data"
# The workspace's own phrases, by the signal that each of its kinds stands for.
_PHRASES = {"compromised": "danger"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """All of `wanted` must be found and none of `unwanted`."""

    wanted: tuple[re.Pattern[str], ...]
    unwanted: tuple[re.Pattern[str], ...] = ()

    def found(self, text: str) -> str:
        if any(each.search(text) for each in self.unwanted):
            return ""
        matches = [each.search(text) for each in self.wanted]
        if not matches or not all(matches):
            return ""
        shortest = min((m[0] for m in matches if m), key=len)
        return " ".join(shortest.split())[:60] or "!"


def folded(text: str) -> str:
    """As the rules read it: lower case, simplified, no apostrophes, both ends of a long text."""
    if len(text) > LOOKED_AT:
        text = text[: LOOKED_AT * 2 // 3] + " " + text[-LOOKED_AT // 3 :]
    return " ".join(fold(text).replace("'", "").replace("’", "").split())


def signals(text: str) -> dict[str, str]:
    """Each signal of the text, with the first words that tell it."""
    read = folded(text)
    found = {}
    for name, rules in _rules().items():
        if words := next((w for rule in rules if (w := rule.found(read))), ""):
            found[name] = words
    if "calm" in found and "stress" in found and not _stressed_beside_calm(read):
        del found["stress"]
    if "stress" not in found and _shouted(text):
        found["stress"] = text.split()[0][:60]
    return found


def _stressed_beside_calm(read: str) -> bool:
    """Whether stress is told by other words than those of calm ("not urgent", "不急")."""
    for rule in _rules()["calm"]:
        for pattern in rule.wanted:
            read = pattern.sub(" ", read)
    return any(rule.found(read) for rule in _rules()["stress"])


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isascii() and c.isalpha()]
    loud = sum(c.isupper() for c in letters)
    return len(letters) >= SHOUTED_LETTERS and loud > 0.7 * len(letters)


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    raw = yaml.safe_load((_DATA / "signals.yaml").read_text("utf-8"))
    rules = {name: [_rule(entry) for entry in entries] for name, entries in raw.items()}
    own = workspace().raw.get("straight_through_phrases") or {}
    for kind, signal in _PHRASES.items():
        if words := _certain(own.get(kind) or {}):
            rules[signal].append(_rule("|".join(re.escape(word) for word in words)))
    return {name: tuple(found) for name, found in rules.items()}


def _certain(phrases: dict[str, list[str]]) -> list[str]:
    """A workspace's phrases; a single English word of them is too little to go by here."""
    every = (fold(phrase).replace("'", "") for row in phrases.values() for phrase in row)
    return [phrase for phrase in every if " " in phrase or not phrase.isascii()]


def _rule(entry: str | Sequence[str]) -> _Rule:
    parts = [entry] if isinstance(entry, str) else entry
    return _Rule(
        tuple(re.compile(p) for p in parts if not p.startswith("not:")),
        tuple(re.compile(p[4:]) for p in parts if p.startswith("not:")),
    )


@cache
def topic_rules() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Patterns of each category."""
    raw = yaml.safe_load((_DATA / "topics.yaml").read_text("utf-8"))
    return {key: tuple(re.compile(p) for p in entries) for key, entries in raw.items()}
