"""Measure intake: after the form's questions, what would the agent's first message have to ask?

    python -m eval.intake.run [--misses] [--data DIR]

Each situation is what a customer writes, which needs of its topic that tells (judged by hand), and
what the customer answers where the form asks. The form's part is the product's own: the text is
screened as it is stored, and an answer becomes a line of the message. An agent must ask for a need
that neither the first words tell nor the form asked for. Misses are shown of the tuning half.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROUNDS = 6


@dataclass
class Situation:
    category: str
    told: set[str]
    text: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def situations(file: Path) -> list[Situation]:
    found: list[Situation] = []
    for line in filter(None, file.read_text("utf-8").splitlines()):
        if line.startswith("#"):
            category, told = (part.strip() for part in line[1:].split("|"))
            found.append(Situation(category, set(filter(None, map(str.strip, told.split(","))))))
        elif line.startswith(">"):
            need, _mark, answer = line[1:].partition(":")
            found[-1].answers[need.strip()] = answer.strip()
        else:
            found[-1].text = line
    return found


def measure(rows: list[Situation], language: str) -> tuple[Counter[str], list[str]]:
    """Counts of situations: `to_ask` (the aim is none), `in_vain` (the form asked for what was
    told), `unread` (an answer was not taken for one), `asked` (questions of the form), `bare`
    (what agents would ask for without the form)."""
    from octant.core.tickets.needs import needs_of

    counts: Counter[str] = Counter()
    misses = []
    for row in rows:
        needed = set(needs_of(row.category, row.text))
        asked, left = interview(row, language)
        to_ask = needed - row.told - (asked & row.answers.keys())
        in_vain = asked & row.told
        counts.update(to_ask=bool(to_ask), in_vain=bool(in_vain), unread=bool(left - to_ask))
        counts.update(asked=len(asked), bare=bool(needed - row.told), needs=len(needed))
        if to_ask or in_vain or left:
            told = f"to ask {sorted(to_ask)}, in vain {sorted(in_vain)}, unread {sorted(left)}"
            misses.append(f"  {row.category}: {row.text}\n    {told}")
    return counts, misses


def interview(row: Situation, language: str) -> tuple[set[str], set[str]]:
    """(what the form asked for, what it would still ask for after the answers)."""
    from django.utils import translation

    from octant.core.safety.text import screen
    from octant.core.tickets.asking import label
    from octant.core.tickets.intake import look

    text, asked = row.text, set()
    with translation.override(language):
        for _round in range(ROUNDS):
            found = look(category=row.category, text=screen(text).text, language=language)
            open_ = [need.name for need in found.missing]
            asked |= set(open_)
            need = next(
                (name for name in open_ if name in row.answers and label(name) not in text), ""
            )
            if not need:
                return asked, set(open_)
            text += f"\n{label(need)}: {row.answers[need]}"
    return asked, set(open_)


def main() -> None:
    from octant.project.cli.django import SETTINGS

    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from octant.core.tickets import needs

    needs.set_known({})  # the product's table: no database is needed to measure
    names = ("bare", "to_ask", "in_vain", "unread", "asked", "needs")
    print(f"{'':16}{'count':>6}" + "".join(f"{name:>9}" for name in names))
    for part in ("tuning", "held_out"):
        for code, language in (("en", "en"), ("zh", "zh-hans")):
            rows = situations(HERE / f"{part}.{code}.txt")
            counts, misses = measure(rows, language)
            print(
                f"{part + ' ' + code:16}{len(rows):>6}" + "".join(f"{counts[n]:>9}" for n in names)
            )
            if args.misses and part == "tuning":
                print("\n".join(misses))


if __name__ == "__main__":
    main()
