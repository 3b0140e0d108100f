"""Somebody writes to us from the page: a ticket answered by mail, with files, sent once."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.channels.email.mails import MEI
from tests.core.tickets.factories import a_category

from octant.channels.email.models import BlockedSender, Outgoing
from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.takeover.models import Case
from octant.core.tickets.models import Message, Priority, Ticket
from octant.kit import clock

pytestmark = pytest.mark.django_db
PAGE = "/en/email/"
TEXT = "My withdrawal of 2 ETH from yesterday 14:00 UTC has not arrived."


@pytest.fixture(autouse=True)
def _topics(db: None) -> None:
    for key in ("funding", "funding/withdrawals", "security", "security/compromised"):
        a_category(key)


@pytest.fixture
def mei(customer_user: User, client: Client) -> Client:
    client.force_login(customer_user)
    return client


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def given(**more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "category": "funding/withdrawals", "text": TEXT, **more}


GUEST = {"name": "Sam", "email": "sam@mail.example"}


def test_who_is_signed_in_writes_with_files_and_gets_a_confirmation(
    mei: Client, customer_user: User
) -> None:
    files = [picture(), SimpleUploadedFile("a.csv", b"id,amount\n1,2\n", "text/csv")]
    answer = mei.post(PAGE, given(files=files))
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/en/requests/{ticket.public_id}/"
    assert (ticket.channel, ticket.assurance) == ("email", Assurance.SIGNED_IN)
    assert ticket.customer.user == customer_user
    message = ticket.messages.get(seq=1)
    assert message.text == TEXT and sorted(f.name for f in message.files.all()) == [
        "a.csv",
        "shot.png",
    ]
    assert ticket.context["intake"]["missing"] == ["transfer"]
    page = mei.get(answer["Location"]).content.decode()
    assert "Your message has arrived" in page and 'content="email"' in page
    sent = Outgoing.objects.get()
    assert (sent.kind, sent.to) == (Outgoing.Kind.RECEIVED, MEI)


def test_a_guest_follows_it_in_the_same_browser_and_proves_nothing(client: Client) -> None:
    answer = client.post(PAGE, given(**GUEST, timezone="Asia/Tokyo"))
    ticket = Ticket.objects.get()
    assert ticket.assurance == Assurance.CLAIMED and ticket.customer.timezone == "Asia/Tokyo"
    assert TEXT in client.get(answer["Location"]).content.decode()
    assert TEXT not in Client().get(answer["Location"], follow=True).content.decode()
    assert Outgoing.objects.get().kind == Outgoing.Kind.NEUTRAL


def test_the_same_press_again_is_one_ticket_with_its_files_once(mei: Client) -> None:
    form = given()
    mei.post(PAGE, form)
    mei.post(PAGE, {**form, "files": [picture()]})  # the first was cut before its files
    again = mei.post(PAGE, {**form, "files": [picture("other.png")]})
    ticket = Ticket.objects.get()
    assert again["Location"].endswith(f"{ticket.public_id}/")
    assert [f.name for f in ticket.messages.get(seq=1).files.all()] == ["shot.png"]
    assert Outgoing.objects.count() == 1


def test_anothers_id_opens_nothing(client: Client, customer_user: User) -> None:
    form = given(**GUEST)
    client.post(PAGE, form)
    stranger = Client()
    answer = stranger.post(PAGE, {**form, "email": "else@mail.example"})
    assert answer.status_code == 403 and "Please reload the page" in answer.content.decode()
    stranger.force_login(customer_user)
    assert stranger.post(PAGE, form).status_code == 403
    assert Ticket.objects.count() == 1


def test_a_bad_file_costs_neither_words_nor_good_files(mei: Client) -> None:
    bad = SimpleUploadedFile("x.exe", b"MZ" + bytes(200), "application/octet-stream")
    answer = mei.post(PAGE, given(files=[bad, picture()]), follow=True)
    message = Message.objects.get(seq=1, author_kind="customer")
    assert [f.name for f in message.files.all()] == ["shot.png"]
    assert "x.exe" in answer.content.decode()
    many = [picture(f"{n}.png") for n in range(7)]
    answer = mei.post(PAGE, given(files=many), follow=True)
    assert "A message can carry 5 files at most." in answer.content.decode()
    assert Message.objects.filter(author_kind="customer").last().files.count() == 5


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": "  "}, "Please describe what happened."),
        ({"text": "x" * 8001}, "8,001"),
        ({"category": ""}, "Choose what it is about."),
        ({"category": "no/such"}, "Choose what it is about."),
        ({"name": ""}, "Please enter your name."),
        ({"email": "nobody"}, "Enter an address like name@example.com."),
        ({"client_id": "x"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    form = given(**GUEST) | wrong
    answer = client.post(PAGE, form | {"files": [picture()]})
    page = answer.content.decode()
    assert answer.status_code in (400, 413) and sentence in page
    assert "Please choose your files again" in page
    if form["text"].strip():
        assert form["text"][:60] in page
    assert not Ticket.objects.exists()


def test_a_secret_is_masked_and_its_kind_told(mei: Client) -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    mei.post(PAGE, given(text=f"my seed phrase: {phrase}"), follow=True)
    ticket = Ticket.objects.get()
    assert "sausage" not in ticket.messages.get(seq=1).text + ticket.subject
    page = mei.get(f"/en/requests/{ticket.public_id}/").content.decode()
    assert "sausage" not in page


def test_an_account_in_other_hands_goes_first(mei: Client) -> None:
    mei.post(PAGE, given(text="Somebody hacked my account and is withdrawing right now!"))
    ticket = Ticket.objects.get()
    assert Case.objects.get().ticket == ticket and ticket.priority > Priority.HIGH


def test_who_is_blocked_is_told_and_limits_hold(client: Client) -> None:
    BlockedSender.objects.create(entry="sam@mail.example", at=clock.now())
    answer = client.post(PAGE, given(**GUEST))
    assert answer.status_code == 403 and TEXT in answer.content.decode()
    other = {"name": "Bo", "email": "bo@mail.example"}
    codes = [client.post(PAGE, given(**other)).status_code for _turn in range(7)]
    assert codes == [302] * 5 + [429] * 2


def test_the_contact_page_fills_it_in_and_sends_nothing(client: Client) -> None:
    begun = {"begin": "funding/withdrawals", "text": TEXT}
    page = client.post(PAGE, begun).content.decode()
    assert f">{TEXT}</textarea>" in page
    assert '<option value="funding/withdrawals" selected>' in page
    assert "Your registered email address" in page and not Ticket.objects.exists()


def test_what_it_needs_is_told_while_it_is_written(mei: Client, client: Client) -> None:
    asked = {"text": "It has not arrived", "category": "funding/withdrawals"}
    found = mei.post("/en/email/needs", asked).json()
    assert [need["need"] for need in found["needs"]] == ["transfer", "moment"]
    hacked = {"text": "my account was hacked", "category": "funding/withdrawals"}
    assert mei.post("/en/email/needs", hacked).json()["needs"] == []
    assert mei.get("/en/email/needs").status_code == 405


def test_an_answer_goes_out_as_a_mail_and_the_next_mail_stays_on_it(
    mei: Client, agent: User
) -> None:
    from octant.core.safety.text import screen
    from octant.core.tickets.services.conversation import send

    mei.post(PAGE, given())
    ticket = Ticket.objects.get()
    send(ticket=ticket, agent=agent, text=screen("It is on its way."))
    deliver_due()
    reply = Outgoing.objects.get(kind=Outgoing.Kind.REPLY)
    assert reply.to == MEI and reply.ticket == ticket


def test_the_page_names_what_a_mail_needs_in_both_languages(client: Client) -> None:
    for language, words in (
        ("en", "Or from your own mail program"),
        ("zh-hans", "用自己的邮箱写信"),
    ):
        page = client.get(f"/{language}/email/").content.decode()
        assert words in page and "mailto:support@kraken.example" in page
        assert re.search(r'data-autosave-days="7"', page)
