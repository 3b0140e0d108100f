"""Providers that post mails and news to us: with their own signatures, through the one door."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter, signed

from octant.channels.email.models import Arrival, Outgoing, Suppressed
from octant.channels.email.services.keeping import raw_of
from octant.channels.email.services.sorting import sort_due
from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.kit.clock import now

pytestmark = pytest.mark.django_db
KEY, SECRET = "key-of-the-tests", "postmark:secret of the tests"


@pytest.fixture(autouse=True)
def _configured(settings: LazySettings) -> None:
    settings.OCTANT_MAILGUN_SIGNING_KEY = KEY
    settings.OCTANT_POSTMARK_SECRET = SECRET


def signature(key: str = KEY, at: float | None = None) -> dict[str, str]:
    """As Mailgun signs: the moment and a word."""
    timestamp = str(int(now().timestamp() if at is None else at))
    made = hmac.new(key.encode(), f"{timestamp}word".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "token": "word", "signature": made}


def mailgun(raw: bytes, *, to: str = SUPPORT, parts: bool = False, **sign: Any) -> HttpResponse:
    fields = {"recipient": to, "sender": MEI, **signature(**sign)}
    if parts:
        boundary = "b-o-u-n-d"
        lines = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            + (value if isinstance(value, bytes) else value.encode())
            for name, value in {**fields, "body-mime": raw}.items()
        ]
        body = b"\r\n".join([*lines, f"--{boundary}--\r\n".encode()])
        content_type = f"multipart/form-data; boundary={boundary}"
    else:
        body = urlencode({**fields, "body-mime": raw}).encode()
        content_type = "application/x-www-form-urlencoded"
    return posted("/hooks/mail/mailgun/mime", body, content_type)


def posted(path: str, body: bytes, content_type: str, **headers: str) -> HttpResponse:
    client = Client(enforce_csrf_checks=True)
    answer: Any = client.generic("POST", path, body, content_type=content_type, headers=headers)
    return answer  # type: ignore[no-any-return]


def postmark(path: str, data: Any, secret: str = SECRET) -> HttpResponse:
    given = "Basic " + base64.b64encode(secret.encode()).decode()
    return posted(path, json.dumps(data).encode(), "application/json", authorization=given)


def mailgun_event(event: str, mail_id: str, **more: Any) -> HttpResponse:
    data = {
        "event": event,
        "recipient": MEI,
        "timestamp": now().timestamp(),
        "message": {"headers": {"message-id": mail_id}},
        "delivery-status": {"message": "550 5.1.1 no such user"},
        **more,
    }
    body = json.dumps({"signature": signature(), "event-data": data}).encode()
    return posted("/hooks/mail/mailgun/events", body, "application/json")


@pytest.mark.parametrize("parts", [False, True])
def test_a_mail_by_mailgun_keeps_every_byte_and_its_signature(
    customer_user: User, parts: bool
) -> None:
    raw = signed(letter("Grüße, 我的提币没有到账。"))
    assert mailgun(raw, parts=parts).status_code == 200
    assert raw_of(Arrival.objects.get()) == raw
    sort_due()
    row = Arrival.objects.get()
    assert (row.state, row.verdict) == (Arrival.State.TAKEN, "pass")
    assert row.envelope["via"] == "webhook"
    assert Ticket.objects.get().customer.user == customer_user
    assert mailgun(raw, parts=parts).status_code == 200  # posted again: there is still one
    assert Arrival.objects.count() == 1


def test_a_mail_by_postmark(customer_user: User) -> None:
    raw = signed(letter("It has not arrived."))
    data = {
        "OriginalRecipient": SUPPORT,
        "Headers": [{"Name": "Return-Path", "Value": f"<{MEI}>"}],
        "RawEmail": raw.decode(),
    }
    assert postmark("/hooks/mail/postmark/mail", data, secret="postmark:guessed").status_code == 400
    assert not Arrival.objects.exists()
    assert postmark("/hooks/mail/postmark/mail", data).status_code == 200
    sort_due()
    assert Arrival.objects.get().verdict == "pass"
    assert Arrival.objects.get().envelope["mail_from"] == MEI


def test_bytes_of_another_charset_stay_as_they_are() -> None:
    raw = b"From: mei@customers.example\r\nSubject: x\r\n\r\n" + "提币".encode("gb18030") + b"\r\n"
    assert mailgun(raw).status_code == 200
    assert raw_of(Arrival.objects.get()) == raw


@pytest.mark.parametrize(
    "sign", [{"key": "another"}, {"at": 1_600_000_000.0}], ids=["wrong key", "old"]
)
def test_without_a_fresh_signature_nothing_is_kept(sign: dict[str, Any]) -> None:
    assert mailgun(signed(letter()), **sign).status_code == 400
    assert not Arrival.objects.exists()


def test_a_forged_result_and_a_forged_sender_are_worth_what_they_are_elsewhere() -> None:
    forged = b"Authentication-Results: mx.kraken.example; dmarc=pass\r\n"
    assert mailgun(forged + letter("Let me in.").as_bytes()).status_code == 200
    sort_due()
    assert Arrival.objects.get().state == Arrival.State.SUSPENDED
    assert not Ticket.objects.exists()


def test_nobody_of_ours_is_no_use_to_try_again() -> None:
    assert mailgun(signed(letter()), to="nobody@kraken.example").status_code == 406


def test_who_is_not_used_is_not_there(settings: LazySettings) -> None:
    settings.OCTANT_MAILGUN_SIGNING_KEY = ""
    assert mailgun(signed(letter()), key="").status_code == 404


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"signature": 1}', b"\xff", b""])
@pytest.mark.parametrize("what", ["mailgun/mime", "mailgun/events", "postmark/mail"])
def test_what_cannot_be_read_is_refused(what: str, body: bytes) -> None:
    given = "Basic " + base64.b64encode(SECRET.encode()).decode()
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = posted(f"/hooks/mail/{what}", body, kind, authorization=given)
        assert answer.status_code == 400


def test_more_than_the_largest_mail_is_not_read(settings: LazySettings) -> None:
    from octant.channels.email import config

    most = 2 * config.max_mail_bytes()
    answer = posted("/hooks/mail/mailgun/mime", b"x" * (most + 1), "application/octet-stream")
    assert answer.status_code == 406


def test_what_came_back_is_told_and_not_written_to_again(customer_user: User) -> None:
    arrive(letter())
    sent = Outgoing.objects.get()
    for _twice in range(2):
        answer = mailgun_event("failed", sent.mail_id, severity="permanent", reason="bounce")
        assert answer.status_code == 200
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (Outgoing.State.BOUNCED, "550 5.1.1 no such user")
    assert Suppressed.objects.get().reason == "hard"
    assert Ticket.objects.get().messages.filter(data__code="mail_back").count() == 1


def test_put_off_is_no_news_and_delivered_is_kept(customer_user: User) -> None:
    arrive(letter())
    sent = Outgoing.objects.get()
    mailgun_event("failed", sent.mail_id, severity="temporary", reason="generic")
    sent.refresh_from_db()
    assert (sent.state, sent.delivered_at) == (Outgoing.State.QUEUED, None)
    mailgun_event("delivered", sent.mail_id)
    sent.refresh_from_db()
    assert sent.delivered_at is not None


def test_an_event_about_another_address_or_mail_does_nothing(customer_user: User) -> None:
    arrive(letter())
    sent = Outgoing.objects.get()
    mailgun_event("failed", sent.mail_id, severity="permanent", recipient="bo@lax.example")
    mailgun_event("failed", "made-up@kraken.example", severity="permanent")
    sent.refresh_from_db()
    assert sent.state == Outgoing.State.QUEUED
    assert not Suppressed.objects.exists()


def test_a_complaint_by_postmark_which_names_mails_by_numbers(customer_user: User) -> None:
    arrive(letter())
    Outgoing.objects.update(state=Outgoing.State.SENT)
    data = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": MEI, "MessageID": "8a"}
    assert postmark("/hooks/mail/postmark/events", data).status_code == 200
    assert Suppressed.objects.get().reason == "complaint"
