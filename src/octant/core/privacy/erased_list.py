"""Who was erased, in a file of the home folder: what a backup brings back is erased again by it.

Kept outside the database, since a restore sets that back to a time before the erasure. A line
names a customer by number and by a hash of the number and the instant the row was made, so that
somebody who later gets the same number in a restored database is not taken for them. The hash
takes no key: it holds nothing personal, and a key that is changed one day must not make the list
worthless. Nothing here needs Django, so that `octant restore` can use it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

NAME = "erased.jsonl"  # in the home folder


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure that has begun. `at` is ISO 8601, UTC; `erasure` the request's public id."""

    customer: int
    mark: str
    erasure: str
    at: str


class BadList(Exception):
    """A file that is no such list; the message says where it is wrong."""


def mark_of(customer: int, created_at: datetime) -> str:
    """32 hexadecimal digits."""
    made = f"octant.erased:{customer}:{created_at.timestamp():.6f}"
    return hashlib.sha256(made.encode()).hexdigest()[:32]


def add(home: Path, line: Line) -> None:
    """Append one line, on disk before this returns; several processes may do so at once."""
    with open(os.open(home / NAME, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole = file.read().rfind(b"\n") + 1  # behind it, what a power failure cut off
        file.seek(whole)
        file.truncate()
        file.write((json.dumps(asdict(line)) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def read(file: Path) -> list[Line]:
    """The lines, in order; none where there is no file. Raises `BadList`."""
    if not file.is_file():
        return []
    found = []
    with file.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            if not text.endswith("\n"):  # cut off by a power failure: that erasure had not begun
                continue
            try:
                row = json.loads(text)
                line = Line(int(row["customer"]), str(row["mark"]), row["erasure"], row["at"])
            except (ValueError, KeyError, TypeError) as error:
                raise BadList(f"{file}, line {number}: not a line of this list.") from error
            found.append(line)
    return found


def merge(home: Path, files: Iterable[Path]) -> int:
    """Bring other lists into the home's own, each line once; returns how many lines it has.
    Raises `BadList` before anything is written."""
    lines = list(_once([*read(home / NAME), *(line for file in files for line in read(file))]))
    if lines:
        draft = home / f".{NAME}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.writelines(json.dumps(asdict(line)) + "\n" for line in lines)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(home / NAME)
    return len(lines)


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    seen = set()
    for line in lines:
        if line not in seen:
            seen.add(line)
            yield line
