"""SPF (RFC 7208) by pyspf, with our own resolver in place of its."""

from __future__ import annotations

import ipaddress
from typing import Any

import spf

from octant.kit.mail.auth.results import Spf
from octant.kit.mail.dns import Resolver, TemporaryDnsError


def check(*, peer_ip: str | None, helo: str, mail_from: str, resolver: Resolver) -> Spf:
    """The result for the envelope sender, or for HELO where the sender is empty (2.4)."""
    domain = (mail_from.strip("<> ").rpartition("@")[2] or helo).rstrip(".").lower()
    if peer_ip is None or not _is_address(peer_ip) or not domain.isascii() or "." not in domain:
        return Spf(domain=domain)
    result, _, _ = _Query(peer_ip, mail_from.strip("<> "), helo, resolver).check()
    return Spf(result=result, domain=domain)


class _Query(spf.query):  # type: ignore[misc]  # the library has no types
    """pyspf's evaluation; only where it would open a socket it asks ours."""

    def __init__(self, peer: str, sender: str, helo: str, resolver: Resolver) -> None:
        super().__init__(i=peer, s=sender, h=helo)
        self._resolver = resolver

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> Any:
        """Records in pyspf's shapes; counts look-ups that find nothing (4.6.4) as it does."""
        plain = str(name).rstrip(".").lower()
        if not all(0 < len(label) < 64 for label in plain.split(".")):
            return []
        try:
            found = self._records(plain, qtype)
        except TemporaryDnsError as error:
            raise spf.TempError(f"DNS {error}") from error
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")
        return found

    def _records(self, name: str, qtype: str) -> list[Any]:
        if qtype == "TXT":
            return [(text.encode("latin-1"),) for text in self._resolver.txt(name)]
        if qtype == "MX":
            return list(self._resolver.mx(name))
        if qtype == "A":
            return list(self._resolver.a(name))
        if qtype == "AAAA":
            return [ipaddress.ip_address(a).compressed for a in self._resolver.aaaa(name)]
        return list(self._resolver.ptr(str(self.ipaddr))) if qtype == "PTR" else []


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
