"""Who gets a reply besides the customer, what they see of it, and files too large for a mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter

from octant.channels.email.channel import Email
from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.services import replying
from octant.core.people.models import Customer, User
from octant.core.safety.sealing import unseal
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.files import upload
from octant.kit import clock
from octant.kit.mail.reading import read_mail

pytestmark = pytest.mark.django_db
LAWYER = "law@firm.example"


@pytest.fixture
def ticket(customer_user: User) -> Ticket:
    arrive(letter("Please help me with this.", headers=(("Cc", LAWYER),)))
    return Ticket.objects.get()


def say(desk: Client, ticket: Ticket, **fields: Any) -> Any:
    given = {"id": str(uuid4()), "mode": "reply", "text": "Here is your answer.", **fields}
    return desk.post(f"/desk/tickets/{ticket.public_id}/say/", given)


def written(row: Outgoing) -> EmailMessage:
    raw = b"".join(unseal(BytesIO(bytes(row.sealed))))
    return message_from_bytes(raw, policy=default)  # type: ignore[return-value]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def replies() -> list[Outgoing]:
    for message in Message.objects.filter(author_kind="agent", kind="message"):
        Email().deliver(message)
    return list(Outgoing.objects.filter(kind="reply").order_by("copy", "pk"))


def test_who_had_the_customers_mail_is_offered_and_not_chosen(desk: Client, ticket: Ticket) -> None:
    shown = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    assert f'data-copy-to="{LAWYER}"' in shown
    say(desk, ticket)
    assert [row.to for row in replies()] == [MEI]


def test_a_copy_holds_the_answer_and_no_way_into_the_ticket(desk: Client, ticket: Ticket) -> None:
    assert say(desk, ticket, cc=f"{LAWYER}, Other@Firm.example {MEI}").status_code == 200
    own, *copies = replies()
    assert [row.to for row in copies] == [LAWYER, "other@firm.example"]
    mail, copy = written(own), written(copies[0])
    assert str(mail["Cc"]) == str(copy["Cc"]) == f"{LAWYER}, other@firm.example"
    assert "#ticket=" in text_of(mail)
    assert "+" in str(mail["Reply-To"])
    body = text_of(copy)
    assert "Here is your answer." in body
    assert "#ticket=" not in body + str(copy.get_body(("html",)))
    assert SUPPORT in str(copy["Reply-To"])
    assert "+" not in str(copy["Reply-To"]).rpartition("<")[2]
    assert copy["Message-ID"] != mail["Message-ID"]


def test_who_reads_along_gets_no_part_in_the_ticket(desk: Client, ticket: Ticket) -> None:
    say(desk, ticket, cc="law@machines.example")
    copy = replies()[1]
    arrive(
        letter("I am the lawyer.", sender="law@machines.example", reply_to=f"<{copy.mail_id}>"),
        mail_from="law@machines.example",
    )
    assert ticket.messages.filter(author_kind="customer").count() == 1
    other = Ticket.objects.exclude(pk=ticket.pk).get()
    assert other.customer_id != ticket.customer_id


@pytest.mark.parametrize("wrong", ["not an address", SUPPORT, "a@b.example," * 9 + "x@y.example;q"])
def test_a_copy_to_what_is_no_address_is_refused(desk: Client, ticket: Ticket, wrong: str) -> None:
    answer = say(desk, ticket, cc=wrong)
    assert (answer.status_code, answer.json()["field"]) == (400, "cc")
    assert not Message.objects.filter(author_kind="agent").exists()


def test_too_many_copies_are_refused(desk: Client, ticket: Ticket) -> None:
    cc = ",".join(f"a{n}@b.example" for n in range(11))
    assert say(desk, ticket, cc=cc).status_code == 400


def test_what_the_customer_wrote_is_quoted_or_left_out(desk: Client, ticket: Ticket) -> None:
    say(desk, ticket)
    say(desk, ticket, unquoted="1")
    first, second = (text_of(written(row)) for row in replies())
    assert "> Please help me with this." in first
    assert "Please help me" not in second


def test_a_copy_that_comes_back_does_not_fail_the_customers_mail(
    desk: Client, ticket: Ticket
) -> None:
    say(desk, ticket, cc=LAWYER)
    own, copy = replies()
    with clock.moved(replying.UNDO * 2):
        from octant.channels.email.services.sending import send_due

        send_due()
    own.refresh_from_db()
    assert own.message is not None
    assert own.message.state == "sent"
    copy.refresh_from_db()
    assert copy.state == "sent"


def a_large_file(desk: Client, ticket: Ticket, agent: User) -> str:
    content = SimpleUploadedFile("log.txt", b"line\n" * 4000, "text/plain")
    return upload(file=content, ticket=ticket, agent=agent).public_id


def link_in(mail: EmailMessage) -> str:
    found = [line for line in text_of(mail).splitlines() if "/email/files/" in line]
    return found[0].partition("/en/")[1] + found[0].partition("/en/")[2] if found else ""


def test_a_file_too_large_for_mail_is_a_link_for_its_customer_alone(
    desk: Client,
    ticket: Ticket,
    agent: User,
    customer_user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replying, "ATTACHED_BYTES", 10_000)
    say(desk, ticket, files=a_large_file(desk, ticket, agent), cc=LAWYER)
    own, copy = replies()
    assert "log.txt" in text_of(written(copy))
    assert link_in(written(copy)) == ""
    link = link_in(written(own))
    assert not list(written(own).iter_attachments())
    browser = Client()
    assert "login" in browser.get(link)["Location"]
    browser.force_login(customer_user)
    answer = browser.get(link, follow=True)
    assert b"".join(answer.streaming_content).startswith(b"line")  # type: ignore[attr-defined]
    stranger = User.objects.create(email="x@y.example", name="X", role="customer")
    Customer.objects.create(user=stranger, name="X", email="x@y.example")
    browser.force_login(stranger)
    assert browser.get(link).status_code == 404


def test_pictures_stand_within_the_letter_and_other_files_hang_on_it(
    desk: Client, ticket: Ticket, agent: User
) -> None:
    names = []
    for name, content, kind in (
        ("menu.png", a_picture("PNG"), "image/png"),
        ("menu.png", a_picture("PNG", "red"), "image/png"),  # another of the same name
        ("log.txt", b"line\n", "text/plain"),
    ):
        given = SimpleUploadedFile(name, content, kind)
        names.append(upload(file=given, ticket=ticket, agent=agent).public_id)
    say(desk, ticket, files=names)
    mail = written(replies()[0])
    assert mail.get_content_type() == "multipart/mixed"
    assert [each.get_filename() for each in mail.iter_attachments()] == ["menu.png", "log.txt"]
    read = read_mail(mail.as_bytes())
    shown = [file for file in read.attachments if file.inline]
    assert [file.name for file in shown] == ["menu.png"]
    assert read.html.count(f'src="cid:{shown[0].content_id}"') == 1
    assert 'alt="menu.png"' in read.html
    assert read.text.count("Here is your answer.") == 1


def a_picture(kind: str, colour: str = "blue") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, kind)
    return file.getvalue()


def test_such_a_link_expires(
    desk: Client,
    ticket: Ticket,
    agent: User,
    customer_user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replying, "ATTACHED_BYTES", 10_000)
    say(desk, ticket, files=a_large_file(desk, ticket, agent))
    link = link_in(written(replies()[0]))
    monkeypatch.setattr("octant.channels.email.given.GIVEN_FOR", clock.now() - clock.now())
    browser = Client()
    browser.force_login(customer_user)
    assert browser.get(link).status_code == 410
    assert browser.get(link[:-3] + "/").status_code == 404


def test_guests_are_led_to_their_tickets_page(
    desk: Client, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "ATTACHED_BYTES", 10_000)
    arrive(letter("Who are you?"))
    ticket = Ticket.objects.get()
    say(desk, ticket, files=a_large_file(desk, ticket, agent))
    body = text_of(written(replies()[0]))
    assert "on the page of your ticket" in body
    assert "/email/files/" not in body


def test_letters_of_the_customer_decide_who_is_offered(desk: Client, ticket: Ticket) -> None:
    Letter.objects.update(cc=[{"name": "", "address": SUPPORT}], to=[{"address": MEI}])
    shown = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    assert "data-copy-to" not in shown
