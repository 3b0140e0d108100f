"""What a border server of ours found, read from its Authentication-Results (RFC 8601)."""

from __future__ import annotations

from collections.abc import Iterator

from octant.kit.mail.auth import headers
from octant.kit.mail.auth.dmarc import POLICIES, align
from octant.kit.mail.auth.headers import Field
from octant.kit.mail.auth.judging import judge, refused
from octant.kit.mail.auth.reports import Entry, ours
from octant.kit.mail.auth.results import AlignedBy, Arc, Authenticity, Dmarc, Signature, Spf
from octant.kit.mail.auth.signatures import covered, tags


def trusted_results(raw: bytes, our_authserv_id: str) -> Authenticity:
    """What our own border server found, from the Authentication-Results with our id.

    Call it only for mail from that server's LMTP or a mailbox behind it. The border must remove
    such fields from what it receives: one that disagrees with another is taken as forged.
    """
    try:
        found = headers.fields(raw)
    except headers.MalformedHeaders:
        return refused("headers_malformed")
    sender = headers.sender(found)
    if sender.reason:
        return refused(sender.reason)
    reports = ours(found, our_authserv_id)
    if not reports:
        return refused("no_results", sender, verdict="none")
    entries = [entry for report in reports for entry in report.entries]
    if _conflicting(entries, sender.domain):
        return refused("results_conflict", sender)
    spf, dkim = _spf(entries), tuple(_signatures(entries, found))
    dmarc = _dmarc(entries, align(sender.domain, spf, dkim))
    return judge(sender, spf=spf, dkim=dkim, dmarc=dmarc, arc=Arc(), more=[])


def _conflicting(entries: list[Entry], author: str) -> bool:
    """One border server says one thing, and of the mail at hand."""
    about = [one for one in entries if one.method == "dmarc"]
    strange = [one for one in about if _author(one) not in ("", author)]
    senders = {(e.result, e.get("smtp", "mailfrom")) for e in entries if _is_of_sender(e)}
    return bool(strange) or len({one.result for one in about}) > 1 or len(senders) > 1


def _author(entry: Entry) -> str:
    return entry.get("header", "from").rpartition("@")[2].lower()


def _is_of_sender(entry: Entry) -> bool:
    return entry.method == "spf" and bool(entry.get("smtp", "mailfrom"))


def _spf(entries: list[Entry]) -> Spf:
    for one in entries:
        if one.method == "spf":
            named = one.get("smtp", "mailfrom") or one.get("smtp", "helo")
            return Spf(one.result, named.rpartition("@")[2].lower())
    return Spf()


def _signatures(entries: list[Entry], found: list[Field]) -> Iterator[Signature]:
    for one in entries:
        domain = one.get("header", "d") or one.get("header", "i").rpartition("@")[2]
        if one.method != "dkim" or not domain:
            continue
        domain, selector = domain.lower(), one.get("header", "s")
        if one.result == "pass":
            yield Signature(domain, selector, "pass", "", _covered(domain, selector, found))
        elif one.result == "temperror":
            yield Signature(domain, selector, "temperror", "dkim_temporary")
        elif one.result == "fail":
            yield Signature(domain, selector, "fail", "dkim_bad_signature")
        else:
            yield Signature(domain, selector, "permerror", "dkim_malformed")


def _covered(domain: str, selector: str, found: list[Field]) -> frozenset[str]:
    """What the one signature of this domain and selector signs; nothing where there are two,
    for then the border's word may be about the other."""
    given = [tags(value) for name, value in found if name == "dkim-signature"]
    fitting = [one for one in given if one.get("d", "").lower() == domain]
    fitting = [one for one in fitting if not selector or one.get("s") == selector]
    return covered(fitting[0], found) if len(fitting) == 1 else frozenset()


def _dmarc(entries: list[Entry], by: AlignedBy) -> Dmarc:
    """A result that is none of the standard's (such as a guess) counts as no policy."""
    for one in entries:
        if one.method == "dmarc":
            policy = one.get("policy", "dmarc").lower()
            named = policy if policy in POLICIES else ""
            if one.result == "pass":
                return Dmarc("pass", named, by)
            if one.result == "fail":
                return Dmarc("fail", named, by)
            if one.result == "temperror":
                return Dmarc("temperror")
    return Dmarc(aligned_by=by)
