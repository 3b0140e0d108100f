"""What is known of where a mail came from. Words for people are made from `reasons` elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["pass", "weak", "fail", "none", "temporary"]
AlignedBy = Literal["", "dkim", "spf"]

# Stable: they are stored, and sentences are looked up by them.
Reason = Literal[
    "aligned_dkim",  # a valid signature of the From domain
    "aligned_spf",  # the sending server may send for the From domain
    "by_forwarder",  # a forwarder on our list says that it passed there
    "no_policy",  # the From domain publishes no DMARC policy
    "dmarc_fail",  # it has one, and nothing is aligned with it
    "dmarc_temporary",  # the policy could not be looked up now
    "dmarc_malformed",  # a policy that cannot be read, so none
    "spf_fail",  # the From domain says that this server may not send for it
    "spf_temporary",
    "spf_unknown_peer",  # the sending server's address is not known here
    "dkim_none",  # no signature at all
    "dkim_not_aligned",  # valid, but another domain's
    "dkim_altered_body",
    "dkim_bad_signature",
    "dkim_expired",
    "dkim_from_unsigned",
    "dkim_partial_body",  # an l= tag: anything could have been added
    "dkim_weak_hash",  # SHA-1, which RFC 8301 forbids
    "dkim_weak_key",  # under 1024 bits (RFC 8301)
    "dkim_no_key",
    "dkim_revoked_key",
    "dkim_testing",  # the key's t=y: RFC 6376 3.6.1 wants it taken as unsigned
    "dkim_malformed",
    "dkim_temporary",
    "dkim_too_many",  # signatures beyond those that we look at
    "arc_untrusted",  # sealed by somebody who is not on our list
    "arc_broken",
    "from_missing",
    "from_several",
    "from_malformed",
    "headers_malformed",
    "no_results",  # our border server said nothing
    "results_conflict",  # it seems to say two things: one of them is forged
]


@dataclass(frozen=True, slots=True)
class Spf:
    """RFC 7208's result for the envelope sender, or for HELO where that is empty."""

    result: str = "none"
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One DKIM signature. `covered`: the header fields, in lower case, all of whose instances
    it signs; only of these is anything proven."""

    domain: str
    selector: str
    result: Literal["pass", "fail", "permerror", "temperror"]
    reason: Reason | Literal[""] = ""
    covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dmarc:
    """`policy` is none, quarantine or reject, and "" where there is none (result "none");
    `aligned_by` is then what is aligned by the relaxed rule all the same."""

    result: Literal["pass", "fail", "none", "temperror", "permerror"] = "none"
    policy: str = ""
    aligned_by: AlignedBy = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """`trusted` only where the chain holds, every seal is on our list, and the first of them
    saw DMARC pass for the From domain. `sealers`: the domains, the first forwarder first."""

    result: Literal["none", "pass", "fail", "untrusted"] = "none"
    sealers: tuple[str, ...] = ()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The one From mailbox, its domain in lower case and ASCII; "" and a reason where there is
    not exactly one."""

    address: str = ""
    reason: Reason | Literal[""] = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Authenticity:
    """pass: the From domain vouches for this mail. weak: only the sending server's address does,
    and no policy asks for more. fail: it is not from there, or says several things. none: nothing
    is known. temporary: ask again later."""

    verdict: Verdict
    from_address: str | None
    spf: Spf = Spf()
    dkim: tuple[Signature, ...] = ()
    dmarc: Dmarc = Dmarc()
    arc: Arc = Arc()
    reasons: tuple[str, ...] = ()
    covered: frozenset[str] = field(default_factory=frozenset)
