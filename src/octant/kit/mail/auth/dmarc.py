"""DMARC (RFC 7489): the From domain's policy, and what is aligned with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from octant.kit.mail.auth.domains import aligned, organisation
from octant.kit.mail.auth.results import AlignedBy, Dmarc, Signature, Spf
from octant.kit.mail.dns import Resolver, TemporaryDnsError

POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True)
class Policy:
    policy: str = ""
    strict_dkim: bool = False
    strict_spf: bool = False
    malformed: bool = False


def evaluate(
    author: str, *, spf: Spf, signatures: Iterable[Signature], resolver: Resolver
) -> Dmarc:
    """For mail whose From domain is `author`; DKIM is named before SPF where both are aligned."""
    try:
        policy = find(author, resolver)
    except TemporaryDnsError:
        return Dmarc(result="temperror")
    by = align(author, spf, signatures, policy or Policy())
    if policy is None:
        return Dmarc(aligned_by=by)
    if policy.malformed:
        return Dmarc(result="permerror", aligned_by=by)
    return Dmarc(result="pass" if by else "fail", policy=policy.policy, aligned_by=by)


def align(
    author: str, spf: Spf, signatures: Iterable[Signature], policy: Policy = Policy()
) -> AlignedBy:
    """What vouches for `author`, the better of the two first."""
    for one in signatures:
        if one.result == "pass" and aligned(one.domain, author, strict=policy.strict_dkim):
            return "dkim"
    if spf.result == "pass" and aligned(spf.domain, author, strict=policy.strict_spf):
        return "spf"
    return ""


def find(author: str, resolver: Resolver) -> Policy | None:
    """The policy at the domain itself, else at its organisation (6.6.3); None where there is
    none or more than one. Raises TemporaryDnsError."""
    own = _records(author, resolver)
    if own:
        return _parse(own[0], sub=False) if len(own) == 1 else None
    root = organisation(author)
    theirs = _records(root, resolver) if root != author else []
    return _parse(theirs[0], sub=True) if len(theirs) == 1 else None


def _records(domain: str, resolver: Resolver) -> list[str]:
    texts = resolver.txt(f"_dmarc.{domain}")
    return [text for text in texts if text.partition(";")[0].replace(" ", "") == "v=DMARC1"]


def _parse(text: str, *, sub: bool) -> Policy:
    tags: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        tags.setdefault(name.strip().lower(), value.strip().lower())
    policy = tags.get("p", "")
    if policy not in POLICIES:  # with an address for reports it still counts as p=none (6.6.3)
        policy = "none" if tags.get("rua") else ""
    if sub and tags.get("sp") in POLICIES:
        policy = tags["sp"]
    return Policy(policy, tags.get("adkim") == "s", tags.get("aspf") == "s", not policy)
