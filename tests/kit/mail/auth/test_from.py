"""Exactly one From mailbox, and the same one for everybody who reads the mail."""

import pytest
from tests.kit.mail.posts import check, mail, signed

from octant.kit.mail.auth.headers import mailbox


@pytest.mark.parametrize(
    "value",
    [
        "an@bank.example",
        "<an@bank.example>",
        "An <an@bank.example>",
        '"An, of the <bank>" <an@bank.example>',
        "=?utf-8?b?5a6J?= <an@bank.example>",
        "安 <an@bank.example>",
        "An (of (the) bank, yes) <an@bank.example>",
        "an@bank.example <an@bank.example>",
        "\r\n An\r\n <an@BANK.example>",
    ],
)
def test_one_mailbox_is_found(value: str) -> None:
    assert mailbox(value.encode()).address == "an@bank.example"


def test_a_name_in_raw_gbk_does_no_harm() -> None:
    assert mailbox("安 <an@bank.example>".encode("gbk")).address == "an@bank.example"


def test_dots_plus_parts_and_capitals_of_the_local_part_stay() -> None:
    assert mailbox(b"A.N+x@bank.example").address == "A.N+x@bank.example"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "from_missing"),
        ("an@bank.example, eve@evil.example", "from_several"),
        ("An <an@bank.example>, <eve@evil.example>", "from_several"),
        ("an@bank.example <eve@evil.example>", "from_several"),
        ("staff: an@bank.example;", "from_several"),
        ("<an@bank.example> <eve@evil.example>", "from_several"),
        ("An <an@bank.example", "from_malformed"),
        ("An <an@bank.example> x", "from_malformed"),
        ("an", "from_malformed"),
        ("an@localhost", "from_malformed"),
        ("<=?utf-8?q?an=40bank.example=00?=@evil.example>", "from_malformed"),
        ("an @bank.example", "from_malformed"),
        ('"an@bank.example"@evil.example', "from_malformed"),
    ],
)
def test_what_is_not_one_mailbox_is_refused(value: str, reason: str) -> None:
    found = mailbox(value.encode())
    assert (found.address, found.reason) == ("", reason)


def test_two_from_fields_fail_even_when_one_is_signed() -> None:
    found = check(b"From: eve@evil.example\r\n" + signed())
    assert (found.verdict, found.from_address, found.reasons) == ("fail", None, ("from_several",))


def test_a_mail_without_from_fails() -> None:
    assert check(b"Subject: x\r\n\r\nhello\r\n").reasons == ("from_missing",)


@pytest.mark.parametrize(
    "trick",
    [
        b"X: 1\rFrom: eve@evil.example\r\n",  # a bare CR ends a line for some parsers only
        b"X: 1\0\r\n",
        b"no colon here\r\n",
        b"From : eve@evil.example\r\n",
        b"From eve@evil.example Fri Nov 27\r\n",
        b" folded before anything\r\n",
    ],
)
def test_a_header_that_parsers_read_differently_is_refused(trick: bytes) -> None:
    assert check(trick + signed()).reasons == ("headers_malformed",)


def test_line_feeds_alone_are_read_as_line_ends() -> None:
    assert check(signed().replace(b"\r\n", b"\n")).verdict == "pass"


def test_nothing_at_all_is_no_mail() -> None:
    assert check(b"").verdict == "fail"
    assert check(mail()[:40]).verdict == "fail"
