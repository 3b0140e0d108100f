"""Plain asynchronous connections to PostgreSQL, opened again when the server comes back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from psycopg.conninfo import make_conninfo

log = structlog.get_logger()
RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)

T = TypeVar("T")


def conninfo() -> str:
    """The same database as the pages', as psycopg wants it."""
    database = settings.DATABASES["default"]
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
        "application_name": "octant-realtime",
    }
    return make_conninfo("", **{key: value for key, value in parts.items() if value})


async def connect() -> psycopg.AsyncConnection[Any]:
    """A connection, waiting for the server as long as it takes."""
    tries = 0
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(conninfo(), autocommit=True)
            # The chat statements are the same every time: plan them once.
            connection.prepare_threshold = 1
            return connection
        except psycopg.OperationalError:
            pause = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
            log.warning("database_unreachable", retry_seconds=pause)
            await asyncio.sleep(pause)
            tries += 1


async def in_thread(work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do what needs Django's own connection, as one of Django's requests would: the connection
    is given back afterwards, so that none outlives a restart of the server in some thread."""

    def run() -> T:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False)()


class Reader:
    """One connection for reads, used by one coroutine at a time."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def rows(self, query: str, parameters: Any = ()) -> list[Any]:
        """All rows of `query`; tried again on a new connection if the server went away."""
        found: list[Any] = await self._run(lambda c: _fetch(c, query, parameters))
        return found

    async def _run(self, work: Callable[[psycopg.AsyncConnection[Any]], Awaitable[Any]]) -> Any:
        async with self._turn:
            while True:
                if self._connection is None or self._connection.closed:
                    self._connection = await connect()
                try:
                    return await work(self._connection)
                except psycopg.OperationalError:
                    await self._connection.close()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


async def _fetch(connection: psycopg.AsyncConnection[Any], query: str, parameters: Any) -> Any:
    cursor = await connection.execute(query, parameters)
    return await cursor.fetchall() if cursor.description else []
