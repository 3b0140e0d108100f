"""Private keys as files: PEM (RFC 7468, RFC 1421), OpenPGP armour (RFC 9580), PuTTY."""

import re
from collections.abc import Iterator

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_BEGIN = re.compile(r"-{2,5}\s?begin [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}")
_END = re.compile(r"-{2,5}\s?end [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}")
# Without its end line, the block lasts as long as its lines look like base64 or headers.
_BODY = re.compile(
    r"(?:(?:\\n|\s|>)*(?:[A-Za-z0-9+/=_\\-]{16,}|[A-Za-z-]{3,20}: [^\n]{0,200}(?=\n)))*"
)
_TAIL = re.compile(r"\s*[A-Za-z0-9+/=]{1,200}")


def find(page: Page) -> Iterator[Hit]:
    """Private key blocks, begin line to end line; a block cut off ends with its base64."""
    at = page.low.find("private key") if "-begin" in page.low or "- begin" in page.low else -1
    if at >= 0:
        yield from _blocks(page)
    for place in page.places("putty-user-key-file-"):
        end = page.low.find("private-mac:", place)
        yield Hit(place, end if end >= 0 else len(page.text), Kind.KEY_FILE)


def _blocks(page: Page) -> Iterator[Hit]:
    at = 0
    while (begin := _BEGIN.search(page.low, at)) is not None:
        end = _END.search(page.low, begin.end())
        following = _BEGIN.search(page.low, begin.end())
        if end is not None and (following is None or end.start() < following.start()):
            at = end.end()
        else:
            at = max(begin.end(), _cut_off(page.text, begin.end()))
        yield Hit(begin.start(), at, Kind.KEY_FILE)


def _cut_off(text: str, start: int) -> int:
    body = _BODY.match(text, start)
    end = body.end() if body else start
    tail = _TAIL.match(text, end) if end > start else None
    return tail.end() if tail else end
