"""What an agent sees of a mail on its ticket, and how far a reply is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.channels.email.mails import MEI, arrive, letter

from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.channels.email.services.keeping import forget_raw
from octant.channels.email.services.replying import queue_reply
from octant.channels.email.services.sending import send_due
from octant.channels.email.transport import Files, Refused
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.safety.text import screen
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import send
from octant.kit import clock

pytestmark = pytest.mark.django_db
HTML = '<p>Please <b>help</b> <a href="http://evil.example/x">here</a><img src="http://t.example/p.gif"></p>'


@pytest.fixture
def ticket(customer_user: User) -> Ticket:
    arrive(letter("Please help\n\n> quoted before", html=HTML))
    return Ticket.objects.get()


def page(desk: Client, ticket: Ticket) -> str:
    return desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()


def original(desk: Client, ticket: Ticket, way: str) -> str:
    pk = Letter.objects.get(message__ticket=ticket).message_id
    answer = desk.get(f"/desk/mails/{pk}/{way}/")
    assert answer.status_code == 200
    return answer.content.decode()


def say(ticket: Ticket, agent: User, text: str = "We are on it.") -> Message:
    said = send(ticket=ticket, agent=agent, text=screen(text))
    queue_reply(message_id=said.pk)
    return said


def test_below_a_mail_stand_its_address_and_how_sure_that_is(desk: Client, ticket: Ticket) -> None:
    shown = page(desk, ticket)
    assert MEI in shown
    assert "Sender confirmed" in shown
    assert "valid signature of the sender" in shown


def test_who_reads_along_other_subjects_and_refused_files_are_named(
    desk: Client, ticket: Ticket
) -> None:
    row = Letter.objects.get()
    row.cc = [{"name": "Lawyer", "address": "law@firm.example"}]
    row.subject, row.markers = "Something else entirely", ["pgp-signed"]
    row.refused = [{"name": "run.exe", "size": 5, "why": "file_active"}]
    row.save()
    shown = page(desk, ticket)
    for words in (
        "In copy: Lawyer",
        "Subject: Something else",
        "signed (PGP)",
        "run.exe (it holds",
    ):
        assert words in shown


def test_the_formatted_mail_loads_nothing_and_opens_nothing(desk: Client, ticket: Ticket) -> None:
    shown = original(desk, ticket, "formatted")
    assert "<b>help</b>" in shown
    assert 'href="http' not in shown
    assert "t.example" not in shown
    assert "evil.example" in shown  # beside its words, to be read


def test_the_source_is_shown_and_an_original_that_was_removed_says_why(
    desk: Client, ticket: Ticket
) -> None:
    assert "DKIM-Signature" in original(desk, ticket, "original")
    row = Arrival.objects.get()
    forget_raw([row])
    Arrival.objects.update(reason="secret")
    assert "held a secret" in original(desk, ticket, "original")
    assert "held a secret" in original(desk, ticket, "formatted")
    assert "As formatted" not in page(desk, ticket)


def test_many_mails_cost_no_more_queries_than_one(
    desk: Client, ticket: Ticket, agent: User
) -> None:
    say(ticket, agent)

    def queries() -> int:
        page(desk, ticket)
        with CaptureQueriesContext(connection) as asked:
            page(desk, ticket)
        return len(asked)

    few = queries()
    ours = Outgoing.objects.filter(kind="reply").get().mail_id
    for number in range(4):
        arrive(letter(f"More {number}, and other words", reply_to=f"<{ours}>"))
        say(ticket, agent, f"Answer {number}")
    assert queries() == few


def test_what_a_ticket_claims_to_be_about_is_a_hint(desk: Client, ticket: Ticket) -> None:
    ticket.context = {"mail": {"registered": False, "names": "ABCD-EFGH"}}
    ticket.save()
    shown = page(desk, ticket)
    assert "/desk/tickets/ABCD-EFGH/" in shown
    assert "belongs to no account" in shown


def test_a_reply_taken_back_never_leaves_and_all_is_as_before(
    desk: Client, ticket: Ticket, agent: User
) -> None:
    before = Ticket.objects.get()
    said = say(ticket, agent)
    shown = page(desk, ticket)
    url = re.search(r'data-undo="([^"]+)"', shown)
    assert url is not None
    assert "Leaves in a few seconds" in shown
    answer = desk.post(url[1])
    assert answer.json() == {"text": "We are on it.", "files": []}
    with clock.moved(timedelta(minutes=1)):
        send_due()
    assert not Outgoing.objects.filter(message=said, state="sent").exists()
    row = Message.objects.get(pk=said.pk)
    assert row.kind == "note"
    after = Ticket.objects.get()
    for name in ("waiting_since", "first_reply_at", "first_reply_due_at", "status"):
        assert getattr(after, name) == getattr(before, name), name
    assert "took this reply back" in page(desk, ticket)


def test_a_reply_that_left_cannot_be_taken_back(desk: Client, ticket: Ticket, agent: User) -> None:
    said = say(ticket, agent)
    with clock.moved(timedelta(minutes=1)):
        send_due()
    answer = desk.post(f"/desk/mails/{said.pk}/undo/")
    assert (answer.status_code, answer.json()["code"]) == (409, "left")
    assert Message.objects.get(pk=said.pk).kind == "message"


def test_somebody_elses_reply_is_not_taken_back(desk: Client, ticket: Ticket, lead: User) -> None:
    said = say(ticket, lead)
    assert desk.post(f"/desk/mails/{said.pk}/undo/").status_code == 403
    assert Message.objects.get(pk=said.pk).kind == "message"


def test_what_a_server_refused_is_told_with_its_reason(
    desk: Client, ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise Refused("550 5.1.1 no such user")

    monkeypatch.setattr(Files, "hand_over", refuse)
    say(ticket, agent)
    with clock.moved(timedelta(minutes=1)):
        send_due()
    shown = page(desk, ticket)
    assert "550 5.1.1 no such user" in shown
    assert 'data-state="failed"' in shown


def test_a_mail_that_could_not_be_read_is_read_again(
    desk: Client, customer_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr("octant.kit.mail.reading.read_strictly", broken)
        row = arrive(letter())
    assert row.state == Arrival.State.FAILED
    stood = Ticket.objects.get()
    assert "Parse again" in page(desk, stood)
    answer = desk.post(f"/desk/mails/arrivals/{row.pk}/again/")
    assert answer.status_code == 204
    row.refresh_from_db()
    assert row.state == Arrival.State.TAKEN
    assert row.ticket is not None
    assert row.ticket.pk != stood.pk
    assert row.ticket.customer.user == customer_user
    stood.refresh_from_db()
    assert stood.status == "closed"


def test_customers_and_guests_see_nothing_of_it(ticket: Ticket, customer_user: User) -> None:
    pk = Letter.objects.get().message_id
    client = Client()
    assert client.get(f"/desk/mails/{pk}/original/").status_code == 302
    client.force_login(customer_user)
    assert client.get(f"/desk/mails/{pk}/original/").status_code == 403
    assert client.post(f"/desk/mails/{pk}/undo/").status_code == 403


def test_what_a_mail_tells_of_its_case_stands_below_it(desk: Client, ticket: Ticket) -> None:
    letter = Letter.objects.get()
    letter.details = [{"kind": "order", "value": "OQZ5-A1"}, {"kind": "phone", "value": "+4930"}]
    letter.save()
    shown = page(desk, ticket)
    assert "OQZ5-A1" in shown
    assert "+4930" in shown
    assert "Found in this mail" in shown


def test_looking_at_an_original_is_audited(desk: Client, ticket: Ticket, agent: User) -> None:
    original(desk, ticket, "whole")
    assert not AuditEntry.objects.filter(verb="view_original_mail").exists()
    original(desk, ticket, "original")
    row = AuditEntry.objects.get(verb="view_original_mail")
    assert (row.actor, row.subject_id) == (agent, str(ticket.pk))
