"""Time the agents' ticket list and a ticket's page with very many tickets.

    python -m bench.desk [--tickets 1000000] [--requests 60] [--database postgresql://…]

The database is filled by SQL in a server of its own, unless one is named (it is then kept, and
filled only if it is empty). Requests go straight into the WSGI application of one process with
a signed-in lead's session. The bare limit is 50 rows by index over the same connection.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.tables import percentile, show
from octant.kit.database import Server

# The mission's targets (issue: "How fast").
P95_MS, QUERIES = 60, 12
BARE = "SELECT * FROM tickets_ticket ORDER BY last_activity_at DESC, id DESC LIMIT 50"


@contextmanager
def database(given: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ.setdefault("OCTANT_HOME", f"{folder}/home")
        os.environ["OCTANT_DEMO"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "octant.project.settings"
        if given:
            os.environ["DATABASE_URL"] = given
            yield
            return
        server = Server(Path(folder) / "db", Path(folder) / "socket", on_log=lambda line: None)
        server.start()
        os.environ["DATABASE_URL"] = server.url
        try:
            yield
        finally:
            server.stop()


def prepare(tickets: int, fill: Callable[[int], None] | None = None) -> Any:
    """Migrate, fill if empty (by `fill`, or as the desk's bench does), and answer a client that is
    signed in as a lead."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from bench import desk_data
    from octant.kit.collecting import settle

    (fill or desk_data.fill)(tickets)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(desk_data.lead())
    settle()  # as `octant web` does
    return client


def pages(count: int, seed: int = 7) -> dict[str, list[str]]:
    """Addresses by what they measure, `count` of each, none of them alike where possible."""
    from bench.desk_data import busy_tickets, cursors, some_tags, some_words

    chosen = random.Random(seed)
    deep = [f"page={quote(cursor)}" for cursor in cursors(count)]
    words, tags = some_words(), some_tags()
    topics = ("funding/withdrawals", "trading/orders", "api/errors", "records/taxes")
    lists = {
        "first page, open": ["view=open"] * count,
        "first page, all": ["view=all"] * count,
        "mine": ["view=mine"] * count,
        "unassigned": ["view=unassigned"] * count,
        "by time left, open": ["view=open&sort=due"] * count,
        "by time left, mine": ["view=mine&sort=due"] * count,
        "by time left, topic": [
            f"view=open&sort=due&category={quote(chosen.choice(topics))}" for _ in deep
        ],
        "deep page, all": [f"view=all&{page}" for page in deep],
        "deep page, solved": [f"view=solved&{page}" for page in deep],
        "topic": [f"view=all&category={quote(chosen.choice(topics))}" for _ in deep],
        "topic, deep": [f"view=all&category={quote(chosen.choice(topics))}&{p}" for p in deep],
        "queue, language, priority": [
            f"view=all&queue=api&language=zh-hans&priority={chosen.choice((1, 4))}" for _ in deep
        ],
        "tag": [f"view=all&tag={quote(chosen.choice(tags))}" for _ in deep],
        "search, one word": [f"view=all&words={quote(chosen.choice(words))}" for _ in deep],
        "search, two words": [
            f"view=all&words={quote(' '.join(chosen.sample(words, 2)))}" for _ in deep
        ],
    }
    found = {name: [f"/desk/list/?{query}" for query in rows] for name, rows in lists.items()}
    one = [f"/desk/tickets/{public_id}/" for public_id in busy_tickets(count)]
    return {**found, "ticket's page": one, "ticket, part": [f"{url}#part" for url in one]}


def timed(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def measure(client: Any, urls: list[str], bare_ms: float) -> dict[str, Any]:
    """Milliseconds a request, at the median and the 95th percentile; processor time of this
    process for one (on a busy machine the truer figure); queries."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    def get(url: str) -> None:
        headers = {"HX-Request": "true"} if url.endswith("#part") else {}
        response = client.get(url.partition("#")[0], headers=headers)
        assert response.status_code == 200, (url, response.status_code)

    with connection.execute_wrapper(count):
        get(urls[0])
    cpu = time.process_time()
    times = [timed(lambda url=url: get(url)) for url in urls]  # type: ignore[misc]
    cpu = (time.process_time() - cpu) * 1000 / len(urls)
    p95 = percentile(times, 0.95)
    return {
        "p50 ms": percentile(times, 0.5),
        "p95 ms": p95,
        "cpu ms": cpu,
        "p50 / bare": percentile(times, 0.5) / bare_ms,
        "queries": len(asked),
        "met": p95 <= P95_MS and len(asked) <= QUERIES,
    }


def bare(count: int) -> float:
    """The median of reading 50 rows by index, nothing else."""
    from django.db import connection

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            cursor.fetchall()

    return percentile([timed(read) for _ in range(count)], 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--database", default="")
    args = parser.parse_args()
    with database(args.database):
        began = time.perf_counter()
        client = prepare(args.tickets)
        print(f"{args.tickets:,} tickets ready after {time.perf_counter() - began:.0f} s")
        limit = bare(args.requests)
        rows = [{"page": "bare: 50 rows by index", "p50 ms": limit}]
        for name, urls in pages(args.requests).items():
            rows.append({"page": name, **measure(client, urls, limit)})
        show("desk", [{**dict.fromkeys(rows[-1], ""), **row} for row in rows])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
