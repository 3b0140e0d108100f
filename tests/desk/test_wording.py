"""Leads choose the words of automatic mails, look at them, and try them on themselves."""

import io
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.channels.email.mails import MEI
from tests.core.tickets.factories import a_customer, a_ticket

from octant.channels.email.models import Wording
from octant.channels.email.services.answering import tell
from octant.channels.email.transport import Files
from octant.core.people.models import User
from octant.core.safety.sealing import unseal
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db
OWN = "Hi! {brand} has your mail {ticket}.\n\n{promise}"


@pytest.fixture
def leads(lead: User, settings: LazySettings) -> Client:
    settings.OCTANT_DEMO = True
    client = Client()
    client.force_login(lead)
    return client


def write(leads: Client, do: str = "save", kind: str = "received", **fields: str) -> Any:
    given = {"subject_en": "", "text_en": "", "subject_zh-hans": "", "text_zh-hans": "", **fields}
    return leads.post(f"/desk/wording/{kind}/", {**given, "do": do})


def told(ticket: Ticket) -> Any:
    """The mail that leaves."""
    row = tell(ticket=ticket, kind="received")
    assert row is not None
    raw = b"".join(unseal(io.BytesIO(bytes(row.sealed))))
    return message_from_bytes(raw, policy=default)


def test_own_words_go_out_in_their_language_and_the_products_in_the_other(leads: Client) -> None:
    assert write(leads, text_en=OWN, subject_en="Got it: {ticket}").status_code == 302
    ticket = a_ticket(a_customer(email=MEI), channel="email")
    mail = told(ticket)
    assert mail["Subject"] == f"Got it: {ticket.public_id}"
    said = mail.get_body(("plain",)).get_content()
    assert f"has your mail {ticket.public_id}." in said
    assert "{" not in said
    ticket = a_ticket(a_customer(email=MEI), channel="email", language="zh-hans")
    mail = told(ticket)
    assert ticket.public_id in mail["Subject"] and "Got it" not in mail["Subject"]
    assert "Hi!" not in mail.get_body(("plain",)).get_content()
    assert "Own words" in leads.get("/desk/wording/").content.decode()


def test_nothing_written_gives_the_products_words_back(leads: Client) -> None:
    write(leads, text_en=OWN)
    write(leads)
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    "kind", ["received", "neutral", "still", "reminder", "solved", "closed", "secret"]
)
def test_every_mail_is_shown_as_its_customer_reads_it(leads: Client, kind: str) -> None:
    shown = leads.get(f"/desk/wording/{kind}/").content.decode()
    assert "Hello Alex," in shown
    assert "%(" not in shown
    assert leads.get("/desk/wording/reply/").status_code == 404


def test_a_preview_keeps_nothing(leads: Client) -> None:
    shown = write(leads, do="preview", text_en=OWN).content.decode()
    assert "has your mail ABCD-1234" in shown
    assert not Wording.objects.exists()


def test_a_test_goes_to_the_lead_alone(
    leads: Client, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[bytes, str]] = []

    def hand_over(self: Files, raw: bytes, *, sender: str, to: str) -> None:
        sent.append((raw, to))

    monkeypatch.setattr(Files, "hand_over", hand_over)
    shown = write(leads, do="test:en", text_en=OWN, subject_en="Got it").content.decode()
    assert f"Sent to {lead.email}" in shown
    ((raw, to),) = sent
    assert to == lead.email
    assert message_from_bytes(raw, policy=default)["Subject"] == "Test: Got it"
    assert not Wording.objects.exists()


def test_what_support_never_asks_for_is_not_kept(leads: Client) -> None:
    answer = write(leads, text_en="Please send us your password.")
    assert answer.status_code == 400
    assert not Wording.objects.exists()


def test_only_leads_choose(agent: User, settings: LazySettings) -> None:
    settings.OCTANT_DEMO = True
    client = Client()
    client.force_login(agent)
    assert client.get("/desk/wording/").status_code == 403
    assert write(client, text_en=OWN).status_code == 403
