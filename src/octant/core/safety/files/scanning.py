"""Malware scanning by clamd, where the operator runs one (docs/how-to/scan-files.md).

The protocol is INSTREAM of clamd(8): `zINSTREAM\\0`, then pieces, each after its length in four
bytes, then a length of zero. clamd answers `OK` also for what is beyond its own limits (a
zip bomb of 300 MB came back OK), so files above ours are not shown to it and count as not
scanned; so does everything that clamd did not answer.
"""

import os
import socket
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger()

PIECE = 64 * 1024
TIMEOUT_SECONDS = 60.0
CONNECT_SECONDS = 3.0
MAX_MB = 25  # Debian's StreamMaxLength
ANSWER_BYTES = 4096


class Scan(StrEnum):
    """What clamd said. NOT_SCANNED is never shown as clean."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


def configured() -> str:
    """$OCTANT_CLAMD: a path of a socket or `tcp://host:port`; empty where there is none."""
    return os.environ.get("OCTANT_CLAMD", "")


def max_bytes() -> int:
    """$OCTANT_CLAMD_MAX_MB: at most clamd's StreamMaxLength, MaxFileSize and MaxScanSize."""
    return int(os.environ.get("OCTANT_CLAMD_MAX_MB", MAX_MB)) * 1_000_000


def scan(chunks: Iterable[bytes], size: int) -> Scan:
    """Show the file to clamd. Never raises for a clamd that is away: then it is not scanned."""
    if not configured() or size > max_bytes():
        return Scan.NOT_SCANNED
    try:
        answer = _ask(chunks)
    except (OSError, ValueError) as error:
        log.warning("clamd_silent", error=type(error).__name__)
        return Scan.NOT_SCANNED
    if answer == "stream: OK":
        return Scan.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        log.warning("file_infected", signature=answer[8:-6][:100])
        return Scan.INFECTED
    log.warning("clamd_refused", answer=answer[:100])
    return Scan.NOT_SCANNED


def _ask(chunks: Iterable[bytes]) -> str:
    with _connect(configured()) as line:
        line.settimeout(TIMEOUT_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            for at in range(0, len(chunk), PIECE):
                piece = chunk[at : at + PIECE]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES:
            got = line.recv(ANSWER_BYTES)
            if not got:
                break
            answer += got
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect(address: str) -> socket.socket:
    if address.startswith("tcp://"):
        parts = urlsplit(address)
        return socket.create_connection((parts.hostname, parts.port or 3310), CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(CONNECT_SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
