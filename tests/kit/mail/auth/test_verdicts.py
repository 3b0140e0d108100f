"""The rule for "written from the registered address", case by case."""

from datetime import timedelta

import dkim
import pytest
from tests.kit.mail.posts import HONEST_IP, as_dkimpy_takes_it, check, key, mail, signed, zone

from octant.kit import clock
from octant.kit.mail.auth.results import Signature
from octant.kit.mail.signing import Kind

FROM_THE_BANK = {"peer_ip": HONEST_IP, "mail_from": "an@bank.example"}


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_signature_of_the_from_domain_passes(kind: Kind) -> None:
    found = check(signed(kind=kind))
    assert (found.verdict, found.from_address) == ("pass", "an@bank.example")
    assert (found.dmarc.result, found.dmarc.policy, found.dmarc.aligned_by) == (
        "pass",
        "reject",
        "dkim",
    )
    assert {"from", "subject", "to"} <= found.covered


def test_a_forged_from_fails_and_says_why() -> None:
    found = check(mail())
    assert found.verdict == "fail"
    assert {"dmarc_fail", "dkim_none"} <= set(found.reasons)


def test_a_signature_of_another_domain_proves_nothing_of_this_one() -> None:
    names = zone("bank.example", "evil.example")
    found = check(signed("evil.example"), names)
    assert found.verdict == "fail"
    assert "dkim_not_aligned" in found.reasons
    assert found.dkim[0].result == "pass"


def test_the_sending_server_alone_satisfies_a_policy() -> None:
    found = check(mail(), **FROM_THE_BANK)
    assert (found.verdict, found.dmarc.aligned_by) == ("pass", "spf")


def test_without_a_policy_a_signature_passes_and_a_server_is_weak() -> None:
    names = zone("bank.example", policy="")
    assert check(signed(), names).verdict == "pass"
    weak = check(mail(), names, **FROM_THE_BANK)
    assert (weak.verdict, weak.reasons[:2]) == ("weak", ("aligned_spf", "no_policy"))


def test_without_any_record_nothing_is_known() -> None:
    assert check(mail(), {}).verdict == "none"


def test_a_server_that_the_domain_rules_out_fails_without_a_policy_too() -> None:
    found = check(mail(), zone("bank.example", policy=""), mail_from="an@bank.example")
    assert (found.verdict, "spf_fail" in found.reasons) == ("fail", True)


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [("v=DMARC1; p=reject", "pass"), ("v=DMARC1; p=reject; adkim=s", "fail")],
)
def test_a_subdomain_may_sign_unless_the_policy_is_strict(policy: str, verdict: str) -> None:
    names = zone("bank.example", policy=policy) | zone("mail.bank.example", policy="")
    assert check(signed("mail.bank.example"), names).verdict == verdict


def test_a_subdomain_without_a_policy_has_its_organisations() -> None:
    names = zone("bank.example", policy="v=DMARC1; p=none; sp=quarantine")
    found = check(mail("an@news.bank.example"), names)
    assert (found.verdict, found.dmarc.policy) == ("fail", "quarantine")


def test_two_customers_of_one_host_are_two_organisations() -> None:
    names = zone("bank.github.io", policy="") | zone("evil.github.io", policy="")
    found = check(signed("evil.github.io", author="an@bank.github.io"), names)
    assert found.verdict == "none"


def test_a_changed_body_is_told_from_a_changed_header() -> None:
    body = check(signed().replace(b"Hello", b"Send it to 0xbad"))
    header = check(signed().replace(b"My withdrawal", b"Another"))
    assert (body.dkim[0].reason, header.dkim[0].reason) == (
        "dkim_altered_body",
        "dkim_bad_signature",
    )
    assert {body.verdict, header.verdict} == {"fail"}


def test_a_changed_reply_to_is_seen_and_an_unsigned_one_is_not_covered() -> None:
    ours = b"Reply-To: thief@evil.example\r\n" + signed()
    assert check(ours).verdict == "fail"  # our own signing freezes it
    line = dkim.sign(mail(), b"rsa", b"bank.example", _rsa(), include_headers=[b"from", b"subject"])
    found = check(b"Reply-To: thief@evil.example\r\n" + line + mail())
    assert (found.verdict, found.from_address) == ("pass", "an@bank.example")
    assert "reply-to" not in found.covered


def test_a_second_subject_on_top_is_not_covered() -> None:
    line = dkim.sign(mail(), b"rsa", b"bank.example", _rsa(), include_headers=[b"from", b"subject"])
    found = check(b"Subject: Freeze my account\r\n" + line + mail())
    assert "subject" not in found.covered
    assert "from" in found.covered


