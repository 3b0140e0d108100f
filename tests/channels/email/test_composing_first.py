"""An agent writes first: to a registered customer or to any address, once, with ten seconds to
think again; and the answer comes back to the ticket."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter

from octant.channels.email.channel import Email
from octant.channels.email.models import Outgoing
from octant.core.people.models import User
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.reply_address import reply_address

pytestmark = pytest.mark.django_db


def compose(desk: Client, **fields: Any) -> Any:
    given = {
        "id": str(uuid4()),
        "to": MEI,
        "language": "en",
        "subject": "About your deposit",
        "text": "It has arrived.",
        **fields,
    }
    return desk.post("/desk/compose/", given)


def queued() -> list[Outgoing]:
    for message in Message.objects.filter(author_kind="agent"):
        Email().deliver(message)
    return list(Outgoing.objects.order_by("copy"))


def test_a_mail_to_a_registered_customer_is_their_ticket(
    desk: Client, customer_user: User, agent: User
) -> None:
    answer = compose(desk, files=SimpleUploadedFile("a.txt", b"words\n", "text/plain"))
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/desk/tickets/{ticket.public_id}/"
    assert (ticket.customer.user, ticket.assignee) == (customer_user, agent)
    assert (ticket.status, ticket.channel) == ("waiting", "email")
    assert ticket.files.count() == 1
    (mail,) = queued()
    assert mail.to == MEI
    shown = desk.get(answer["Location"]).content.decode()
    assert "Leaves in a few seconds" in shown
    assert "data-undo" in shown


def test_nobody_is_owed_a_first_answer_for_it(desk: Client, customer_user: User) -> None:
    compose(desk)
    ticket = Ticket.objects.get()
    assert ticket.first_reply_due_at is None
    assert ticket.waiting_since is None


def test_the_answer_lands_on_the_ticket(desk: Client, customer_user: User) -> None:
    compose(desk)
    ticket = Ticket.objects.get()
    arrive(letter("Thank you!", to=reply_address(ticket)))
    ticket = Ticket.objects.get()
    assert [m.text for m in ticket.messages.filter(author_kind="customer")] == ["Thank you!"]
    assert ticket.waiting_since is not None


def test_another_address_becomes_a_guest(desk: Client) -> None:
    compose(desk, to="New@Person.example", name="New Person", cc="a@b.example")
    ticket = Ticket.objects.get()
    assert (ticket.customer.user, ticket.customer.email) == (None, "new@person.example")
    assert [row.to for row in queued()] == ["new@person.example", "a@b.example"]


def test_sending_the_same_form_twice_writes_once(desk: Client) -> None:
    same = str(uuid4())
    assert compose(desk, id=same)["Location"] == compose(desk, id=same)["Location"]
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", "nobody"),
        ("to", SUPPORT),
        ("cc", "nobody"),
        ("subject", " "),
        ("text", ""),
        ("text", "Please send me your password."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field(desk: Client, field: str, value: str) -> None:
    answer = compose(desk, **{field: value})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Ticket.objects.exists()


def test_colleagues_are_no_customers(desk: Client, lead: User) -> None:
    assert compose(desk, to=lead.email).status_code == 400


def test_the_form_begins_with_a_tickets_customer(desk: Client, customer_user: User) -> None:
    arrive(letter())
    ticket = Ticket.objects.get()
    shown = desk.get(f"/desk/compose/?about={ticket.public_id}").content.decode()
    assert f'value="{MEI}"' in shown
    assert desk.get("/desk/compose/?about=NOPE-NOPE").status_code == 200
