"""`check_link`: one address, judged by what it says and what we know, never by asking for it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from octant.core.safety.links.address import CODE, Address, read_address
from octant.core.safety.links.codes import Code, Level, Reason
from octant.core.safety.links.lists import Lists
from octant.core.safety.links.lookalike import Brand, look_alikes
from octant.core.safety.links.suffixes import is_top_level, registered

_IN_NAMES = {"Mn", "Mc", "So", "Sk"}
LONGEST_HOST = 253  # RFC 1035, 2.3.4
_DEEPEST = 2  # addresses inside addresses
_ORDER = tuple(Level)
_INNER = re.compile(r"(?:https?|hxxps?):/{1,3}[^&\s\"'<>]{3,}|(?<==)//[^&\s]{3,}", re.IGNORECASE)
_PARAMETER = re.compile(
    r"[?&;#](?:url|u|r|to|next|goto|go|redir|redirect|redirect_uri|redirect_url|return|return_to|"
    r"returnurl|return_url|continue|dest|destination|target|out|view|link|q|forward|rurl)="
    r"([^&#]+)",
    re.IGNORECASE,
)
_SHORTENERS = Path(__file__).resolve().parent.parent / "data" / "shorteners.txt"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`url` is the address in plain letters, `host` its host, `reasons` worst first.

    `near` is the official domain that it resembles, or empty.
    """

    url: str
    host: str
    level: Level
    reasons: tuple[Reason, ...]

    @property
    def near(self) -> str:
        alike = (r.about for r in self.reasons if r.level in (Level.SUSPICIOUS, Level.DANGEROUS))
        return next((about for about in alike if about and about != self.host), "")


class Sites:
    """Our own sites: a host is ours if it is listed or lies below one that is.

    `pages` is the address that this installation's own pages are opened at; a demonstration has
    no domain, and its links must not be called suspicious by itself.
    """

    __slots__ = ("brands", "hosts", "pages")

    def __init__(self, domains: tuple[str, ...], pages: str = "") -> None:
        self.pages = read_address(pages)
        self.hosts = frozenset(read_address(domain).host for domain in domains) - {""}
        own = {registered(host) for host in self.hosts} - {""}
        self.brands = tuple(Brand(domain) for domain in sorted(own))

    def holds(self, host: str) -> bool:
        """Whether `host` is ours."""
        return any(parent in self.hosts for parent in parents(host))

    def serves(self, address: Address) -> bool:
        """Whether an address leads to this installation: same scheme, host and port."""
        ours = self.pages
        same = (ours.scheme, ours.host, ours.port) == (address.scheme, address.host, address.port)
        return bool(ours.host) and same and not address.user


def parents(host: str) -> Iterator[str]:
    """The host, then each domain above it: `a.b.c`, `b.c`, `c`."""
    while host:
        yield host
        host = host.partition(".")[2]


def check_link(text: str, *, sites: Sites | None = None, lists: Lists | None = None) -> Verdict:
    """What we think of one address. Any text is accepted; no request is ever made.

    Without `sites` the workspace's official domains hold, without `lists` the lists of this home.
    """
    from octant.core.safety.links import here

    sites = here.sites() if sites is None else sites
    lists = here.lists() if lists is None else lists
    return _check(text, sites, lists, 0)


def _check(text: str, sites: Sites, lists: Lists, depth: int) -> Verdict:
    address = read_address(text)
    reasons = sorted(_reasons(address, sites, lists, depth), key=lambda r: -_ORDER.index(r.level))
    level = max((r.level for r in reasons), key=_ORDER.index, default=Level.UNKNOWN)
    if level is Level.UNKNOWN:
        level = _trust(reasons)
        reasons = reasons or [Reason(Code.UNKNOWN_SITE, address.host)]
    return Verdict(address.shown, address.host, level, tuple(dict.fromkeys(reasons)))


def _trust(reasons: list[Reason]) -> Level:
    codes = {reason.code for reason in reasons}
    if Code.OFFICIAL in codes:
        return Level.OFFICIAL
    return Level.KNOWN if Code.ALLOWED in codes else Level.UNKNOWN


