"""The page for an account in other hands, for guests and in a hurry."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.takeover.models import Case
from octant.core.takeover.services.cases import open_case
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Ticket

PAGE = "/en/compromised/"


def alarm(client: Client, **given: str) -> str:
    fields = {"client_id": str(uuid4()), "name": "Ada", "email": "ada@mail.example", **given}
    return client.post(f"{PAGE}report/", fields, follow=True).content.decode()


def test_a_guest_calls_the_security_team_without_saying_what_happened(client: Client) -> None:
    page = alarm(client)
    case = Case.objects.get()
    assert case.ticket.public_id in page and "We are on it" in page
    assert (case.source, case.ticket.assurance) == ("page", Assurance.CLAIMED)
    assert "Sign in and freeze" in page and "+1 555 0199" in page


def test_the_browser_finds_its_case_again_and_another_does_not(client: Client) -> None:
    alarm(client)
    number = Ticket.objects.get().public_id
    assert number in client.get(PAGE).content.decode()
    assert number not in Client().get(PAGE).content.decode()


def test_pressing_twice_is_one_case(client: Client) -> None:
    same = str(uuid4())
    alarm(client, client_id=same)
    alarm(client, client_id=same)
    assert Case.objects.count() == 1


def test_a_guest_cannot_freeze(client: Client) -> None:
    alarm(client)
    answer = client.post(f"{PAGE}freeze/")
    assert answer.status_code == 400
    assert "unless you are signed in" in answer.content.decode()


def test_who_reported_as_a_guest_and_then_signs_in_is_offered_their_own_freeze(
    client: Client, wei: User, customer: Customer
) -> None:
    alarm(client)
    client.force_login(wei)
    assert "Freeze my account now" in client.get(PAGE).content.decode()


def test_a_key_from_the_chat_opens_its_case(client: Client, ticket: Ticket) -> None:
    open_case(ticket=ticket, source="words")
    client.post(PAGE, {"key": key_for(ticket)})
    assert ticket.public_id in client.get(PAGE).content.decode()


def test_another_customers_key_shows_a_signed_in_customer_nothing(
    client: Client, wei: User, customer: Customer
) -> None:
    theirs = a_ticket(assurance=Assurance.SIGNED_IN)
    open_case(ticket=theirs, source="words")
    client.force_login(wei)
    client.post(PAGE, {"key": key_for(theirs)})
    assert theirs.public_id not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"client_id": "x"},
        {"email": "not an address"},
        {"name": ""},
        {"text": "x" * 5000},
        {"text": "\x00"},
    ],
)
def test_bad_input_is_said_beside_the_field_and_opens_nothing(
    client: Client, given: dict[str, str]
) -> None:
    fields = {"client_id": str(uuid4()), "name": "Ada", "email": "ada@mail.example", **given}
    assert client.post(f"{PAGE}report/", fields).status_code == 400
    assert not Case.objects.exists()


def test_secrets_in_the_alarm_are_masked(client: Client) -> None:
    alarm(client, text="I typed my password: hunter2024! there")
    assert "hunter2024" not in Ticket.objects.get().messages.get(seq=1).text


def test_alarms_of_one_address_are_limited(client: Client) -> None:
    for _time in range(30):
        alarm(client)
    fields = {"client_id": str(uuid4()), "name": "Ada", "email": "ada@mail.example"}
    assert client.post(f"{PAGE}report/", fields).status_code == 429
    assert Case.objects.count() == 30


@pytest.mark.parametrize("path", ["/en/", "/en/verify/", "/accounts/login/", "/en/confirm/"])
def test_every_page_leads_there(client: Client, path: str) -> None:
    assert f'href="{PAGE}"' in client.get(path).content.decode()
