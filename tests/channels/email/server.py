"""The real mail server on a port of its own, in a thread beside the test."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from octant.channels.email.receiving.server import serve


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run it; gives the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = serve("127.0.0.1", 0, kept=lambda: None, name="mx.kraken.example", tls=tls)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
