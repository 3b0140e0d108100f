"""Where the registered part of a host ends: the public suffix list, as the library carries it.

`publicsuffixlist` reads the copy in its own package and never the network (docs/adr)."""

from functools import cache

from publicsuffixlist import PublicSuffixList


@cache
def _list() -> PublicSuffixList:
    return PublicSuffixList()


def registered(host: str) -> str:
    """The part that somebody registered: `kraken.co.uk` of `www.kraken.co.uk`; empty for a
    suffix itself. An unknown last label counts as a suffix."""
    try:
        return _list().privatesuffix(host) or ""
    except (UnicodeError, ValueError, TypeError):
        return ""


def is_suffix(host: str) -> bool:
    """Whether anybody may register below `host`: `com`, `co.uk`, `github.io`."""
    return bool(host) and not registered(host)


def is_top_level(label: str) -> bool:
    """Whether this is a top level that exists (or `example`, kept for documentation)."""
    return label == "example" or bool(_list().publicsuffix(label, accept_unknown=False))


def split(host: str) -> tuple[list[str], str, str]:
    """(labels before, registered label, suffix): `(["www"], "kraken", "co.uk")`."""
    own = registered(host)
    if not own:
        return [], "", host
    label, _dot, suffix = own.partition(".")
    before = host[: -len(own)].rstrip(".")
    return before.split(".") if before else [], label, suffix
