"""A load generator for WebSockets that costs little: two cores are shared with the server.

Frames are made and read by hand on raw transports (RFC 6455); enough of the protocol for a
well-behaved server on loopback, and nothing more.
"""

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from typing import Any

_HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


class Socket(asyncio.Protocol):
    """One connection; `heard` is called with each text frame's bytes."""

    def __init__(self, port: int, path: str = "/ws") -> None:
        self.port, self.path = port, path
        self.heard: Callable[[bytes], None] = lambda frame: None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False
        self._buffer = bytearray()
        self._shaken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport  # uvloop's is no asyncio.Transport by type
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(_HANDSHAKE.format(path=self.path, port=self.port, key=key).encode())

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._shaken:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            del self._buffer[: end + 4]
            self._shaken = True
            self.opened.set_result(None)
        self._read()

    def _read(self) -> None:
        buffer = self._buffer
        at = 0
        while len(buffer) - at >= 2:
            length, head = buffer[at + 1] & 0x7F, 2
            if length == 126:
                if len(buffer) - at < 4:
                    break
                length, head = struct.unpack_from(">H", buffer, at + 2)[0], 4
            elif length == 127:
                if len(buffer) - at < 10:
                    break
                length, head = struct.unpack_from(">Q", buffer, at + 2)[0], 10
            if len(buffer) - at < head + length:
                break
            if buffer[at] & 0x0F == 1:
                self.heard(bytes(buffer[at + head : at + head + length]))
            at += head + length
        if at:
            del buffer[:at]

    def send(self, payload: bytes) -> None:
        """One masked text frame; the mask is zero, which leaves the payload as it is."""
        size = len(payload)
        if size < 126:
            head = struct.pack(">BB4x", 0x81, 0x80 | size)
        else:
            head = struct.pack(">BBH4x", 0x81, 0x80 | 126, size)
        self._transport.write(head + payload)

    def close(self) -> None:
        self._transport.close()


async def connect(port: int, path: str = "/ws") -> Socket:
    loop = asyncio.get_running_loop()
    _transport, opened = await loop.create_connection(lambda: Socket(port, path), "127.0.0.1", port)
    await opened.opened
    return opened


async def connect_all(port: int, count: int, at_once: int = 50) -> list[Socket]:
    """Many sockets, `at_once` at a time."""
    found: list[Socket] = []
    while len(found) < count:
        wanted = min(at_once, count - len(found))
        found += await asyncio.gather(*(connect(port) for _ in range(wanted)))
    return found
