"""`octant advise`: one answer as a JSON object."""

from argparse import Namespace
from typing import Any

from octant.core.advice.answer import advise, as_json
from octant.core.safety.text import MAX_CHARS, screen
from octant.kit.search.text import has_han
from octant.project.ticks import worker_silent_seconds

SILENT_SECONDS = 60  # a worker that did nothing for longer does not run


def is_running() -> bool:
    """Whether the system runs: then who is on duty and how long queues are counts."""
    silent = worker_silent_seconds()
    return silent is not None and silent < SILENT_SECONDS


def answer(text: str, args: Namespace, *, live: bool) -> dict[str, Any]:
    """What `octant.core.advice.answer.as_json` says, in the language of the text."""
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
    return as_json(found, language)
