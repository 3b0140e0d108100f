"""A forwarder's word counts from those on the list alone."""

from __future__ import annotations

import dkim
from tests.kit.mail.posts import as_dkimpy_takes_it, check, key, signed, zone

from octant.kit.mail.auth import Authenticity

LIST = frozenset({"forward.example"})


def forwarded(
    by: str = "forward.example", dmarc: str = "pass", author: str = "bank.example"
) -> bytes:
    """A signed mail whose subject a forwarder changes before it seals what it saw."""
    seen = f"Authentication-Results: {by}; arc=none; dmarc={dmarc} header.from={author}\r\n"
    raw = seen.encode() + signed().replace(b"My withdrawal", b"[list] My withdrawal")
    lines = dkim.arc_sign(raw, b"rsa", by.encode(), as_dkimpy_takes_it(key(by)), by.encode())
    assert len(lines) == 3
    return b"".join(lines) + raw


def found(raw: bytes, trusted: frozenset[str] = LIST, **kwargs: frozenset[str]) -> Authenticity:
    names = zone("bank.example", "forward.example", "evil.example")
    return check(raw, names, trusted_arc=trusted, **kwargs)


def test_a_forwarder_on_the_list_vouches() -> None:
    result = found(forwarded())
    assert (result.verdict, result.reasons[:2]) == ("pass", ("dmarc_fail", "by_forwarder"))
    assert result.arc.sealers == ("forward.example",)


def test_any_other_does_not() -> None:
    assert found(forwarded(), frozenset()).verdict == "fail"
    result = found(forwarded(by="evil.example"))
    assert (result.verdict, result.arc.result) == ("fail", "untrusted")


def test_it_vouches_for_what_it_saw_and_no_more() -> None:
    assert found(forwarded(dmarc="fail")).verdict == "fail"
    assert found(forwarded(author="other.example")).verdict == "fail"


def test_a_mail_changed_after_the_seal_is_broken() -> None:
    result = found(forwarded().replace(b"Hello", b"Goodbye"))
    assert (result.verdict, "arc_broken" in result.reasons) == ("fail", True)


def test_while_its_key_cannot_be_had_it_says_ask_again() -> None:
    silent = frozenset({"rsa._domainkey.forward.example"})
    assert found(forwarded(), failing=silent).verdict == "temporary"
