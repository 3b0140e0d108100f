"""Addresses that standards frown upon and people have are answered like any other."""

import smtplib
from typing import Any

import pytest
from tests.channels.email.mails import DOMAIN, arrive, key
from tests.channels.email.test_going_out import leave

from octant.channels.email.models import Arrival, Outgoing
from octant.channels.email.transport import Refused, Smtp
from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets.services.conversation import send
from octant.kit.mail.reading import read_mail
from octant.kit.mail.signing import sign

CHINESE = f"用户@{DOMAIN}"


def mail_from(address: str) -> bytes:
    raw = f"From: {address}\r\nTo: support@kraken.example\r\nSubject: Help\r\n\r\nWhere is it?\r\n"
    return sign(raw.encode(), [key(DOMAIN)])


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"a..b@{DOMAIN}", f"a.@{DOMAIN}", CHINESE])
def test_they_get_a_confirmation_and_an_answer(
    address: str, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = arrive(mail_from(address))
    assert (row.state, row.verdict, row.error) == (Arrival.State.TAKEN, "pass", "")
    assert row.ticket is not None
    assert [each.to for each in Outgoing.objects.all()] == [address]
    message = send(ticket=row.ticket, agent=agent, text=screen("Here you are."))
    read = read_mail(leave(monkeypatch)[-1])
    assert [box.address for box in read.to] == [address]
    message.refresh_from_db()
    assert message.state == "sent"


class Server:
    """A next server that notes what it is asked, or knows ASCII alone."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        self.ascii_only = ascii_only
        self.asked: list[tuple[str, ...]] = []

    def sendmail(self, sender: str, to: list[str], raw: bytes, options: tuple[str, ...]) -> None:
        if options and self.ascii_only:
            raise smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server")
        self.asked.append(options)


def hand_over(server: Any, to: str) -> None:
    raw = f"To: {to}\r\n\r\nÜber\r\n".encode()
    Smtp(server).hand_over(raw, sender="support@kraken.example", to=to)


def test_the_next_server_is_asked_for_more_than_ascii_where_that_is_needed() -> None:
    server = Server()
    hand_over(server, "mei@customers.example")
    hand_over(server, CHINESE)
    assert server.asked == [(), ("SMTPUTF8", "BODY=8BITMIME")]


def test_a_server_that_cannot_do_that_has_refused_it() -> None:
    with pytest.raises(Refused, match="SMTPUTF8"):
        hand_over(Server(ascii_only=True), CHINESE)
