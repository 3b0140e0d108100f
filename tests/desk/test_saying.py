"""Replies, notes and files."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from octant.core.people.models import User
from octant.core.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def said(desk: Client, at: str, **fields: object) -> dict[str, object]:
    answer = desk.post(f"{at}say/", {"id": str(uuid4()), "mode": "reply", **fields})
    return {"status": answer.status_code, **answer.json()}


def test_a_reply_reaches_the_ticket_and_comes_back_as_a_bubble(
    desk: Client, ticket: Ticket, at: str
) -> None:
    answer = said(desk, at, text="Hello, I am looking.")
    assert answer["status"] == 200
    assert "Hello, I am looking." in str(answer["html"])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since, ticket.last_seq) == ("open", None, answer["seq"])


def test_sending_again_says_it_once(desk: Client, ticket: Ticket, at: str) -> None:
    same = str(uuid4())
    one, two = said(desk, at, text="Once", id=same), said(desk, at, text="Once", id=same)
    assert one["seq"] == two["seq"]
    assert ticket.messages.count() == 2


def test_send_and_solve_and_send_and_wait(desk: Client, ticket: Ticket, at: str) -> None:
    said(desk, at, text="Which network?", then="wait")
    ticket.refresh_from_db()
    assert ticket.status == "waiting"
    said(desk, at, text="Done.", then="solve")
    ticket.refresh_from_db()
    assert ticket.status == "solved"


def test_a_note_tells_those_it_names_and_no_customer(
    desk: Client, lead: User, ticket: Ticket, at: str
) -> None:
    answer = said(desk, at, mode="note", text="@Lee Chen please look; @nobody too")
    message = Message.objects.get(ticket=ticket, seq=answer["seq"])
    assert (message.kind, message.mentions) == ("note", [lead.pk])
    ticket.refresh_from_db()
    assert ticket.first_reply_at is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": ""}, 400),
        ({"text": "   \n\t "}, 400),
        ({"text": "x" * 8001}, 413),
        ({"text": "hello", "id": "not-a-uuid"}, 400),
        ({"text": "hello", "files": ["not-a-file"]}, 400),
        ({"text": "hello", "files": ["a", "b", "c", "d", "e", "f"]}, 400),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_sentence_and_leaves_nothing(
    desk: Client, ticket: Ticket, at: str, fields: dict[str, object], status: int
) -> None:
    answer = said(desk, at, **fields)
    assert answer["status"] == status
    assert len(str(answer["sentence"])) > 10
    assert ticket.messages.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "\0control\x07characters\x1b[31m",
        "‮right to left‬ אבג",
        "👩‍👩‍👧‍👦" * 50,
        "w" * 7999,
        "'; DROP TABLE tickets_ticket; --",
        "<img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {% include 'x' %} %s %(a)s {0}",
    ],
)
def test_odd_text_is_kept_as_text(desk: Client, at: str, text: str) -> None:
    answer = said(desk, at, text=text)
    assert answer["status"] == 200
    assert "<img src=x" not in str(answer["html"])
    assert desk.get(at).status_code == 200


def test_bytes_that_are_no_text_are_no_server_error(desk: Client, at: str) -> None:
    body = b"mode=reply&id=" + str(uuid4()).encode() + b"&text=%ff%fe%80"
    answer = desk.post(f"{at}say/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 400)


def test_agents_secrets_are_masked_too(desk: Client, ticket: Ticket, at: str) -> None:
    said(desk, at, text="The password is hunter2024!")
    assert "hunter2024" not in ticket.messages.get(seq=2).text


def test_a_file_goes_with_the_next_message(desk: Client, ticket: Ticket, at: str) -> None:
    given = SimpleUploadedFile("list.csv", b"a,b\n1,2\n", content_type="text/csv")
    kept = desk.post(f"{at}files/", {"file": given}).json()
    assert kept["name"] == "list.csv"
    answer = said(desk, at, text="Here", files=[kept["id"]])
    assert "list.csv" in str(answer["html"])
    assert ticket.messages.get(seq=2).files.count() == 1


def test_files_that_are_not_what_they_say_are_refused_with_a_sentence(
    desk: Client, at: str
) -> None:
    for name, body in (("a.png", b"MZ\x90\0program"), ("b.exe", b"MZ\x90\0"), ("c.png", b"")):
        answer = desk.post(f"{at}files/", {"file": SimpleUploadedFile(name, body)})
        assert 400 <= answer.status_code < 500, name
        assert answer.json()["sentence"]
    assert desk.post(f"{at}files/").status_code == 400


def test_reading_is_noted_and_never_goes_back(desk: Client, ticket: Ticket, at: str) -> None:
    for seq in ("1", "0", "x", "9" * 30):
        assert desk.post(f"{at}seen/", {"seq": seq}).status_code == 204
    ticket.refresh_from_db()
    assert ticket.agent_seen_seq == 1


def test_prepared_replies_are_filled_in_and_braces_of_others_stay(
    desk: Client, agent: User, ticket: Ticket, at: str
) -> None:
    from octant.core.tickets.models import CannedReply

    text = "Hello {customer_name}, {agent_alias} here: {ticket} {unknown}"
    CannedReply.objects.create(key="hello", shortcut="/hello", texts={"en": text})
    items = desk.get(f"{at}canned/").json()["items"]
    name = ticket.customer.name
    assert [item["text"] for item in items] == [
        f"Hello {name}, Mia here: {ticket.public_id} {{unknown}}"
    ]
