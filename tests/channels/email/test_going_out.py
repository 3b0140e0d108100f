"""Answers leave as mails: whole, signed, threaded, retried; what comes back is told."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.core import mail as sent_mail
from tests.channels.email.mails import MEI, arrive, letter

from octant.channels.email import signing, transport
from octant.channels.email.models import Arrival, Letter, Outgoing, Suppressed
from octant.channels.email.services import machines, sending
from octant.channels.email.services.sending import send_due
from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.reply_address import reply_address
from octant.core.tickets.services.conversation import send
from octant.kit import clock
from octant.kit.mail.auth import authenticate
from octant.kit.mail.dns import Zone
from octant.kit.mail.reading import read_mail
from octant.kit.mail.signing import public_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer_user: User) -> Ticket:
    arrive(letter("Where is my withdrawal?\n\nFTQcuak-V6Za8qrWnhzTx67yYHz8Tg"))
    return Ticket.objects.get()


def settle_outbox() -> None:
    while deliver_due():
        pass


def leave(monkeypatch: pytest.MonkeyPatch, *, after: float = 11) -> list[bytes]:
    """What leaves once the time to take it back is over, as bytes."""
    settle_outbox()
    at = clock.now() + timedelta(seconds=after)
    for module in (sending,):
        monkeypatch.setattr(module, "now", lambda: at)
    before = len(sent_mail.outbox)
    send_due()
    return [each.raw for each in sent_mail.outbox[before:]]  # type: ignore[attr-defined]


def test_a_reply_is_queued_then_sent_and_the_message_says_so(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("It left at 10:00.\n\nBest wishes"))
    assert message.state == "queued"
    settle_outbox()
    send_due()
    assert Outgoing.objects.get(kind="reply").state == "queued"  # it may still be taken back
    raws = leave(monkeypatch)
    message.refresh_from_db()
    assert message.state == "sent"
    reply = read_mail(raws[-1])
    assert [box.address for box in reply.to] == [MEI]
    assert reply.from_[0].name == "Mia (Kraken Support)"
    assert [box.address for box in reply.reply_to] == [reply_address(ticket)]
    assert reply.subject == "Re: Withdrawal missing"
    assert reply.in_reply_to == (Letter.objects.get().mail_id,)
    assert "It left at 10:00." in reply.text and "> Where is my withdrawal?" in reply.text
    assert "It left at 10:00." in reply.html
    assert "<blockquote>Where is my withdrawal?" in reply.html
    assert not reply.auto.is_automatic


def test_the_confirmation_says_what_to_expect_and_what_is_missing(
    customer_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(letter("My withdrawal has not arrived."))
    told = read_mail(leave(monkeypatch, after=0)[0])
    assert "ticket" in told.text and Ticket.objects.get().public_id in told.text
    assert "transaction hash" in told.text and "time zone" in told.text
    assert told.auto.is_automatic


def test_what_files_tell_is_not_asked_for_and_what_they_may_tell_is_asked_with_care(
    customer_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = b"refid,amount\nFTQcuak-V6Za8qrWnhzTx67yYHz8Tg,1\n"
    arrive(letter("My withdrawal has not arrived.", files=(("w.csv", "text/csv", rows),)))
    told = read_mail(leave(monkeypatch, after=0)[0]).text
    assert "If your files do not show it already" in told
    assert "transaction hash" not in told and "time zone" in told
    details = Letter.objects.get().details
    assert {"kind": "transfer", "value": "FTQcuak-V6Za8qrWnhzTx67yYHz8Tg"} in details


def test_in_chinese_it_is_chinese(customer_user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(letter("我的提现一直没有到账，请帮忙查询一下。", subject="提现未到账"))
    told = read_mail(leave(monkeypatch, after=0)[0])
    assert "感谢来信，我们已收到" in told.text
    assert "充值或提现的编号" in told.text
    assert told.subject.startswith("已收到您的邮件")


@pytest.mark.parametrize(
    ("subject", "answered"),
    [
        ("RE: FW: Locked out", "Re: Locked out"),
        ("回复：转发：无法登录", "Re: 无法登录"),
        ("Re:", "Re: Re:"),
    ],
)
def test_prefixes_do_not_pile_up(
    subject: str,
    answered: str,
    customer_user: User,
    agent: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = arrive(letter("I cannot sign in to my account.", subject=subject))
    assert row.ticket is not None
    send(ticket=row.ticket, agent=agent, text=screen("Try again."))
    assert read_mail(leave(monkeypatch)[-1]).subject == answered


def test_our_signature_holds(ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch) -> None:
    send(ticket=ticket, agent=agent, text=screen("Signed."))
    raw = leave(monkeypatch)[-1]
    names = {}
    for key in signing.our_keys():
        record = public_record(key)
        names[record.name] = {"TXT": [record.text]}
    names["_dmarc.kraken.example"] = {"TXT": ["v=DMARC1; p=reject"]}
    found = authenticate(
        raw,
        peer_ip=None,
        helo="",
        mail_from="",
        resolver=Zone(names),
        trusted_arc=frozenset(),
        now=clock.now(),
    )
    assert found.verdict == "pass"
    assert len([each for each in found.dkim if each.result == "pass"]) == 2


def test_the_same_message_is_one_mail(ticket: Ticket, agent: User) -> None:
    from octant.channels.email.services.replying import queue_reply

    message = send(ticket=ticket, agent=agent, text=screen("Once."))
    settle_outbox()
    queue_reply(message_id=message.pk)
    assert Outgoing.objects.filter(message=message).count() == 1


class Way:
    """A next server that answers as it is told."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __enter__(self) -> "Way":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def hand_over(self, raw: bytes, *, sender: str, to: str) -> None:
        raise self.error


