"""`octant advise`: one answer as a JSON object."""

from argparse import Namespace
from typing import Any

from octant.core.advice.answer import advise
from octant.core.safety.text import MAX_CHARS, screen
from octant.kit.search.text import has_han
from octant.project.ticks import worker_silent_seconds

SILENT_SECONDS = 60  # a worker that did nothing for longer does not run


def is_running() -> bool:
    """Whether the system runs: then who is on duty and how long queues are counts."""
    silent = worker_silent_seconds()
    return silent is not None and silent < SILENT_SECONDS


def answer(text: str, args: Namespace, *, live: bool) -> dict[str, Any]:
    """Keys as in the design: urgency, complexity, preference, category, channels; beyond those
    `kind`, `words` (signal to the words that told it), `freeze_first` and `instead`."""
    language = args.lang or ("zh-hans" if has_han(text) else "en")
    found = advise(
        screen(text[:MAX_CHARS]),
        language=language,
        urgency=args.urgency,
        complexity=args.complexity,
        preference=args.prefer,
        category=args.category,
        live=live,
    )
    read = found.read
    gap = "" if language.startswith("zh") else " "
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
