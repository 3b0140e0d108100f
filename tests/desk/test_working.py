"""Labels, verbs and the dialogs: what is typed is never lost, what is refused says why."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.core.tickets.factories import a_category, a_ticket

from octant.core.people.models import Customer, Team, User
from octant.core.routing.models import Offer
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def news(response: HttpResponse) -> str:
    """What the page is told to say after a dialog did its work; empty if it did not."""
    return str(json.loads(response.headers.get("HX-Trigger", "{}")).get("desk:done", ""))


def test_labels_are_set_one_at_a_time(desk: Client, ticket: Ticket, at: str) -> None:
    a_category("trading")
    desk.post(f"{at}label/", {"category": "trading"})
    desk.post(f"{at}label/", {"priority": "5"})
    desk.post(f"{at}label/", {"priority": "4"})
    desk.post(f"{at}label/", {"tags": "VIP, whale，鲸鱼、vip"})
    answer = desk.post(f"{at}label/", {"disposition": "answered"})
    ticket.refresh_from_db()
    assert ticket.category is not None
    assert (ticket.category.key, ticket.priority) == ("trading", 4)
    assert (ticket.tags, ticket.disposition) == (["vip", "whale", "鲸鱼"], "answered")
    page = answer.content.decode()
    assert 'id="ticket-head"' in page and 'id="ticket-properties"' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"priority": "9"},
        {"priority": "x"},
        {"category": "no/such"},
        {"category": "a\0b"},
        {"tags": ",".join(str(n) for n in range(30))},
    ],
)
def test_labels_that_do_not_exist_are_refused_with_a_sentence(
    desk: Client, ticket: Ticket, at: str, fields: dict[str, str]
) -> None:
    answer = desk.post(f"{at}label/", fields, headers={"Accept": "text/html, application/json"})
    assert answer.status_code == 400
    assert len(answer.json()["sentence"]) > 10
    ticket.refresh_from_db()
    assert (ticket.category, ticket.priority, ticket.tags) == (None, 2, [])


def test_very_long_labels_are_cut_not_refused(desk: Client, ticket: Ticket, at: str) -> None:
    long = {"tags": "t" * 5000, "disposition": "d" * 5000}
    assert desk.post(f"{at}label/", long).status_code == 200
    ticket.refresh_from_db()
    assert (len(ticket.tags[0]), len(ticket.disposition)) == (40, 40)


def test_each_verb_does_its_work_and_shows_the_new_state(
    desk: Client, agent: User, ticket: Ticket, at: str
) -> None:
    def status_after(verb: str) -> str:
        assert desk.post(f"{at}do/{verb}/").status_code == 200
        ticket.refresh_from_db()
        return str(ticket.status)

    desk.post(f"{at}do/take/")
    ticket.refresh_from_db()
    assert ticket.assignee == agent
    assert [status_after(verb) for verb in ("wait", "open", "solve", "reopen", "close")] == [
        "waiting",
        "open",
        "solved",
        "open",
        "closed",
    ]
    desk.post(f"{at}do/release/")
    ticket.refresh_from_db()
    assert ticket.assignee is None
    assert desk.post(f"{at}do/explode/").status_code == 404
    assert desk.get(f"{at}do/solve/").status_code == 405


def test_taking_a_waiting_chat_makes_it_ones_own_and_the_second_comes_too_late(
    desk: Client, agent: User, lead: User
) -> None:
    chat = a_ticket(live=True)
    at = f"/desk/tickets/{chat.public_id}/"
    assert desk.post(f"{at}do/take/").status_code == 200
    other = Client()
    other.force_login(lead)
    answer = other.post(f"{at}do/take/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_gone")
    assert Offer.objects.get().agent == agent


def test_handing_over_to_an_agent_a_team_or_a_queue(
    desk: Client, lead: User, ticket: Ticket, at: str
) -> None:
    a_category("trading")
    team = Team.objects.create(key="traders", name="Traders")
    form = desk.get(f"{at}transfer/").content.decode()
    assert "Lee Chen" in form and "Traders" in form and "Trading" in form

    answer = desk.post(f"{at}transfer/", {"to": f"agent:{lead.pk}", "note": "knows the case"})
    assert news(answer)
    ticket.refresh_from_db()
    assert ticket.assignee == lead
    assert ticket.messages.get(kind="note").text == "knows the case"

    desk.post(f"{at}transfer/", {"to": f"team:{team.pk}"})
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (team, None)
    desk.post(f"{at}transfer/", {"to": "queue:trading"})
    ticket.refresh_from_db()
    assert ticket.queue == "trading"


@pytest.mark.parametrize("to", ["", "agent:0", "agent:x", "queue:none", "team:", "x" * 9000])
def test_a_transfer_to_nobody_keeps_the_note_that_was_typed(
    desk: Client, ticket: Ticket, at: str, to: str
) -> None:
    answer = desk.post(f"{at}transfer/", {"to": to, "note": "a long careful note"})
    assert answer.status_code == 200 and not news(answer)
    page = answer.content.decode()
    assert "field-error" in page and "a long careful note" in page
    ticket.refresh_from_db()
    assert ticket.last_seq == 1


def test_secrets_in_a_transfer_note_are_masked(
    desk: Client, lead: User, ticket: Ticket, at: str
) -> None:
    desk.post(f"{at}transfer/", {"to": f"agent:{lead.pk}", "note": "his password is hunter2024!"})
    assert "hunter2024" not in ticket.messages.get(kind="note").text


def test_merging_offers_the_customers_other_tickets(desk: Client, ticket: Ticket, at: str) -> None:
    stays = a_ticket(ticket.customer, subject="The first one")
    stranger = a_ticket(subject="Of somebody else")
    form = desk.get(f"{at}merge/").content.decode()
    assert "The first one" in form and "Of somebody else" not in form
    for wrong in ("", "NONE-SUCH", stranger.public_id, ticket.public_id, "a\0b", "x" * 99):
        answer = desk.post(f"{at}merge/", {"into": wrong})
        assert "field-error" in answer.content.decode(), wrong
        assert not news(answer)
    assert news(desk.post(f"{at}merge/", {"into": f" #{stays.public_id.lower()} "}))
    ticket.refresh_from_db()
    assert (ticket.merged_into, ticket.status) == (stays, "closed")


def test_blocking_wants_a_reason_and_can_be_undone(
    desk: Client, agent: User, ticket: Ticket, at: str
) -> None:
    assert "field-error" in desk.post(f"{at}block/", {"reason": ""}).content.decode()
    assert "field-error" in desk.post(f"{at}block/", {"reason": "x" * 201}).content.decode()
    assert news(desk.post(f"{at}block/", {"reason": "Threatened staff"}))
    customer = Customer.objects.get(pk=ticket.customer_id)
    assert customer.blocked_at and customer.blocked_reason == "Threatened staff"
    assert "Threatened staff" in desk.get(at).content.decode()
    desk.post(f"{at}do/unblock/")
    customer.refresh_from_db()
    assert customer.blocked_at is None
    verbs = AuditEntry.objects.filter(actor=agent).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["block_customer", "unblock_customer"]
