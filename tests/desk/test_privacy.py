"""The pages of privacy at the desk: who may open them, and what hostile input does there."""

import pytest
from django.test import Client
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.privacy.models import Erasure, Hold, Period
from octant.core.privacy.services.sights import note_sight
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    client = sign_in(lead)
    confirm(client)
    return client


def confirm(client: Client) -> None:
    """As after typing the password just now."""
    client.post("/accounts/reauthenticate/", {"password": "correct horse 42 battery"})


@pytest.fixture
def customer_page(ticket: Ticket) -> str:
    return f"/desk/privacy/people/{ticket.customer_id}/"


@pytest.mark.parametrize("path", ["", "seen/", "erasures/", "people/1/"])
def test_agents_are_not_let_in(desk: Client, path: str) -> None:
    assert desk.get(f"/desk/privacy/{path}").status_code == 403


def test_a_long_gone_sign_in_is_confirmed_before_somebodys_data_is_shown(
    lead: User, sign_in: SignIn, customer_page: str
) -> None:
    client = sign_in(lead)
    response = client.get(customer_page)
    assert response.status_code == 302 and "reauthenticate" in response["Location"]


def test_a_change_is_shown_before_it_is_made(leading: Client, ticket: Ticket) -> None:
    given = {"kind": "chats", "days": "30"}
    page = leading.post("/desk/privacy/", given).content.decode()
    assert "would delete 0 entries now" in page and not Period.objects.exists()
    assert leading.post("/desk/privacy/", given | {"sure": "1"}).status_code == 302
    assert Period.objects.get().days == 30


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "chats", "days": "0"},
        {"kind": "chats", "days": "3", "sure": "1"},
        {"kind": "chats", "days": "x"},
        {"kind": "uploads", "days": "30", "sure": "1"},
        {"kind": "\0", "days": "9" * 400},
        {},
    ],
)
def test_a_time_that_cannot_be_comes_back_with_a_sentence(
    leading: Client, given: dict[str, str]
) -> None:
    response = leading.post("/desk/privacy/", given)
    assert response.status_code == 200 and "field-error" in response.content.decode()
    assert not Period.objects.exists()


def test_a_hold_is_placed_on_one_ticket_or_on_all_and_lifted(
    leading: Client, ticket: Ticket, customer_page: str
) -> None:
    page = leading.post(f"{customer_page}hold/", {"reason": "", "ticket": ""})
    assert "Say why" in page.content.decode() and not Hold.objects.exists()
    leading.post(f"{customer_page}hold/", {"reason": "Case 1", "ticket": ""})
    leading.post(f"{customer_page}hold/", {"reason": "Case 2", "ticket": ticket.public_id.lower()})
    assert Hold.objects.count() == 2
    shown = leading.get(customer_page).content.decode()
    assert "Case 1" in shown and ticket.public_id in shown
    wrong = leading.post(f"{customer_page}hold/", {"reason": "Case 3", "ticket": "AAAA-AAAA"})
    assert "no such ticket" in wrong.content.decode()
    for hold in Hold.objects.all():
        leading.post(f"/desk/privacy/holds/{hold.pk}/lift/", {"person": str(ticket.customer_id)})
    assert not Hold.objects.filter(lifted_at=None).exists()
    assert leading.post("/desk/privacy/holds/1/lift/").status_code == 404


def test_a_lead_neither_exports_nor_asks_for_erasure(leading: Client, customer_page: str) -> None:
    shown = leading.get(customer_page).content.decode()
    assert "Ask for erasure" not in shown and "Make the archive" not in shown
    for verb in ("export", "erase"):
        assert leading.post(f"{customer_page}{verb}/").status_code == 403
    assert leading.post(f"{customer_page}nonsense/").status_code == 404
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "seen/?customer=99999999999999999&agent=x&page=%00",
        "seen/?page=2026-01-01T00:00:00%2B00:00,99999999999999999999999",
        "seen/?page=9999-12-31T23:59:59-14:00,1",
        "erasures/?after=99999999999999999999",
    ],
)
def test_nonsense_in_an_address_is_no_fault_of_ours(leading: Client, path: str) -> None:
    assert leading.get(f"/desk/privacy/{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["people/99999/", "erasures/NOPE/", "erasures/%00/", "exports/nope/"]
)
def test_what_is_not_there_is_not_found(leading: Client, path: str) -> None:
    assert leading.get(f"/desk/privacy/{path}").status_code == 404


def test_the_access_log_leads_on_to_older_lines(
    leading: Client, agent: User, ticket: Ticket
) -> None:
    for number in range(60):
        note_sight(agent=agent, customer=ticket.customer_id, what="ticket", ticket=f"T{number}")
    page = leading.get(f"/desk/privacy/seen/?customer={ticket.customer_id}").content.decode()
    assert "T59" in page and ">T9<" not in page
    following = page.split('href="?customer=')[-1].split('"')[0].replace("&amp;", "&")
    older = leading.get(f"/desk/privacy/seen/?customer={following}").content.decode()
    assert ">T9<" in older and "T59" not in older
