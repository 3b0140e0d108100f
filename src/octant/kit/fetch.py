"""Fetch from, or post to, an address that somebody entered, without reaching into our own network.

The name is resolved once, every address it has must be public, and the connection goes to the
address that was checked (so a name cannot change its mind in between: DNS rebinding). Redirects
are followed by hand, each checked anew. Only https, no proxy, no cookies.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from urllib.parse import urljoin, urlsplit

Network = IPv4Network | IPv6Network
_NAT64 = IPv6Network("64:ff9b::/96")  # leads to IPv4 addresses, private ones included (RFC 6052)
_CHUNK = 64 * 1024
_REDIRECTS = 3


class FetchError(Exception):
    """`code`: not_https, bad_address, private_address, no_answer, refused, too_large, redirects."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """`inside` are private networks that may be reached nevertheless; `ca_file` a certificate
    authority of one's own. Both are for operators whose feeds lie in their own network."""

    most_bytes: int = 64 * 1024 * 1024
    timeout_seconds: float = 10
    total_seconds: float = 120
    inside: Sequence[Network] = ()
    ca_file: str | None = None


def fetch(url: str, limits: Limits | None = None) -> bytes:
    """The body of the answer. Raises `FetchError`."""
    limits = limits or Limits()
    for _hop in range(_REDIRECTS + 1):
        body, onward = _get(url, limits)
        if onward is None:
            return body
        url = urljoin(url, onward)
    raise FetchError("redirects", url[:200])


def post(url: str, body: bytes, headers: Mapping[str, str], limits: Limits | None = None) -> None:
    """Send `body`, once, and be content with any answer from 200 to 299. Raises `FetchError`; a
    redirect is a refusal, since what was signed for one address is not for another."""
    limits = limits or Limits()
    host, port, target = _parts(url)
    address = _checked(host, port, limits.inside)
    context = ssl.create_default_context(cafile=limits.ca_file)
    connection = _Pinned(host, port, address, context, limits.timeout_seconds)
    try:
        connection.request("POST", target, body, {"User-Agent": "octant", **headers})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError("no_answer", type(error).__name__) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise FetchError("refused", str(status))


def _get(url: str, limits: Limits) -> tuple[bytes, str | None]:
    host, port, target = _parts(url)
    address = _checked(host, port, limits.inside)
    context = ssl.create_default_context(cafile=limits.ca_file)
    connection = _Pinned(host, port, address, context, limits.timeout_seconds)
    try:
        connection.request("GET", target, headers={"User-Agent": "octant", "Accept": "*/*"})
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308):
            return b"", response.getheader("Location") or ""
        if response.status != 200:
            raise FetchError("refused", str(response.status))
        return _body(response, limits), None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError("no_answer", type(error).__name__) from error
    finally:
        connection.close()


def _parts(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise FetchError("bad_address") from error
    if parts.scheme != "https":
        raise FetchError("not_https")
    if not host or parts.username or parts.password or not url.isascii():
        raise FetchError("bad_address")
    query = f"?{parts.query}" if parts.query else ""
    return host, port, (parts.path or "/") + query


def _checked(host: str, port: int, inside: Sequence[Network]) -> str:
    """One address of the host, after all of them were found to be public (or allowed)."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("no_answer", "name") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_allowed(address, inside) for address in addresses):
        raise FetchError("private_address", host[:200])
    return addresses[0]


def _allowed(address: str, inside: Sequence[Network]) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or nat64 or ip
    if any(ip in network for network in inside if network.version == ip.version):
        return True
    return ip.is_global and not ip.is_multicast


def _body(response: http.client.HTTPResponse, limits: Limits) -> bytes:
    """All of it, within the size and within the time."""
    ends, parts, size = time.monotonic() + limits.total_seconds, [], 0
    while chunk := response.read(_CHUNK):
        size += len(chunk)
        if size > limits.most_bytes:
            raise FetchError("too_large", str(limits.most_bytes))
        if time.monotonic() > ends:
            raise FetchError("no_answer", "slow")
        parts.append(chunk)
    return b"".join(parts)


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, under the name of its host."""

    def __init__(
        self, host: str, port: int, address: str, context: ssl.SSLContext, timeout: float
    ) -> None:
        super().__init__(host, port, context=context, timeout=timeout)
        self._address, self._own_context = address, context

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self.sock = self._own_context.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise
