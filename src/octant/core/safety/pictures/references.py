"""References in what was read: ids and hashes that an agent would otherwise type by hand."""

import re
from collections.abc import Iterator
from typing import TypedDict

MOST = 12
# Orders and trades are five to six capitals and digits in three groups; deposits and withdrawals
# begin with FT (docs.kraken.com/api, formats of `txid` and `refid`). Hashes: 64 hexadecimal
# digits, with 0x or without. Each begins with a letter of its own, which is found fastest.
_SHAPES = (
    ("order", re.compile(r"O(?<![A-Z0-9-]O)[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}(?![A-Z0-9-])")),
    ("trade", re.compile(r"T(?<![A-Z0-9-]T)[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}(?![A-Z0-9-])")),
    ("transfer", re.compile(r"FT(?<![A-Za-z0-9-]FT)[A-Za-z0-9]{5}-[A-Za-z0-9]{20,24}(?![\w-])")),
    ("hash", re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{64}(?![0-9A-Za-z])")),
)


class Found(TypedDict):
    """`kind` is order, trade, transfer (a deposit or withdrawal) or hash."""

    kind: str
    value: str


def find(text: str, hidden: list[tuple[int, int]]) -> Iterator[Found]:
    """References that stand in `text` outside of what is `hidden`, each once, MOST at most."""
    seen: set[str] = set()
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            covered = any(start < match.end() and match.start() < end for start, end in hidden)
            if covered or match[0] in seen:
                continue
            if len(seen) == MOST:
                return
            seen.add(match[0])
            yield {"kind": kind, "value": match[0]}
