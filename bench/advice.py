"""Time one answer to "which channel?", over the situations of eval/advisor in both languages.

    python -m bench.advice [--tickets 100000] [--rounds 3] [--database postgresql://…]

`service` is what page, JSON and `octant advise` stand on, screening included; `page` and `JSON` are
whole requests to the WSGI application. Facts are read each time: agents on duty, chats waiting.
Then the service once more with meaning, that is with the embedding model. The aim is the service's
without it. The bare limit is 50 rows by index over the same connection, as in the desk's bench.
"""

import argparse
import os
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from eval.advisor.run import HERE as SITUATIONS
from eval.advisor.run import situations

from bench.desk import bare, database, prepare, timed
from bench.tables import percentile, show

P99_MS = 30  # without embeddings
PARTS = ("tuning", "held_out", "fresh", "second")
LANGUAGES = {"en": "en", "zh": "zh-hans"}
WAITING = 40

_ON_DUTY = """
INSERT INTO routing_agentstate (user_id, presence, seen_at, capacity, skills, languages)
SELECT id, 'online', now() + interval '1 hour', 3, ARRAY(
  SELECT DISTINCT skill FROM knowledge_category WHERE skill <> ''), ARRAY['en', 'zh-hans']
FROM people_user WHERE role IN ('agent', 'lead') ON CONFLICT DO NOTHING
"""
_WAITING = """
UPDATE tickets_ticket SET live = true, assignee_id = NULL, status = 'open', waiting_since = now()
WHERE id IN (SELECT id FROM tickets_ticket ORDER BY id DESC LIMIT %s)
"""


def texts(code: str) -> list[str]:
    return [row.text for part in PARTS for row in situations(SITUATIONS / f"{part}.{code}.txt")]


def busy_desk() -> None:
    """Agents who are there, chats that wait."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ON_DUTY)
        cursor.execute(_WAITING, [WAITING])


def service(text: str, language: str) -> None:
    from octant.core.advice.answer import advise
    from octant.core.safety.text import screen

    assert advise(screen(text), language=language).ways


def ways_of_asking() -> dict[str, Callable[[str, str], None]]:
    """Each request comes from an address of its own: an address may ask only so often. From a
    browser, so that the advice is kept, as it is for people."""
    from django.test import Client

    client, visitor = Client(HTTP_HOST="127.0.0.1", HTTP_USER_AGENT="Mozilla/5.0"), count()

    def post(language: str, place: str, text: str, **more: str) -> None:
        number = next(visitor)
        address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        response = client.post(
            f"/{language}/contact/{place}", {"text": text}, REMOTE_ADDR=address, **more
        )
        assert response.status_code == 200, (place, response.status_code)

    return {
        "service": service,
        "JSON": lambda text, language: post(
            language, "advice", text, content_type="application/json"
        ),
        "page": lambda text, language: post(language, "", text),
    }


def measure(
    ask: Callable[[str, str], None], code: str, rounds: int, bare_ms: float
) -> dict[str, Any]:
    """Milliseconds of one answer, the first of all apart, by the clock and of this process's
    processor time (on a busy machine the truer figure); queries of one of a warm process."""
    from django.db import connection

    said, language = texts(code), LANGUAGES[code]
    first = timed(lambda: ask(said[0], language))
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask(said[1], language)
    times, cpu = [], []
    for text in said * rounds:
        worked = time.process_time()
        times.append(timed(lambda text=text: ask(text, language)))  # type: ignore[misc]
        cpu.append((time.process_time() - worked) * 1000)
    p99 = percentile(times, 0.99)
    return {
        "answers": len(times),
        "first ms": first,
        "p50 ms": percentile(times, 0.5),
        "p99 ms": p99,
        "cpu p50": percentile(cpu, 0.5),
        "cpu p99": percentile(cpu, 0.99),
        "p50 / bare": percentile(times, 0.5) / bare_ms,
        "queries": len(asked),
        "met": p99 <= P99_MS,
    }


def with_meaning() -> None:
    """The same process, from here on with the embedding model."""
    from django.conf import settings

    from octant.core.routing.understanding import meaning

    settings.OCTANT_MEANING = True
    meaning._model.cache_clear()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", default="")
    args = parser.parse_args()
    os.environ["OCTANT_MEANING"] = "0"
    with database(args.database):
        began = time.perf_counter()
        prepare(args.tickets)
        busy_desk()
        print(
            f"{args.tickets:,} tickets ready after {time.perf_counter() - began:.0f} s", flush=True
        )
        limit = bare(300)
        rows: list[dict[str, Any]] = [{"what": "bare: 50 rows by index", "p50 ms": limit}]
        for name, ask in ways_of_asking().items():
            for code in LANGUAGES:
                row = measure(ask, code, args.rounds, limit)
                rows.append({"what": f"{name}, {code}", **row})
        with_meaning()
        for code in LANGUAGES:
            row = measure(service, code, args.rounds, limit)
            rows.append({"what": f"service with meaning, {code}", **row})
        show("advice", [{**dict.fromkeys(rows[-1], ""), **row} for row in rows])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
