"""Which category a text belongs to: rules, the workspace's own names, and the trained model."""

import re
from dataclasses import dataclass
from functools import lru_cache

from octant.core.knowledge import generation
from octant.core.knowledge.models import Category
from octant.core.routing.understanding import trained
from octant.core.routing.understanding.signals import folded, topic_rules
from octant.kit.search.text import fold

# Points: of a pattern, of a category's own name, of a deeper category over its parent.
PATTERN, OWN_NAME, DEEPER = 2.0, 2.5, 0.25


@dataclass(frozen=True, slots=True)
class Topic:
    """`key` is empty where nothing tells it. `confidence`: 0 to 1; `by`: rules or model."""

    key: str
    confidence: float
    by: str
    words: tuple[str, ...] = ()


def topic_of(text: str) -> Topic:
    """The model's guess where it is sure enough, else what the rules say."""
    if (guess := trained.guess(text)) and guess.confidence >= trained.SURE:
        return Topic(guess.label, guess.confidence, "model")
    return by_rules(text)


def by_rules(text: str) -> Topic:
    """What the rules alone say."""
    read = folded(text)
    known = _names()
    points: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for key, patterns in topic_rules().items():
        if key not in known:
            continue
        for pattern in patterns:
            if matches := list(pattern.finditer(read)):
                worth = PATTERN + 0.3 * min(len(matches) - 1, 3)
                points[key] = points.get(key, 0) + worth + DEEPER * key.count("/")
                words.setdefault(key, []).append(matches[0][0][:40])
    for key, names in known.items():
        if said := next((name for name in names if _says(read, name)), ""):
            points[key] = points.get(key, 0) + OWN_NAME + DEEPER * key.count("/")
            words.setdefault(key, []).append(said)
    if not points:
        return Topic("", 0.0, "rules")
    best = max(points, key=lambda key: (points[key], key))
    rest = max((p for key, p in points.items() if key != best), default=0.0)
    return Topic(best, round(points[best] / (points[best] + rest), 3), "rules", tuple(words[best]))


def _says(read: str, name: str) -> bool:
    if name.isascii():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", read) is not None
    return name in read


_given: dict[str, tuple[str, ...]] | None = None


def set_known(names: dict[str, tuple[str, ...]] | None) -> None:
    """Use these categories and names instead of the database's (measurements)."""
    global _given
    _given = None if names is None else {key: _folded(row) for key, row in names.items()}


def _names() -> dict[str, tuple[str, ...]]:
    if _given is not None:
        return _given
    return _names_of(generation.current())


@lru_cache(maxsize=2)
def _names_of(at: int) -> dict[str, tuple[str, ...]]:
    """Names of each category in all languages, folded, of five letters or two characters up."""
    rows = Category.objects.values_list("key", "names")
    return {str(key): _folded(tuple((names or {}).values())) for key, names in rows}


def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    each = (fold(str(name)) for name in names)
    return tuple(n for n in each if len(n) >= (5 if n.isascii() else 2))
