"""What staff see of a take-over and of a customer's proof, and what they press."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.core.exchange.proofs import of
from tests.core.tickets.factories import a_category, a_ticket

from octant.core.exchange.adapters import demo
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.proof.models import StepUp
from octant.core.safety.models import AuditEntry
from octant.core.takeover.models import Case
from octant.core.takeover.services.cases import open_case
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.assuring import step_up
from octant.kit import clock
from octant.reactions.webhooks.models import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(db: None) -> Ticket:
    a_category("security/compromised", skill="security", urgent=True)
    return a_ticket(assurance=Assurance.SIGNED_IN)


def at(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    return client.get(path).content.decode()


def press(client: Client, ticket: Ticket, verb: str) -> int:
    return client.post(f"/desk/tickets/{ticket.public_id}/do/{verb}/").status_code


def test_one_press_asks_the_customer_and_the_pane_says_that_it_waits(
    client: Client, agent: User, ticket: Ticket
) -> None:
    pane = at(client, agent, f"/desk/tickets/{ticket.public_id}/")
    assert "ask_step_up" in pane
    assert press(client, ticket, "ask_step_up") == 200
    assert StepUp.objects.get().asked_by == agent
    pane = at(client, agent, f"/desk/tickets/{ticket.public_id}/state/")
    assert "waiting for their answer" in pane and "ask_step_up" not in pane
    assert AuditEntry.objects.filter(verb="ask_step_up", actor=agent).count() == 1


@pytest.mark.parametrize("level", [level for level in Assurance if level < Assurance.SIGNED_IN])
def test_there_is_no_button_for_who_is_not_signed_in(
    client: Client, agent: User, level: Assurance
) -> None:
    guest = a_ticket(assurance=level)
    assert "ask_step_up" not in at(client, agent, f"/desk/tickets/{guest.public_id}/")
    assert press(client, guest, "ask_step_up") == 403


def test_the_pane_shows_the_level_with_its_remaining_time(
    client: Client, agent: User, ticket: Ticket
) -> None:
    step_up(ticket=ticket, until=clock.now() + timedelta(minutes=9))
    pane = at(client, agent, f"/desk/tickets/{ticket.public_id}/state/")
    assert "Signed in and confirmed" in pane and "data-until=" in pane


def test_the_pane_shows_what_was_frozen_and_who_is_on_it(
    client: Client, agent: User, ticket: Ticket
) -> None:
    open_case(ticket=ticket, source="words")
    Case.objects.update(frozen_at=clock.now(), allowed_at=clock.now(), frozen=["withdrawals"])
    pane = at(client, agent, f"/desk/tickets/{ticket.public_id}/")
    assert "Take-over reported" in pane and "withdrawals" in pane and "Unanswered" in pane
    press(client, ticket, "answer_takeover")
    ticket.refresh_from_db()
    assert (Case.objects.get().answered_by, ticket.assignee) == (agent, agent)
    pane = at(client, agent, f"/desk/tickets/{ticket.public_id}/state/")
    assert f"{agent.name} is on it" in pane


def test_every_desk_page_counts_unanswered_pages(
    client: Client, lead: User, ticket: Ticket
) -> None:
    open_case(ticket=ticket, source="words")
    page = at(client, lead, "/desk/takeovers/")
    assert ticket.public_id in page and '<span class="count">1</span>' in page


def test_a_webhook_that_was_given_up_is_seen_and_only_leads_send_it_again(
    client: Client, agent: User, lead: User
) -> None:
    call = Call.objects.create(
        key="k",
        kind="takeover.reported",
        ticket="7K3M-Q2XD",
        url="https://pager.example/hook",
        body="{}",
        made_at=clock.now(),
        failed_at=clock.now(),
        tries=10,
        error="refused: 500",
    )
    again = f"/desk/takeovers/calls/{call.pk}/"
    assert "refused: 500" in at(client, agent, "/desk/takeovers/")
    assert client.post(again).status_code == 403
    assert again in at(client, lead, "/desk/takeovers/")
    client.post(again)
    call.refresh_from_db()
    assert call.failed_at is None and call.due_at is not None


def test_customers_find_no_take_overs(client: Client, ticket: Ticket) -> None:
    assert client.get("/desk/takeovers/").status_code == 302


def test_reading_the_exchange_on_a_ticket_below_the_level_shows_nothing(
    client: Client, agent: User
) -> None:
    account = next(iter(demo._accounts()))
    guest = a_ticket(assurance=Assurance.VERIFIED_EMAIL)
    Customer.objects.filter(pk=guest.customer_id).update(exchange_account=account)
    pane = at(client, agent, f"/desk/tickets/{guest.public_id}/exchange/")
    assert account not in pane
    assert demo.DemoExchange().account(account, assurance=of(account)) is not None
