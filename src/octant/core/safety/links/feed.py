"""Reading a feed of harmful sites: one entry a line, in the forms that feeds come in.

Hosts, addresses, hosts files (`0.0.0.0 bad.example`), filter lists (`||bad.example^`), and CSV
whose row holds an address. Comments begin with `#`, `!` or `;`.
"""

import re
from collections.abc import Iterator

from octant.core.safety.links.address import read_address
from octant.core.safety.links.checking import Sites
from octant.core.safety.links.suffixes import is_suffix

MOST_ENTRIES = 2_000_000
_SINK = {"0.0.0.0", "127.0.0.1", "::", "::1"}
_SPLIT = re.compile(r"[\s,;\"]+")
_HOST = re.compile(r"[\w\-]+(?:\.[\w\-]+)+")


def entries(text: str, sites: Sites) -> Iterator[str]:
    """Hosts and addresses without scheme, as `lists.digest` takes them.

    Left out: what is ours, and names below which anybody may register (`github.io`), which
    would block everyone there.
    """
    left = MOST_ENTRIES
    for line in text.splitlines():
        entry = _entry(line)
        if not entry:
            continue
        host, slash, _path = entry.partition("/")
        if sites.holds(host) or (not slash and is_suffix(host)):
            continue
        yield entry
        left -= 1
        if not left:
            return


def entry_for(text: str) -> str:
    """A host or an address as lists keep it; empty if it is neither."""
    address = read_address(text.strip())
    if not address.host or not (address.ip or _HOST.fullmatch(address.host)):
        return ""
    rest = address.rest.partition("#")[0]
    return address.host + (rest.rstrip("/") if rest.strip("/") else "")


def _entry(line: str) -> str:
    line = line.strip()
    if not line or line[0] in "#!;[":
        return ""
    if line.startswith("||"):
        return entry_for(line[2:].partition("^")[0].partition("$")[0])
    words = [word for word in _SPLIT.split(line) if word and word not in _SINK]
    chosen = next((word for word in words if "://" in word), words[0] if words else "")
    return entry_for(chosen)
