"""From single results to one verdict: the rule for "the registered address" (facts of email)."""

from __future__ import annotations

from datetime import datetime

from octant.kit.mail.auth import arc as arcs
from octant.kit.mail.auth import dmarc as policies
from octant.kit.mail.auth import headers, signatures
from octant.kit.mail.auth import spf as spfs
from octant.kit.mail.auth.domains import aligned
from octant.kit.mail.auth.results import (
    Arc,
    Authenticity,
    Dmarc,
    Reason,
    Sender,
    Signature,
    Spf,
    Verdict,
)
from octant.kit.mail.dns import Resolver, TemporaryDnsError


def authenticate(
    raw: bytes,
    *,
    peer_ip: str | None,
    helo: str,
    mail_from: str,
    resolver: Resolver,
    trusted_arc: frozenset[str],
    now: datetime,
) -> Authenticity:
    """Check a mail as it came over SMTP from `peer_ip`; None where the peer is not known, as
    over IMAP: SPF then says nothing. `trusted_arc`: domains, in lower case, of forwarders whose
    ARC seals count. `now` decides what has expired. Raises nothing for any bytes."""
    try:
        found = headers.fields(raw)
    except headers.MalformedHeaders:
        return refused("headers_malformed")
    sender = headers.sender(found)
    if sender.reason:
        return refused(sender.reason)
    spf = spfs.check(peer_ip=peer_ip, helo=helo, mail_from=mail_from, resolver=resolver)
    dkim = signatures.check(raw, found, resolver=resolver, now=now)
    dmarc = policies.evaluate(sender.domain, spf=spf, signatures=dkim, resolver=resolver)
    reasons: list[Reason] = [] if peer_ip else ["spf_unknown_peer"]
    if sum(name == "dkim-signature" for name, _ in found) > len(dkim):
        reasons.append("dkim_too_many")
    arc = Arc()
    if dmarc.result != "pass":
        try:
            arc = arcs.check(raw, found, sender.domain, resolver=resolver, trusted=trusted_arc)
        except TemporaryDnsError:
            dmarc = Dmarc(result="temperror")
    return judge(sender, spf=spf, dkim=dkim, dmarc=dmarc, arc=arc, more=reasons)


def judge(
    sender: Sender,
    *,
    spf: Spf,
    dkim: tuple[Signature, ...],
    dmarc: Dmarc,
    arc: Arc,
    more: list[Reason],
) -> Authenticity:
    """One verdict with its reasons, each once: first what speaks for the mail."""
    reasons = [*_policy_reasons(dmarc), *_arc_reasons(arc)]
    reasons += [*_dkim_reasons(sender, dkim), *_spf_reasons(sender, spf), *more]
    vouching = [one for one in dkim if one.result == "pass"]
    covered = [one.covered for one in vouching if aligned(one.domain, sender.domain)]
    return Authenticity(
        verdict=_verdict(sender, spf, dkim, dmarc, arc),
        from_address=sender.address,
        spf=spf,
        dkim=dkim,
        dmarc=dmarc,
        arc=arc,
        reasons=tuple(dict.fromkeys(reasons)),
        covered=frozenset().union(*covered),
    )


def _verdict(
    sender: Sender, spf: Spf, dkim: tuple[Signature, ...], dmarc: Dmarc, arc: Arc
) -> Verdict:
    no_policy = dmarc.result in ("none", "permerror")
    if dmarc.result == "pass" or (no_policy and dmarc.aligned_by == "dkim") or arc.trusted:
        return "pass"
    if dmarc.result == "temperror" or _may_pass_later(sender, spf, dkim):
        return "temporary"
    if no_policy and dmarc.aligned_by == "spf":
        return "weak"
    return "fail" if dmarc.result == "fail" or "spf_fail" in _spf_reasons(sender, spf) else "none"


def _may_pass_later(sender: Sender, spf: Spf, dkim: tuple[Signature, ...]) -> bool:
    waiting = [one.domain for one in dkim if one.result == "temperror"]
    waiting += [spf.domain] if spf.result == "temperror" else []
    return any(aligned(domain, sender.domain) for domain in waiting)


def _policy_reasons(dmarc: Dmarc) -> list[Reason]:
    reasons: list[Reason] = []
    if dmarc.result != "fail" and dmarc.aligned_by:
        reasons.append("aligned_dkim" if dmarc.aligned_by == "dkim" else "aligned_spf")
    named: dict[str, Reason] = {
        "none": "no_policy",
        "fail": "dmarc_fail",
        "temperror": "dmarc_temporary",
        "permerror": "dmarc_malformed",
    }
    return reasons + ([named[dmarc.result]] if dmarc.result in named else [])


def _arc_reasons(arc: Arc) -> list[Reason]:
    if arc.trusted:
        return ["by_forwarder"]
    named: dict[str, Reason] = {"untrusted": "arc_untrusted", "fail": "arc_broken"}
    return [named[arc.result]] if arc.result in named else []


def _dkim_reasons(sender: Sender, dkim: tuple[Signature, ...]) -> list[Reason]:
    if not dkim:
        return ["dkim_none"]
    reasons: list[Reason] = [one.reason for one in dkim if one.reason]
    valid = [one for one in dkim if one.result == "pass"]
    if any(not aligned(one.domain, sender.domain) for one in valid):
        reasons.append("dkim_not_aligned")
    return reasons


def _spf_reasons(sender: Sender, spf: Spf) -> list[Reason]:
    if spf.result == "fail" and aligned(spf.domain, sender.domain):
        return ["spf_fail"]
    return ["spf_temporary"] if spf.result == "temperror" else []


def refused(
    reason: Reason, sender: Sender | None = None, verdict: Verdict = "fail"
) -> Authenticity:
    """Nothing more was looked at."""
    address = sender.address if sender else None
    return Authenticity(verdict=verdict, from_address=address, reasons=(reason,))
