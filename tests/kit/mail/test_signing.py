"""Keys, signatures and records of our own."""

import dkim
import pytest
from tests.kit.mail.posts import check, key, mail, zone

from octant.kit.mail.auth.headers import MalformedHeaders
from octant.kit.mail.dns import Zone
from octant.kit.mail.signing import (
    mta_sts_policy,
    public_record,
    records,
    sign,
    unpublished,
)


def test_both_signatures_pass_by_our_own_check_and_by_the_library() -> None:
    raw = sign(mail(), [key("bank.example", "rsa"), key("bank.example", "ed25519")])
    assert [one.result for one in check(raw).dkim] == ["pass", "pass"]
    names = zone("bank.example")

    def look_up(name: bytes, timeout: int = 0) -> bytes:
        return names[name.decode().rstrip(".")]["TXT"][0].encode()

    assert [dkim.DKIM(raw).verify(idx=i, dnsfunc=look_up) for i in (0, 1)] == [True, True]


@pytest.mark.parametrize(
    "added", [b"From: x@y.example", b"Reply-To: x@y.example", b"Cc: x@y.example"]
)
def test_nothing_that_is_read_can_be_added(added: bytes) -> None:
    raw = sign(mail(), [key("bank.example")])
    assert check(added + b": x@y.example\r\n" + raw).verdict == "fail"


def test_line_ends_stay_as_they_are() -> None:
    raw = mail().replace(b"\r\n", b"\n")
    assert b"\r" not in sign(raw, [key("bank.example")])
    assert sign(raw, [key("bank.example")]).endswith(raw)


def test_a_mail_from_nobody_is_not_signed() -> None:
    ours = [key("bank.example")]
    with pytest.raises(MalformedHeaders):
        sign(b"no colon\r\n\r\n", ours)
    with pytest.raises(ValueError, match="From"):
        sign(b"Subject: x\r\n\r\n", ours)


def test_the_private_half_is_not_shown() -> None:
    assert "PRIVATE" not in repr(key("bank.example"))


def test_records_say_what_to_publish_and_which_are_missing() -> None:
    wanted = records(
        [key("bank.example", "rsa"), key("bank.example", "ed25519")],
        domain="bank.example",
        senders=["ip4:192.0.2.1"],
        reports_to="dmarc@bank.example",
        sts_id="20261127",
    )
    published = zone("bank.example", policy="v=DMARC1; p=reject; rua=mailto:dmarc@bank.example")
    missing = [one.name for one in unpublished(wanted, Zone(published))]
    assert missing == ["_mta-sts.bank.example", "_smtp._tls.bank.example"]


def test_a_long_record_is_cut_into_strings() -> None:
    line = public_record(key("bank.example")).zone_line()
    parts = line.split('"')[1::2]
    assert line.startswith("rsa._domainkey.bank.example. IN TXT ")
    assert max(map(len, parts)) <= 255
    assert "".join(parts) == public_record(key("bank.example")).text


def test_the_sts_policy_names_our_hosts() -> None:
    text = mta_sts_policy(["mx.bank.example"], mode="testing")
    assert text.split("\r\n")[:3] == ["version: STSv1", "mode: testing", "mx: mx.bank.example"]
