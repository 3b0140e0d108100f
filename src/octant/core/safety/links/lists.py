"""The allow list, the blocklist and the feed, as this process looks things up in them.

Files in the home folder, made from the database by `tasks.keep_lists`: `rules.json` holds what
leads entered, `feed.bin` the feed as sorted 8-byte digests (BLAKE2b) of hosts and addresses. A
million entries are 8 MB, shared between processes by the page cache, and need 20 steps to search.
"""

import json
import mmap
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from octant.core.safety.links.codes import Code, Reason
from octant.kit.followed import write_whole

RULES, FEED = "rules.json", "feed.bin"
LOOK_AGAIN_SECONDS = 1.0
_DIGEST = 8


def digest(entry: str) -> int:
    """A host (`bad.example`) or an address without scheme (`bad.example/pay`) as 64 bits."""
    data = entry.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=_DIGEST).digest(), sys.byteorder)


@dataclass(frozen=True)
class Lists:
    """`rules`: entry → allow (True) or block (False). `feed`: sorted digests."""

    rules: Mapping[str, bool] = field(default_factory=dict)
    feed: Sequence[int] = ()

    def look_up(self, host: str, rest: str) -> Reason | None:
        """What is listed for this host and path, the nearest entry first; leads before the feed."""
        if not self.rules and not self.feed:
            return None
        entries = [*_addresses(host, rest), *_parents(host)]
        for entry in entries:
            allowed = self.rules.get(entry)
            if allowed is not None:
                return Reason(Code.ALLOWED if allowed else Code.BLOCKED, entry)
        found = next((entry for entry in entries if self._in_feed(digest(entry))), None)
        return Reason(Code.IN_FEED, found) if found else None

    def _in_feed(self, value: int) -> bool:
        at = bisect_left(self.feed, value)
        return at < len(self.feed) and self.feed[at] == value


NOTHING_LISTED = Lists()


def _parents(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


def _addresses(host: str, rest: str) -> Iterator[str]:
    """The address with its query, without, and each folder above it, eight at most."""
    plain = rest.partition("#")[0]
    path = plain.partition("?")[0].rstrip("/")
    if plain != path and plain.strip("/"):
        yield host + plain
    for _folder in range(8):
        if not path:
            return
        yield host + path
        path = path.rpartition("/")[0]


def write_rules(folder: Path, rules: Mapping[str, bool]) -> bool:
    """Put the leads' entries where processes look; false if they stand there already."""
    data = json.dumps(dict(sorted(rules.items())), ensure_ascii=False).encode()
    file = folder / RULES
    if file.exists() and file.read_bytes() == data:
        return False
    write_whole(file, data)
    return True


def write_feed(folder: Path, entries: Iterable[str]) -> int:
    """Put the feed where processes look; the number of its entries."""
    values = sorted({digest(entry) for entry in entries})
    write_whole(folder / FEED, b"".join(v.to_bytes(_DIGEST, sys.byteorder) for v in values))
    return len(values)


class Keeper:
    """The lists in one folder, read again when a file has changed; looks at most once a second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked = -LOOK_AGAIN_SECONDS
        self._marks: tuple[tuple[int, int, int], ...] = ()
        self._lists = NOTHING_LISTED

    def current(self) -> Lists:
        """What is listed now. Costs a clock reading; twice a `stat` once a second."""
        at = time.monotonic()
        if at - self._looked >= LOOK_AGAIN_SECONDS:
            self._looked = at
            marks = (_mark(self._folder / RULES), _mark(self._folder / FEED))
            if marks != self._marks:
                self._lists = Lists(_rules(self._folder / RULES), _feed(self._folder / FEED))
                self._marks = marks
        return self._lists

    def forget(self) -> None:
        """Look at the files at the next call, whatever the clock says."""
        self._looked = -LOOK_AGAIN_SECONDS


def _mark(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def _rules(file: Path) -> dict[str, bool]:
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(entry): bool(allowed) for entry, allowed in data.items()}


def _feed(file: Path) -> Sequence[int]:
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size // _DIGEST * _DIGEST
            if not size:
                return ()
            mapped = mmap.mmap(opened.fileno(), size, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return ()
    return memoryview(mapped).cast("Q")
