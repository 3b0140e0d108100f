"""What a case told stands at the top of its pane, with what is still missing marked."""

import pytest
from django.test import Client
from tests.core.tickets.factories import a_ticket, words

from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import receive

pytestmark = pytest.mark.django_db
HERS = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt"


def pane(agent: User, ticket: Ticket) -> str:
    client = Client()
    client.force_login(agent)
    return client.get(f"/desk/tickets/{ticket.public_id}/").content.decode()


def test_found_and_missing(agent: User) -> None:
    found = [{"kind": "transfer", "value": HERS, "own": True}, {"kind": "error", "value": "<b>x"}]
    ticket = a_ticket(context={"intake": {"found": found, "missing": ["moment"]}})
    shown = pane(agent, ticket)
    assert f'data-copy="{HERS}"' in shown
    assert "theirs" in shown
    assert "&lt;b&gt;x" in shown and "<b>x" not in shown
    assert "<dt>When</dt>" in shown and "missing" in shown


def test_a_coin_that_an_amount_names_is_not_said_twice(agent: User) -> None:
    found = [{"kind": "amount", "value": "1200 USDT"}, {"kind": "asset", "value": "USDT"}]
    shown = pane(agent, a_ticket(context={"intake": {"found": found, "missing": []}}))
    assert "<dt>Amount</dt>" in shown and "<dt>Coin</dt>" not in shown


def test_what_the_customer_says_later_is_no_longer_missing(agent: User) -> None:
    ticket = a_ticket(context={"intake": {"found": [], "missing": ["transfer", "moment"]}})
    receive(ticket=ticket, customer=ticket.customer, text=words(f"{HERS}"), channel="live_chat")
    shown = pane(agent, ticket)
    assert f'data-copy="{HERS}"' in shown
    assert shown.count('badge--warn">missing') == 1


def test_a_ticket_that_noted_nothing_says_nothing(agent: User) -> None:
    assert 'id="desk-told"' not in pane(agent, a_ticket())