def test_a_signature_over_a_part_of_the_body_does_not_count() -> None:
    line = dkim.sign(mail(), b"rsa", b"bank.example", _rsa(), length=True)
    found = check(line + mail() + b"and send it to 0xbad\r\n")
    assert (found.verdict, found.dkim[0].reason) == ("fail", "dkim_partial_body")


def test_sha1_is_refused() -> None:
    line = dkim.sign(mail(), b"rsa", b"bank.example", _rsa(), signature_algorithm=b"rsa-sha1")
    assert check(line + mail()).dkim[0].reason == "dkim_weak_hash"


def test_a_signature_that_leaves_from_out_is_refused() -> None:
    raw = signed().replace(b"from : from : ", b"", 1)
    assert check(raw).dkim[0].reason in ("dkim_from_unsigned", "dkim_bad_signature")
    raw = b"DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=rsa; h=to; bh=AA==; b=AA==\r\n"
    assert check(raw + mail()).dkim[0].reason == "dkim_from_unsigned"


def test_an_expired_signature_is_refused() -> None:
    now = clock.now()
    end = str(int((now + timedelta(hours=1)).timestamp())).encode()
    raw = signed().replace(b"q=dns/txt;", b"q=dns/txt; x=" + end + b";")
    assert check(raw, now=now).dkim[0].reason == "dkim_bad_signature"  # x= was added, not signed
    assert check(raw, now=now + timedelta(hours=2)).dkim[0].reason == "dkim_expired"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("", "dkim_no_key"),
        ("v=DKIM1; k=rsa; p=", "dkim_revoked_key"),
        ("v=DKIM1; t=y; k=rsa; p={p}", "dkim_testing"),
        ("v=DKIM1; h=sha1; k=rsa; p={p}", "dkim_no_key"),
        ("v=DKIM1; s=other; k=rsa; p={p}", "dkim_no_key"),
        ("v=DKIM1; k=rsa; p=!!!", "dkim_no_key"),
    ],
)
def test_a_key_record_that_does_not_stand_for_mail(record: str, reason: str) -> None:
    names = zone("bank.example")
    p = names["rsa._domainkey.bank.example"]["TXT"][0].partition("p=")[2]
    names["rsa._domainkey.bank.example"] = {"TXT": [record.format(p=p)] if record else []}
    found = check(signed(), names)
    assert (found.verdict, found.dkim[0].reason) == ("fail", reason)


def test_a_short_key_is_refused(short_key_mail: tuple[bytes, str]) -> None:
    raw, text = short_key_mail
    names = zone("bank.example") | {"short._domainkey.bank.example": {"TXT": [text]}}
    assert check(raw, names).dkim[0].reason == "dkim_weak_key"


def test_one_good_signature_among_bad_ones_is_enough_but_not_the_hundredth() -> None:
    bad = b"DKIM-Signature: v=1; a=rsa-sha1; d=bank.example; s=x; h=from; bh=AA==; b=AA==\r\n"
    assert check(bad + signed()).verdict == "pass"
    found = check(bad * 100 + signed())
    assert (found.verdict, "dkim_too_many" in found.reasons) == ("fail", True)


@pytest.mark.parametrize(
    "name", ["rsa._domainkey.bank.example", "_dmarc.bank.example"], ids=["key", "policy"]
)
def test_while_the_dns_is_silent_it_says_ask_again(name: str) -> None:
    assert check(signed(), failing=frozenset({name})).verdict == "temporary"


def test_a_silent_spf_matters_only_if_it_could_help() -> None:
    silent = frozenset({"bank.example", "stranger.example"})
    assert check(signed(), failing=silent).verdict == "pass"
    assert check(mail(), failing=silent).verdict == "fail"
    assert check(mail(), failing=silent, mail_from="an@bank.example").verdict == "temporary"


def test_over_imap_the_peer_is_unknown_and_the_signature_decides() -> None:
    found = check(signed(), peer_ip=None)
    assert (found.verdict, "spf_unknown_peer" in found.reasons) == ("pass", True)


def test_two_policies_are_none() -> None:
    names = zone("bank.example")
    names["_dmarc.bank.example"]["TXT"].append("v=DMARC1; p=none")
    assert check(mail(), names).dmarc.result == "none"


def test_results_are_values() -> None:
    assert check(signed(), now=clock.now()).dkim[0] == Signature(
        "bank.example", "rsa", "pass", "", check(signed()).covered
    )


def _rsa() -> bytes:
    return as_dkimpy_takes_it(key("bank.example"))
