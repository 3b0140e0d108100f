"""The host that an address really leads to."""

import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?=//|[^0-9])", re.I)


def host_of(line: str) -> str:
    """The host of a web address or a bare host name; empty for anything else.

    As browsers read it: what stands before an @ is a user name, and a backslash is a slash
    (WHATWG URL, section 4.4), so `https://kraken.example@evil.example` leads to the latter.
    """
    line = line.replace("\\", "/").strip()
    scheme = _SCHEME.match(line)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return ""
    if not scheme and "@" in line.partition("/")[0]:
        return ""
    bare = line[scheme.end() :].lstrip("/") if scheme else line.lstrip("/")
    try:
        host = urlsplit(f"//{bare}").hostname or ""
    except ValueError:
        return ""
    host = read_host(host)
    return host if "." in host else ""


def read_host(host: str) -> str:
    """A host in its ASCII form, without the final dot; empty where it has none.

    Letters of other scripts become `xn--…`, so that a Cyrillic look-alike is another host.
    """
    try:
        plain = host.strip().lower().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    return plain if len(plain) < 254 and all(map(_LABEL.fullmatch, labels)) else ""
