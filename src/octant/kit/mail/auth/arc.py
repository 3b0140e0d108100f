"""ARC (RFC 8617): a forwarder's word on what it saw. Counts from those on a list alone, since
anybody may seal anything."""

from __future__ import annotations

from typing import Any, Final

import dkim

from octant.kit.mail.auth.domains import aligned
from octant.kit.mail.auth.headers import Field
from octant.kit.mail.auth.reports import parse
from octant.kit.mail.auth.results import Arc
from octant.kit.mail.auth.signatures import BROKEN, QUIET, signed, tags
from octant.kit.mail.dns import Resolver

# Two look-ups and two signatures for each; RFC 8617 allows 50, honest mail has one to three.
MOST_SETS: Final = 8


def check(
    raw: bytes, found: list[Field], author: str, *, resolver: Resolver, trusted: frozenset[str]
) -> Arc:
    """The chain, looked at only where every seal names somebody in `trusted` (lower case).

    Raises TemporaryDnsError."""
    seals = [tags(value) for name, value in found if name == "arc-seal"]
    if not seals:
        return Arc()
    seals.sort(key=lambda seal: int(seal["i"]) if seal.get("i", "").isdecimal() else 0)
    sealers = tuple(seal.get("d", "").lower() for seal in seals)
    if not set(sealers) <= trusted or len(seals) > MOST_SETS:
        return Arc("untrusted", sealers)
    results = _verified(raw, resolver)
    if not results or not _covers_mail(found, results):
        return Arc("fail", sealers)
    return Arc("pass", sealers, _saw_pass(results[-1].get("aar-value", b""), author))


def _verified(raw: bytes, resolver: Resolver) -> list[dict[str, Any]]:
    """dkimpy's results of the sets, the last forwarder's first; [] for a broken chain."""

    def key(name: bytes, timeout: int = 0) -> bytes | None:
        texts = resolver.txt(name.decode("latin-1"))
        return texts[0].encode("latin-1") if len(texts) == 1 else None

    try:
        result, sets, _ = dkim.ARC(raw, logger=QUIET).verify(dnsfunc=key)
    except BROKEN:
        return []
    return list(sets) if result == dkim.CV_Pass else []


def _covers_mail(found: list[Field], results: list[dict[str, Any]]) -> bool:
    """The last forwarder signed From and the whole body, and each seal is its signer's own."""
    signatures = [tags(value) for name, value in found if name == "arc-message-signature"]
    last = [one for one in signatures if one.get("i") == str(len(results))]
    same = all(one["as-domain"].lower() == one["ams-domain"].lower() for one in results)
    return same and len(last) == 1 and "from" in signed(last[0]) and "l" not in last[0]


def _saw_pass(value: bytes, author: str) -> bool:
    """Does the first forwarder's ARC-Authentication-Results say dmarc=pass for the author?"""
    report = parse(value.decode("latin-1").partition(";")[2])
    if report is None:
        return False
    seen = [one for one in report.entries if one.method == "dmarc"]
    return (
        len(seen) == 1
        and seen[0].result == "pass"
        and aligned(seen[0].get("header", "from").rpartition("@")[2], author, strict=True)
    )
