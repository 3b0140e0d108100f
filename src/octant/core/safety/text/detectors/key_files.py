"""Private keys as files: PEM (RFC 7468, RFC 1421), OpenPGP armour (RFC 9580), PuTTY."""

import re
from collections.abc import Iterator

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_BEGIN = re.compile(r"-{2,5}\s?begin [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}")
_END = re.compile(r"-{2,5}\s?end [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}")
# Without its end line, the block lasts as long as its lines look like base64 or headers.
_BODY = re.compile(
    r"(?:[\s>]{0,8}(?:[A-Za-z0-9+/=_\\-]{16,}|[A-Za-z-]{3,20}: [^\n]{0,200}(?=\n)))*+"
)
_LEAST_BODY = 24
_TAIL = re.compile(r"\s*[A-Za-z0-9+/=]{1,200}")


def find(page: Page) -> Iterator[Hit]:
    """Private key blocks, begin line to end line; a block cut off ends with its base64."""
    at = page.low.find("private key") if "-begin" in page.low or "- begin" in page.low else -1
    if at >= 0:
        yield from _blocks(page)
    at = page.low.find("putty-user-key-file-")
    if at >= 0:
        end = page.low.rfind("private-mac:")
        yield Hit(at, end if end > at else len(page.text), Kind.KEY_FILE)


def _blocks(page: Page) -> Iterator[Hit]:
    begins = [found.span() for found in _BEGIN.finditer(page.low)]
    ends = [found.span() for found in _END.finditer(page.low)]
    for (start, end), following in zip(begins, [*begins[1:], (len(page.text), 0)], strict=False):
        while ends and ends[0][0] < end:
            ends.pop(0)
        last = following[0]
        if ends and ends[0][0] < last:
            body, stop = ends[0]
        else:
            body = stop = _cut_off(page.text, end, last)
        if body - end >= _LEAST_BODY:  # less is a header spoken of, not a key
            yield Hit(start, stop, Kind.KEY_FILE)


def _cut_off(text: str, start: int, limit: int) -> int:
    body = _BODY.match(text, start, limit)
    end = body.end() if body else start
    tail = _TAIL.match(text, end, limit) if end > start else None
    return tail.end() if tail else end