def test_a_server_that_is_away_is_tried_again(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ticket=ticket, agent=agent, text=screen("Later."))
    monkeypatch.setattr(sending, "way_out", lambda: Way(transport.Later("421 busy")))
    leave(monkeypatch)
    row = Outgoing.objects.get(kind="reply")
    assert (row.state, row.tries, row.error) == ("queued", 1, "421 busy")
    monkeypatch.setattr(sending, "way_out", transport.way_out)
    assert leave(monkeypatch, after=120)
    assert Message.objects.get(author_kind="agent").state == "sent"


def test_a_refusal_for_good_is_told_on_the_message(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("Never."))
    monkeypatch.setattr(sending, "way_out", lambda: Way(transport.Refused("550 no such user")))
    leave(monkeypatch)
    message.refresh_from_db()
    assert message.state == "failed"
    assert Outgoing.objects.get(kind="reply").error == "550 no such user"
    assert ticket.messages.filter(data__code="mail_failed").exists()


def bounce_of(raw: bytes, status: str, action: str = "") -> bytes:
    """What a mail server writes back (RFC 3464)."""
    original = message_from_bytes(raw)
    action = action or ("failed" if status.startswith("5") else "delayed")
    return f"""From: MAILER-DAEMON@mx.customers.example
To: support@kraken.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <b{status}@mx.customers.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customers.example

Final-Recipient: rfc822; {MEI}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {original["Message-ID"]}

--b--
""".replace("\n", "\r\n").encode()


def test_a_bounce_is_told_and_the_address_rests(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("Hello?"))
    raw = leave(monkeypatch)[-1]
    row = arrive(bounce_of(raw, "5.1.1"), mail_from="")
    assert (row.state, row.reason) == (Arrival.State.HANDLED, "report")
    message.refresh_from_db()
    assert message.state == "failed"
    assert ticket.messages.filter(data__code="mail_back", data__outcome="hard").count() == 1
    assert Suppressed.objects.get().reason == "hard"
    again = send(ticket=ticket, agent=agent, text=screen("Once more?"))
    settle_outbox()
    again.refresh_from_db()
    assert again.state == "failed"
    assert ticket.messages.filter(data__code="mail_failed", data__outcome="rests").exists()


def test_who_writes_again_from_a_resting_address_is_answered(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ticket=ticket, agent=agent, text=screen("Hello?"))
    bounced = bounce_of(leave(monkeypatch)[-1], "5.1.1")
    arrive(bounced, mail_from="")
    forged = letter("It is me.", subject="Another thing").as_bytes()
    assert arrive(forged).state == Arrival.State.SUSPENDED
    assert machines.is_suppressed(MEI)
    arrive(letter("My mailbox works again. Where is my withdrawal?"))
    assert not machines.is_suppressed(MEI)
    message = send(ticket=ticket, agent=agent, text=screen("It left at 10:00."))
    assert b"It left at 10:00" in leave(monkeypatch)[-1]
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_delay_changes_nothing(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("Hello?"))
    arrive(bounce_of(leave(monkeypatch)[-1], "4.4.1"), mail_from="")
    message.refresh_from_db()
    assert message.state == "sent"
    assert not Suppressed.objects.exists()


def test_what_their_server_gave_up_after_days_is_told_and_the_address_may_be_tried_again(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("Hello?"))
    arrive(bounce_of(leave(monkeypatch)[-1], "4.4.7", "failed"), mail_from="")
    message.refresh_from_db()
    assert message.state == "failed"
    assert ticket.messages.filter(data__code="mail_back", data__outcome="soft").count() == 1
    assert not Suppressed.objects.exists()


def test_a_made_up_bounce_names_nothing_of_ours(ticket: Ticket) -> None:
    made_up = EmailMessage(policy=default)
    made_up["Message-ID"] = f"<{ticket.public_id.lower()}.2.0123456789abcdef@kraken.example>"
    arrive(bounce_of(made_up.as_bytes(), "5.1.1"), mail_from="")
    assert not Suppressed.objects.exists()
    assert not ticket.messages.filter(data__code="mail_back").exists()


def test_nothing_sealed_is_readable_in_the_table(ticket: Ticket, agent: User) -> None:
    send(ticket=ticket, agent=agent, text=screen("A sentence that is easy to find."))
    settle_outbox()
    sealed = bytes(Outgoing.objects.get(kind="reply").sealed)
    assert b"easy to find" not in sealed


def test_settings_from_one_address() -> None:
    from django.core.exceptions import ImproperlyConfigured

    from octant.project.outgoing_mail import smtp_settings

    made = smtp_settings("smtp://me:p%40ss@mail.example:587?starttls=1")
    assert made["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert (made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (587, True, False)
    assert smtp_settings("smtps://mail.example")["EMAIL_PORT"] == 465
    token = smtp_settings("smtp://me%40x.example@mail.example:587?starttls=1&oauth=office")
    assert (token["OCTANT_SMTP_OAUTH"], token["EMAIL_HOST_USER"]) == ("office", "me@x.example")
    for wrong in (
        "mail.example",
        "smtp://me@mail.example?oauth=office",  # a token in the clear
        "smtps://me:secret@mail.example?oauth=office",
        "smtps://mail.example?oauth=office",
    ):
        with pytest.raises(ImproperlyConfigured):
            smtp_settings(wrong)
