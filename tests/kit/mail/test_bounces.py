"""Reports about our own mail."""

import base64
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octant.kit.mail.bounces import read_bounce, read_complaint

ORIGINAL = "Message-ID: <42@octant.example>\r\nSubject: Your ticket\r\n\r\nHello\r\n"


def report(
    fields: str, kind: str = "delivery-status", encoding: str = "", original: str = ORIGINAL
) -> bytes:
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nSubject: Undelivered\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={kind}; boundary=b\r\n"
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/{kind}\r\n{encoding}\r\n{fields}\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def failed(status: str, action: str = "failed", to: str = "an@bank.example") -> str:
    return (
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no\r\n  such user\r\n"
    )


def test_a_report_names_address_status_reason_and_our_mail() -> None:
    bounce = read_bounce(report(failed("5.1.1")))
    assert bounce is not None
    (one,) = bounce.recipients
    assert (one.address, one.kind, one.status) == ("an@bank.example", "hard", "5.1.1")
    assert one.diagnostic == "smtp; 550 no such user"
    assert bounce.original_message_id == "<42@octant.example>"


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.0.0", "failed", "hard"),
        ("5.2.1", "failed", "hard"),
        ("5.4.4", "failed", "hard"),
        ("5.2.2", "failed", "soft"),  # full
        ("5.7.1", "failed", "soft"),  # refused, but there
        ("4.4.7", "failed", "soft"),  # given up after days
        ("4.4.1", "delayed", "soft"),
        ("", "failed", "unknown"),
    ],
)
def test_only_what_is_wrong_with_the_address_is_hard(status: str, action: str, kind: str) -> None:
    bounce = read_bounce(report(failed(status, action)))
    assert bounce is not None
    assert bounce.recipients[0].kind == kind
    assert bounce.recipients[0].final == (action == "failed")


def test_several_recipients_are_told_apart() -> None:
    fields = (
        failed("5.1.1") + "\r\n" + failed("4.2.2", to="bo@bank.example").partition("\r\n\r\n")[2]
    )
    bounce = read_bounce(report(fields))
    assert bounce is not None
    assert [(r.address, r.kind) for r in bounce.recipients] == [
        ("an@bank.example", "hard"),
        ("bo@bank.example", "soft"),
    ]


def test_a_report_in_base64_is_read() -> None:
    text = base64.b64encode(failed("5.1.1").encode()).decode()
    bounce = read_bounce(report(text, encoding="Content-Transfer-Encoding: base64\r\n"))
    assert bounce is not None
    assert bounce.recipients[0].status == "5.1.1"


def test_news_of_delivery_is_no_bounce() -> None:
    assert read_bounce(report(failed("2.0.0", "delivered"))) is None


def test_a_server_that_writes_no_report_is_understood_by_its_habits() -> None:
    raw = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program at mail.example.\r\n"
        b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n"
        b"<an@bank.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\n"
    )
    bounce = read_bounce(raw)
    assert bounce is not None
    assert [(r.address, r.kind) for r in bounce.recipients] == [("an@bank.example", "hard")]
    quoted = raw.replace(b"MAILER-DAEMON@mail", b"an@bank").replace(b"Return-Path: <>\r\n", b"")
    assert read_bounce(quoted) is None


def test_a_complaint_is_read() -> None:
    fields = (
        "Feedback-Type: abuse\r\nUser-Agent: X/1\r\nVersion: 1\r\n"
        "Original-Rcpt-To: <an@bank.example>\r\n"
    )
    complaint = read_complaint(report(fields, kind="feedback-report"))
    assert complaint is not None
    assert (complaint.feedback_type, complaint.recipients) == ("abuse", ("an@bank.example",))
    assert complaint.original_message_id == "<42@octant.example>"
    assert read_complaint(report(failed("5.1.1"))) is None


@given(st.binary(max_size=300), st.sampled_from(["delivery-status", "feedback-report"]))
def test_no_bytes_break_the_readers(noise: bytes, kind: str) -> None:
    whole = report("@@", kind=kind).replace(b"@@", noise)
    for raw in (noise, whole):
        read_bounce(raw)
        read_complaint(raw)


def test_a_report_that_brings_a_large_mail_along_is_read_by_its_beginning() -> None:
    large = ORIGINAL + "A line of the mail that came back.\r\n" * 150_000
    raw = report(failed("5.1.1"), original=large)
    tracemalloc.start()
    try:
        bounce = read_bounce(raw)
        _now, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert bounce is not None and bounce.original_message_id == "<42@octant.example>"
    assert highest < len(raw)
