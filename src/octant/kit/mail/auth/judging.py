"""From single results to one verdict: the rule for "the registered address" (facts of email)."""

from __future__ import annotations

from datetime import datetime

from octant.kit.mail.auth import arc as arcs
from octant.kit.mail.auth import dmarc as policies
from octant.kit.mail.auth import headers, signatures
from octant.kit.mail.auth import spf as spfs
from octant.kit.mail.auth.domains import aligned
from octant.kit.mail.auth.reports import Report, ours
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
        return _refused("headers_malformed")
    sender = headers.sender(found)
    if sender.reason:
        return _refused(sender.reason)
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


def trusted_results(raw: bytes, our_authserv_id: str) -> Authenticity:
    """What our own border server found, from the Authentication-Results with our id.

    Call it only for mail from that server's LMTP or a mailbox behind it. The border must remove
    such fields from what it receives: one that disagrees with another is taken as forged.
    """
    try:
        found = headers.fields(raw)
    except headers.MalformedHeaders:
        return _refused("headers_malformed")
    sender = headers.sender(found)
    if sender.reason:
        return _refused(sender.reason)
    reports = ours(found, our_authserv_id)
    if not reports:
        return _refused("no_results", sender, verdict="none")
    if _conflicting(reports, "dmarc") or _conflicting(reports, "spf"):
        return _refused("results_conflict", sender)
    spf, dkim = _reported_spf(reports), _reported_dkim(reports)
    dmarc = _reported_dmarc(reports, sender.domain, policies.align(sender.domain, spf, dkim) or "")
    return judge(sender, spf=spf, dkim=dkim, dmarc=dmarc, arc=Arc(), more=[])
