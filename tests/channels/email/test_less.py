"""Mails that a customer may do without say how to stop them; all others do not."""

from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.channels.email.mails import arrive, letter

from octant.channels.email import less
from octant.channels.email.composing import compose
from octant.channels.email.models import Outgoing
from octant.core.people import reach
from octant.core.people.models import User
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db
Kind = Outgoing.Kind


@pytest.fixture
def ticket(customer_user: User) -> Ticket:
    arrive(letter())
    return Ticket.objects.get()


def written(ticket: Ticket, kind: str) -> EmailMessage:
    return compose(ticket, kind=kind, said=["Hello."])


def address_in(mail: EmailMessage) -> str:
    return urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path


def test_only_what_may_be_stopped_says_how(ticket: Ticket) -> None:
    told = {kind for kind in Kind if "List-Unsubscribe" in written(ticket, kind)}
    assert told == {Kind.STILL, Kind.SOLVED}
    assert written(ticket, Kind.SOLVED)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_guest_has_no_choices_kept() -> None:
    arrive(letter(sender="zoe@lax.example"))
    assert "List-Unsubscribe" not in written(Ticket.objects.get(), Kind.SOLVED)


def test_a_program_stops_them_with_one_press_and_without_signing_in(ticket: Ticket) -> None:
    path = address_in(written(ticket, Kind.STILL))
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert reach.wants_mail(ticket.customer, reach.NEWS)  # what opens links stops nothing
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    assert not reach.wants_mail(ticket.customer, reach.NEWS)
    assert reach.wants_mail(ticket.customer, reach.ANSWERS)
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert not reach.wants_mail(ticket.customer, reach.NEWS)


@pytest.mark.parametrize("token", ["1", "x:y:z", "%00", "9" * 400])
def test_a_link_that_we_did_not_make_leads_nowhere(token: str, ticket: Ticket) -> None:
    client = Client()
    assert client.get(f"/en/email/less/{token}/").status_code == 404
    assert client.post(f"/en/email/less/{token}/").status_code == 404


def test_the_page_is_in_the_customers_language(ticket: Ticket) -> None:
    Ticket.objects.update(language="zh-hans")
    ticket.refresh_from_db()
    path = address_in(written(ticket, Kind.STILL))
    assert path.startswith("/zh-hans/")
    assert "停止发送这类邮件" in Client().get(path).content.decode()


def test_who_is_gone_has_no_link(ticket: Ticket, customer_user: User) -> None:
    path = less.address(customer_user.pk)
    User.objects.filter(pk=customer_user.pk).update(is_active=False)
    assert Client().get(path).status_code == 404
