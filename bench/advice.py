"""Time an answer to "which channel?": from a customer's sentence to ranked ways with reasons.

    python -m bench.advice [--times 5]

Every situation of eval/advisor in both languages, in one process, with the demo workspace and
agents on duty: as the page and the API ask, with the words alone and with meaning beside them. The
bare limit is the same sentences' understanding by rules alone, without facts, ranking or words.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.tables import percentile, show
from octant.kit.database import Server

SITUATIONS = Path(__file__).parents[1] / "eval" / "advisor"
P99_MS = 30  # without meaning


def main() -> None:
    """Set up a database with the demonstration, measure, print."""
    parser = argparse.ArgumentParser(description="Time the advisor.")
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as place:
        folder = Path(place)
        folder.chmod(0o711)
        with Server(folder / "db", folder / "socket") as database:
            os.environ |= {
                "DATABASE_URL": database.url,
                "OCTANT_HOME": str(folder / "home"),
                "OCTANT_LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "octant.project.settings",
            }
            show("advice", measure(times))


def situations() -> list[tuple[str, str]]:
    """(language, sentence) of all, each once."""
    found = {}
    for code, language in (("en", "en"), ("zh", "zh-hans")):
        for file in sorted(SITUATIONS.glob(f"*.{code}.txt")):
            for line in file.read_text("utf-8").splitlines():
                if line.strip() and not line.startswith("#"):
                    found[line.strip()] = language
    return [(language, text) for text, language in found.items()]


def measure(times: int) -> list[dict[str, Any]]:
    """One row a way of asking: p50, p99, queries, and the ratio to the bare limit's p50. With
    meaning each sentence is asked once."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext, override_settings

    from octant.core.advice.answer import advise
    from octant.core.people.models import User
    from octant.core.routing.services.presence import set_presence
    from octant.core.routing.understanding import understand
    from octant.core.routing.understanding.meaning import _model
    from octant.core.safety.text import screen
    from octant.kit.collecting import settle
    from octant.project.loading import load_workspace

    call_command("migrate", verbosity=0)
    load_workspace(demo=True)
    for agent in User.objects.filter(role__in=["agent", "lead"]):
        set_presence(user=agent, presence="online")
    asked = [(language, screen(text)) for language, text in situations()]
    settle()

    def answer(language: str, text: Any) -> object:
        return advise(text, language=language)

    def bare(language: str, text: Any) -> object:
        return understand(text.text, category="")

    rows = []
    for name, ask, meaning, aim in (
        ("understanding alone", bare, False, None),
        ("advice, without meaning", answer, False, P99_MS),
        ("advice, with meaning", answer, True, None),
    ):
        with override_settings(OCTANT_MEANING=meaning):
            _model.cache_clear()
            for each in asked[:20]:
                ask(*each)
            with CaptureQueriesContext(connection) as queries:
                ask(*asked[0])
            found = _spread(ask, asked, 1 if meaning else times)
        rows.append({"asked": name, **found, "queries": len(queries), "aim p99 ms": aim})
    for row in rows:
        row["over bare"] = round(row["p50 ms"] / rows[0]["p50 ms"], 2)
    connections.close_all()
    return rows


def _spread(
    ask: Callable[[str, Any], object], asked: list[tuple[str, Any]], times: int
) -> dict[str, Any]:
    took = []
    for _ in range(times):
        for each in asked:
            began = time.perf_counter()
            ask(*each)
            took.append(time.perf_counter() - began)
    return {
        "sentences": len(asked),
        "p50 ms": round(percentile(took, 0.5) * 1000, 2),
        "p99 ms": round(percentile(took, 0.99) * 1000, 2),
    }


if __name__ == "__main__":
    main()
