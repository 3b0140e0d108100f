"""Measure the advisor: the first and second surface, and what was understood, against situations.

    python -m eval.advisor.run [--misses] [--fresh] [--data DIR]

Facts are the usual ones: agents on duty, no queue, the phone open. Misses are shown of the tuning
half only; of the half that was held out nothing but the counts.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SURFACES = {
    "H": "help_center", "C": "live_chat", "E": "email", "S": "social", "M": "community",
    "P": "phone", "L": "learn",
}  # fmt: skip
LEVELS = {"l": "low", "n": "normal", "h": "high", "c": "critical"}
SIZES = {"s": "simple", "m": "moderate", "x": "complex"}
WISHES = {"r": "read", "w": "write", "c": "chat", "v": "voice", "-": ""}
FIGURES = ("both", "first", "second", "urgency", "complexity", "preference")


@dataclass(frozen=True)
class Situation:
    text: str
    rule: str
    first: set[str]
    second: set[str]
    urgency: set[str]
    complexity: set[str]
    preference: set[str]


def situations(file: Path) -> list[Situation]:
    found: list[Situation] = []
    head: list[str] = []
    for line in filter(None, file.read_text("utf-8").splitlines()):
        if line.startswith("#"):
            head = [part.strip() for part in line[1:].split("|")]
            continue
        tables = (SURFACES, SURFACES, LEVELS, SIZES, WISHES)
        sets = [{t[c] for c in cell} for t, cell in zip(tables, head[1:6], strict=True)]
        found.append(Situation(line, head[0], *sets))
    return found


def measure(rows: list[Situation], language: str) -> tuple[Counter[str], list[str]]:
    from octant.core.advice.answer import advise
    from octant.core.advice.facts import Facts

    there = Facts(minutes=0, open=True, agents=3)
    usual = {key: Facts(minutes=0, open=True) for key in SURFACES.values()}
    usual |= {"live_chat": there, "phone": Facts(open=True)}
    right: Counter[str] = Counter()
    misses = []
    for row in rows:
        found = advise(row.text, language=language, facts=usual)
        first, second = (way.key for way in found.ways[:2])
        # Where both sets hold both, either order is right; a first one is never its own second.
        hits = {
            "first": first in row.first,
            "second": second in row.second,
            "urgency": found.read.urgency in row.urgency,
            "complexity": found.read.complexity in row.complexity,
            "preference": found.read.preference in row.preference,
        }
        hits["both"] = hits["first"] and hits["second"]
        right.update(name for name, hit in hits.items() if hit)
        if not all(hits.values()):
            wrong = ",".join(name for name, hit in hits.items() if not hit and name != "both")
            read = found.read
            got = (first, second, read.kind, read.urgency, read.complexity, read.preference)
            misses.append(f"{row.rule:16} {row.text}\n{'':17}[{wrong}] {got} {read.words}")
    return right, misses


def main() -> None:
    from octant.project.cli.django import SETTINGS

    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="show what the fresh set misses")
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from octant.core.routing.understanding import topics
    from octant.core.tickets import needs

    topics.set_known(_categories())
    needs.set_known({})
    print(f"{'':24}{'count':>6}" + "".join(f"{name:>12}" for name in FIGURES))
    for part in ("tuning", "held_out", "fresh", "second"):
        for code, language in (("en", "en"), ("zh", "zh-hans")):
            rows = situations(HERE / f"{part}.{code}.txt")
            right, misses = measure(rows, language)
            shares = "".join(f"{100 * right[name] / len(rows):>11.1f}%" for name in FIGURES)
            print(f"{part + ' ' + code:24}{len(rows):>6}{shares}")
            if (args.misses and part == "tuning") or (args.fresh and part == "fresh"):
                print("\n".join(misses))


def _categories() -> dict[str, tuple[str, ...]]:
    """The workspace's topics, read from its file: no database is needed to measure."""
    from octant.core.ports.workspace import workspace

    found: dict[str, tuple[str, ...]] = {}

    def add(rows: list[dict[str, object]], above: str) -> None:
        for row in rows:
            key = above + str(row["key"])
            found[key] = tuple(str(n) for n in dict(row["name"]).values())  # type: ignore[call-overload]
            add(list(row.get("children") or []), key + "/")  # type: ignore[call-overload]

    add(workspace().data("categories.yaml")["categories"], "")
    return found


if __name__ == "__main__":
    main()
