"""DATABASE_URL to Django's settings."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# A ticket comes with eight other tables by their keys. Trying every order of them takes the planner
# ten milliseconds, the order that is written one, and reading the rows half of one. PgBouncer
# refuses to be told: docs/how-to/run-in-production.md.
_PLANNING = "-c join_collapse_limit=4"


def from_url(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings for a PostgreSQL URL.

    `postgresql://user:password@host:port/name?host=/socket/folder`. Without a URL: the
    embedded server of `home`, where one is running.
    """
    url = url or _running(home)
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    pooled_elsewhere = "pgbouncer" in query
    options = {} if pooled_elsewhere else {"options": _PLANNING}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "octant",
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or query.get("password", "")),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled_elsewhere,
        "OPTIONS": {"pool": _pool(), **options},
    }


def _pool() -> dict[str, Any] | bool:
    """Threads of one process share connections; the sum over processes stays under the
    server's limit. CONN_HEALTH_CHECKS makes checkout survive a database restart."""
    size = int(os.environ.get("OCTANT_DB_POOL", "8"))
    if not size:
        return False
    return {
        "min_size": 1,
        "max_size": size,
        "timeout": 10,
    }


def _running(home: Path) -> str:
    file = home / "run" / "database_url"
    return file.read_text().strip() if file.exists() else ""
