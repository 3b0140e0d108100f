"""Time the Help Center's pages for signed-out readers: CPU a request, and queries.

    python -m bench.help_center [--requests 2000]

Requests go straight into the WSGI application of one process, so that the figures are the
product's own and not the network's. The bare limit is the same bytes from a WSGI function that
does nothing else. Figures of processor time include what the database's client does, not the
database server.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.tables import show
from octant.kit.database import Server

# The mission's targets (issue: "How fast").
CACHED_MS, QUERIES = 1.5, 6
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGES = {
    "front page": "/zh-hans/",
    "topic": "/zh-hans/help/funding/",
    "article": "/zh-hans/article/withdrawal-delayed/",
    "search page": f"/zh-hans/search/?q={quote('提币延迟')}",
    "suggestions": f"/zh-hans/search/suggest?q={quote('提币')}",
}
KEPT = ("front page", "topic", "article")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def request(application: Application, url: str) -> bytes:
    """One GET; returns the body. Raises AssertionError unless it is a 200."""
    path, _mark, query = url.partition("?")
    statuses: list[str] = []

    def start(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda _data: None

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_USER_AGENT": AGENT,
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    answer = application(environ, start)
    body = b"".join(answer)
    close = getattr(answer, "close", None)
    if close:
        close()
    assert statuses[0].startswith("200"), (url, statuses)
    return body


def cpu_ms(run: Callable[[], object], count: int) -> float:
    """Processor time of this process for one `run`, in milliseconds."""
    run()
    before = time.process_time()
    for _ in range(count):
        run()
    return (time.process_time() - before) * 1000 / count


def main() -> None:
    """Set up a database with the demo workspace, measure, print."""
    parser = argparse.ArgumentParser(description="Time the Help Center's pages.")
    parser.add_argument("--requests", type=int, default=2000)
    count = parser.parse_args().requests
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as place:
        folder = Path(place)
        folder.chmod(0o711)  # started by root, the server's own account passes through
        with Server(folder / "db", folder / "socket") as database:
            os.environ |= {
                "DATABASE_URL": database.url,
                "OCTANT_HOME": str(folder / "home"),
                "OCTANT_STATIC": str(folder / "static"),
                "OCTANT_LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "octant.project.settings",
            }
            show("help_center", measure(count))


def measure(count: int) -> list[dict[str, Any]]:
    """One row a page: CPU from cache and without, queries without, weight, ratio to bare."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection, connections

    from octant.core.knowledge import index
    from octant.core.knowledge.services.load import load_folder
    from octant.core.ports.workspace import workspace

    call_command("collectstatic", verbosity=0, interactive=False)
    # Built after the files are there: it looks for them once.
    from octant.project.wsgi import application

    call_command("migrate", verbosity=0)
    load_folder(workspace().folder)
    index.rebuild_if_needed()
    rows = []
    for name, url in PAGES.items():
        body = request(application, url)
        cache.clear()
        queries: list[str] = []

        def count_query(execute: Any, sql: Any, *rest: Any, queries: Any = queries) -> Any:
            queries.append(str(sql))
            return execute(sql, *rest)

        with connection.execute_wrapper(count_query):
            request(application, url)

        def uncached(url: str = url) -> None:
            cache.clear()
            request(application, url)

        def bare(environ: Any, start: Any, body: bytes = body) -> list[bytes]:
            start("200 OK", [("Content-Type", "text/html")])
            return [body]

        limit = cpu_ms(lambda url=url, bare=bare: request(bare, url), count)  # type: ignore[misc]
        kept = cpu_ms(lambda url=url: request(application, url), count) if name in KEPT else None  # type: ignore[misc]
        fresh = cpu_ms(uncached, max(20, count // 20))
        rows.append(
            {
                "page": name,
                "cached_cpu_ms": kept,
                "uncached_cpu_ms": fresh,
                "bare_cpu_ms": limit,
                "cached_over_bare": kept / limit if kept else None,
                "uncached_queries": len(queries),
                "bytes": len(body),
                "meets": _meets(kept, len(queries)),
            }
        )
    connections.close_all()
    return rows


def _meets(kept: float | None, queries: int) -> str:
    if kept is None:
        return "no target"
    return "yes" if kept <= CACHED_MS and queries <= QUERIES else "no"


if __name__ == "__main__":
    main()
