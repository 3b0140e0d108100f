"""A report of phishing becomes a case, with its evidence, through the one door."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import File, Message, Priority, Ticket

pytestmark = pytest.mark.django_db
PICTURE = (Path(__file__).parents[2] / "journeys" / "picture.png").read_bytes()


def report(client: Client, **given: Any) -> HttpResponse:
    fields = {
        "client_id": str(uuid4()),
        "about": "kraken-help.example",
        "text": "They wrote that my account is locked.",
        "name": "Ada",
        "email": "ada@mail.example",
        **given,
    }
    answer = client.post("/en/verify/report/", fields)
    assert isinstance(answer, HttpResponse)
    return answer


def picture(name: str = "mail.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PICTURE, "image/png")


def test_a_guest_reports_with_evidence(client: Client) -> None:
    page = report(client, evidence=[picture(), picture("two.png")]).content.decode()
    ticket = Ticket.objects.get()
    assert ticket.public_id in page and "ada@mail.example" in page
    assert ticket.category is not None and ticket.category.key == "security/phishing"
    assert (ticket.priority, ticket.assurance) == (Priority.URGENT, Assurance.CLAIMED)
    first = ticket.messages.get(seq=1)
    assert "kraken-help.example" in first.text and "my account is locked" in first.text
    assert sorted(File.objects.exclude(message=None).values_list("name", flat=True)) == [
        "mail.png",
        "two.png",
    ]


def test_who_is_signed_in_gives_neither_name_nor_address(client: Client, olivia: User) -> None:
    client.force_login(olivia)
    assert b'name="email"' not in client.get("/en/verify/report/").content
    report(client, name="", email="")
    ticket = Ticket.objects.get()
    assert (ticket.customer.user, ticket.assurance) == (olivia, Assurance.SIGNED_IN)


def test_a_typed_address_opens_nobodys_history(client: Client, customer: Customer) -> None:
    report(client, email=customer.email)
    assert Ticket.objects.get().customer != customer


def test_secrets_in_a_report_are_masked_and_explained(client: Client) -> None:
    words = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    page = report(client, text=f"I typed this on their site: {words}").content.decode()
    assert "sausage" not in Message.objects.get(seq=1).text
    assert "sausage" not in page and "We removed a wallet recovery phrase" in page


def test_sending_again_files_one_case(client: Client) -> None:
    same = str(uuid4())
    first = report(client, client_id=same, evidence=[picture()])
    again = report(client, client_id=same, evidence=[picture()])
    ticket = Ticket.objects.get()
    assert ticket.public_id in first.content.decode() and ticket.public_id in again.content.decode()
    assert File.objects.count() == 1


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("run.exe", b"MZ" + b"\0" * 100, "application/octet-stream"),
        SimpleUploadedFile("mail.png", b"<script>alert(1)</script>", "image/png"),
    ],
)
def test_a_file_that_the_door_refuses_files_nothing(
    client: Client, file: SimpleUploadedFile
) -> None:
    page = report(client, evidence=[file]).content.decode()
    assert "error-summary" in page and "my account is locked" in page
    assert not Ticket.objects.exists() and not File.objects.exists()


@pytest.mark.parametrize("missing", ["text", "name", "email", "client_id"])
def test_what_is_missing_is_named(client: Client, missing: str) -> None:
    assert "error-summary" in report(client, **{missing: ""}).content.decode()
    assert not Ticket.objects.exists()


def test_too_many_files_are_refused(client: Client) -> None:
    page = report(client, evidence=[picture() for _ in range(6)]).content.decode()
    assert "5 files at most" in page
    assert not Ticket.objects.exists()


def test_the_verify_page_hands_over_what_was_checked(client: Client) -> None:
    page = client.post("/en/verify/report/", {"about": "kraken-help.example"}).content.decode()
    assert 'value="kraken-help.example"' in page and "error-summary" not in page


def test_reporting_too_often_is_refused(client: Client) -> None:
    for _turn in range(20):
        assert report(client).status_code == 200
    assert report(client).status_code == 429