def _reasons(address: Address, sites: Sites, lists: Lists, depth: int) -> Iterator[Reason]:
    host = address.host
    if address.scheme in CODE:
        yield Reason(Code.RUNS_CODE, address.scheme)
        return
    if not host:
        if address.scheme in ("tel", "sms"):
            return
        bad = address.scheme not in ("http", "https")
        yield Reason(Code.OTHER_SCHEME if bad else Code.NOT_A_LINK, address.scheme if bad else "")
        return
    if len(host) > LONGEST_HOST:
        yield Reason(Code.BAD_HOST, host[:80])
        return
    if address.scheme not in ("http", "https", "mailto"):
        yield Reason(Code.OTHER_SCHEME, address.scheme)
    yield from _user(address, sites)
    trusted = False
    if sites.holds(host) or sites.serves(address):
        trusted = True
        yield Reason(Code.OFFICIAL, host)
    else:
        listed = lists.look_up(host, address.rest)
        trusted = bool(listed) and listed is not None and listed.code is Code.ALLOWED
        if listed:
            yield listed
        if not trusted:
            yield from _host(address, sites)
    if trusted and address.scheme == "http" and not sites.serves(address):
        yield Reason(Code.PLAIN_HTTP, host)
    if depth < _DEEPEST and len(address.rest) > 3:
        yield from _inside(address, sites, lists, depth, trusted)


def _user(address: Address, sites: Sites) -> Iterator[Reason]:
    """`https://kraken.example@elsewhere`: what stands before the @ is not where it leads."""
    if not address.user or address.scheme == "mailto":
        return
    before = read_address(address.user.partition(":")[0])
    posing = "." in before.host and (
        sites.holds(before.host) or is_top_level(before.host.rpartition(".")[2])
    )
    code = Code.POSES_AS_USER if posing else Code.USER_INFO
    yield Reason(code, before.host if posing else "")


def _host(address: Address, sites: Sites) -> Iterator[Reason]:
    """What the name of a site that is not ours tells."""
    host = address.host
    if address.ip:
        yield Reason(Code.IP_HOST, host)
        return
    if address.bad_punycode:
        yield Reason(Code.BAD_PUNYCODE, host)
    elif not all(map(_is_label, host.split("."))):
        yield Reason(Code.BAD_HOST, host)
    yield from look_alikes(host, sites.brands)
    if address.rest.strip("/") and any(parent in shorteners() for parent in parents(host)):
        yield Reason(Code.SHORTENER, host)
    path = address.rest.lower()
    if any(path.startswith((f"/{own}/", f"/{own}?")) or path == f"/{own}" for own in sites.hosts):
        yield Reason(Code.ADDRESS_IN_PATH, host)


def _is_label(label: str) -> bool:
    """Letters, digits, hyphens, and the pictures that some registries allow."""
    if not 0 < len(label) <= 63 or "\ufffd" in label:
        return False
    return all(c.isalnum() or c in "-_" or unicodedata.category(c) in _IN_NAMES for c in label)


def _inside(
    address: Address, sites: Sites, lists: Lists, depth: int, trusted: bool
) -> Iterator[Reason]:
    """Addresses that this one carries and may send people on to."""
    rest = unquote(unquote(address.rest))
    sent = [unquote(unquote(found[1])) for found in _PARAMETER.finditer(address.rest[:2048])]
    sent = [each for each in sent if _INNER.match("=" + each, 1) or each.startswith(("//", "\\"))]
    for each in dict.fromkeys((*sent[:4], *(m.group() for m in [*_INNER.finditer(rest)][:4]))):
        inner = _check(each, sites, lists, depth + 1)
        if inner.level in (Level.DANGEROUS, Level.SUSPICIOUS):
            yield Reason(Code.REDIRECTS_TO_BAD, inner.host or inner.url[:80])
        elif trusted and each in sent and inner.level is Level.UNKNOWN:
            yield Reason(Code.REDIRECT, inner.host)


@lru_cache(maxsize=1)
def shorteners() -> frozenset[str]:
    """Hosts whose links hide where they lead (`data/shorteners.txt`)."""
    lines = _SHORTENERS.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))
