"""The names that mail asks about: the few kinds of record that SPF, DKIM, DMARC and ARC need."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

import dns.exception
import dns.name
import dns.resolver

Kind = Literal["TXT", "MX", "A", "AAAA", "PTR"]
# Longer than any mail needs and short enough that a withdrawn key stops working the same hour.
LONGEST_KEPT_SECONDS = 3600
# An answer "there is none" is forgotten sooner: whoever has just published a record waits for it.
NONE_KEPT_SECONDS = 300
LARGEST_CACHE = 4096


class TemporaryDnsError(Exception):
    """Nobody answered, or only with an error: ask again later. "There is none" is no error."""


class Resolver(Protocol):
    """Looks names up. Every method answers [] where there is no such name or record, and raises
    TemporaryDnsError where that cannot be known now."""

    def txt(self, name: str) -> list[str]:
        """Texts, the strings of one record joined, bytes over 127 as Latin-1."""
        ...

    def mx(self, name: str) -> list[tuple[int, str]]:
        """(preference, host) pairs, the most preferred first."""
        ...

    def a(self, name: str) -> list[str]: ...

    def aaaa(self, name: str) -> list[str]: ...

    def ptr(self, address: str) -> list[str]:
        """The names of an IP address."""
        ...


class _Records:
    """The five questions put as one: `_ask(name, kind)` gives records as text."""

    def _ask(self, name: str, kind: Kind) -> list[str]:
        raise TemporaryDnsError(f"nobody to ask for {kind} of {name}")

    def txt(self, name: str) -> list[str]:
        return self._ask(_plain(name), "TXT")

    def mx(self, name: str) -> list[tuple[int, str]]:
        pairs = (record.split() for record in self._ask(_plain(name), "MX"))
        return sorted((int(preference), _plain(host)) for preference, host in pairs)

    def a(self, name: str) -> list[str]:
        return self._ask(_plain(name), "A")

    def aaaa(self, name: str) -> list[str]:
        return self._ask(_plain(name), "AAAA")

    def ptr(self, address: str) -> list[str]:
        return [_plain(n) for n in self._ask(ipaddress.ip_address(address).reverse_pointer, "PTR")]


class NetworkResolver(_Records):
    """Asks name servers: those given, else the system's. Safe to share between threads.

    `timeout_seconds` bounds one question with all its retries. Answers are kept for as long as
    their time to live says, within the bounds above; errors are not kept.
    """

    def __init__(
        self,
        nameservers: list[str] | None = None,
        *,
        port: int = 53,
        timeout_seconds: float = 5.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolver = dns.resolver.Resolver(configure=nameservers is None)
        if nameservers is not None:
            self._resolver.nameservers = list(nameservers)
            self._resolver.port = port
        self._resolver.lifetime = timeout_seconds
        self._resolver.timeout = min(2.0, timeout_seconds)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, Kind], tuple[float, list[str]]] = OrderedDict()

    def _ask(self, name: str, kind: Kind) -> list[str]:
        key = (name, kind)
        with self._lock:
            until, records = self._kept.get(key, (0.0, []))
        if until > self._seconds():
            return list(records)
        records, ttl = self._look_up(name, kind)
        with self._lock:
            self._kept[key] = (self._seconds() + ttl, records)
            self._kept.move_to_end(key)
            while len(self._kept) > LARGEST_CACHE:
                self._kept.popitem(last=False)
        return list(records)

    def _look_up(self, name: str, kind: Kind) -> tuple[list[str], float]:
        try:
            answer = self._resolver.resolve(name, kind, search=False, raise_on_no_answer=False)
        except (dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.NameTooLong):
            return [], NONE_KEPT_SECONDS
        except (dns.name.EmptyLabel, dns.name.IDNAException, UnicodeError):
            return [], NONE_KEPT_SECONDS
        except (dns.exception.DNSException, OSError) as error:
            raise TemporaryDnsError(f"{kind} of {name}: {error}") from error
        if answer.rrset is None:
            return [], NONE_KEPT_SECONDS
        ttl = min(float(answer.rrset.ttl), LONGEST_KEPT_SECONDS)
        return [_text(record, kind) for record in answer.rrset], ttl


class Zone(_Records):
    """Names held in memory, for tests and demos: {"example.org": {"TXT": ["v=spf1 -all"]}}.

    An MX is written "10 mail.example.org". A name under `failing` raises TemporaryDnsError.
    """

    def __init__(
        self, zone: Mapping[str, Mapping[str, list[str]]], failing: frozenset[str] = frozenset()
    ) -> None:
        self._zone = {_plain(name): records for name, records in zone.items()}
        self._failing = {_plain(name) for name in failing}

    def _ask(self, name: str, kind: Kind) -> list[str]:
        if name in self._failing:
            raise TemporaryDnsError(f"{kind} of {name}: told to fail")
        return list(self._zone.get(name, {}).get(kind, []))


def _text(record: object, kind: Kind) -> str:
    if kind == "TXT":
        return b"".join(getattr(record, "strings", ())).decode("latin-1")
    return str(record)


def _plain(name: str) -> str:
    return name.rstrip(".").lower()
