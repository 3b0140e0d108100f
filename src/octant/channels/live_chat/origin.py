"""The official check: the chat works on hosts that the workspace lists, and nowhere else.

A look-alike site that passes our pages through must answer for its own host: browsers set
Origin and Referer themselves, and a page cannot forge them.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from octant.channels.live_chat.words import prompt
from octant.core.ports.workspace import workspace
from octant.kit.errors import NotAllowed


def official_hosts() -> frozenset[str]:
    """Hosts of ours: the listed ones, the official domains and where this installation runs."""
    current = workspace()
    own = urlsplit(settings.OCTANT_URL).hostname or ""
    return frozenset({*current.embed_hosts, *current.official_domains, own} - {""})


def embed_hosts() -> tuple[str, ...]:
    """Hosts whose pages may hold our frame, sorted."""
    return tuple(sorted({*workspace().embed_hosts, urlsplit(settings.OCTANT_URL).hostname or ""}))


def is_ours(host: str) -> bool:
    """Whether a page on `host` may hold the chat. A demonstration is also opened by its address
    in the house's own network, which no look-alike site can have."""
    return host in official_hosts() or (settings.OCTANT_DEMO and is_private(host))


def is_private(host: str) -> bool:
    """Whether `host` is the number of a machine in a private network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host of a URL or of a Host header; empty for what is neither."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def is_official(request: HttpRequest) -> bool:
    """Whether every host that the request names is ours: Origin, Referer and Host.

    An Origin of `null` is a page that hides where it is.
    """
    if not is_ours(host_of(request.META.get("HTTP_HOST") or request.META["SERVER_NAME"])):
        return False
    origin = request.headers.get("Origin", "")
    if origin:
        return is_ours(host_of(origin))
    referer = request.headers.get("Referer", "")
    return not referer or is_ours(host_of(referer))


def demand_official(request: HttpRequest) -> None:
    """Raise `NotAllowed`, with the reason in the reader's language, on a foreign host."""
    if not is_official(request):
        raise NotAllowed(prompt("wrong_host"), code="wrong_host")


def official_domain() -> str:
    """The address customers should see in their browser."""
    domains = workspace().official_domains
    return domains[0] if domains else host_of(settings.OCTANT_URL)
