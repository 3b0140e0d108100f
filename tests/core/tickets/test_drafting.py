"""Drafts outlive crashes and failures; planned replies leave at their time, or say why not."""

from datetime import timedelta

import pytest
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import User
from octant.core.safety.guard import NeverAsked
from octant.core.safety.text import screen
from octant.core.tickets.drafts import drafts_on
from octant.core.tickets.models import Draft, Ticket
from octant.core.tickets.services.conversation import receive, send
from octant.core.tickets.services.drafting import plan_reply, save_draft, send_planned, unplan
from octant.core.tickets.services.lifecycle import solve
from octant.kit import clock
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import uuid7

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket()


def begun(ticket: Ticket, agent: User, text: str, mode: str = "reply") -> Draft | None:
    return save_draft(ticket=ticket, agent=agent, mode=mode, text=screen(text))


def planned(ticket: Ticket, agent: User, text: str = "Good morning.", **more: object) -> Draft:
    given = {"due_at": clock.now() + HOUR, "client_id": uuid7(), **more}
    return plan_reply(ticket=ticket, agent=agent, text=screen(text), **given)  # type: ignore[arg-type]


def test_one_draft_for_each_agent_and_mode(ticket: Ticket, agent: User, lead: User) -> None:
    begun(ticket, agent, "We lo")
    begun(ticket, agent, "We look into it")
    begun(ticket, agent, "Ask Tom", mode="note")
    begun(ticket, lead, "Mine")
    assert {(d.mode, d.text) for d in drafts_on(agent, ticket)} == {
        ("reply", "We look into it"),
        ("note", "Ask Tom"),
    }


def test_nothing_written_keeps_nothing(ticket: Ticket, agent: User) -> None:
    begun(ticket, agent, "We")
    assert begun(ticket, agent, "  ") is None
    assert not Draft.objects.exists()


def test_a_secret_in_a_draft_is_never_stored(ticket: Ticket, agent: User) -> None:
    key = "0x" + "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
    begun(ticket, agent, f"private key {key}")
    assert key not in Draft.objects.get().text


def test_what_was_sent_at_this_moment_is_no_draft_any_more(ticket: Ticket, agent: User) -> None:
    send(ticket=ticket, agent=agent, text=screen("Done."))
    assert begun(ticket, agent, "Done.") is None
    assert not Draft.objects.exists()


def test_a_planned_reply_leaves_at_its_time_and_once(ticket: Ticket, agent: User) -> None:
    planned(ticket, agent)
    assert send_planned() == 0
    assert ticket.messages.filter(author_kind="agent").count() == 0
    with clock.moved(HOUR * 2):
        assert send_planned() == 1
        assert send_planned() == 0
    assert [m.text for m in ticket.messages.filter(author_kind="agent")] == ["Good morning."]
    assert not Draft.objects.exists()


def test_planning_the_same_again_plans_it_once(ticket: Ticket, agent: User) -> None:
    same = uuid7()
    one, two = (planned(ticket, agent, client_id=same) for _ in range(2))
    assert one.pk == two.pk


def test_it_waits_when_the_customer_wrote_first(ticket: Ticket, agent: User) -> None:
    planned(ticket, agent)
    begun(ticket, agent, "Another thought.")
    receive(ticket=ticket, customer=ticket.customer, text=screen("Solved, thanks!"))
    with clock.moved(HOUR * 2):
        send_planned()
    assert not ticket.messages.filter(author_kind="agent").exists()
    row = Draft.objects.get()
    assert (row.due_at, row.why) == (None, "spoke")
    assert row.text == "Another thought.\n\nGood morning."


def test_it_waits_when_the_ticket_ended_or_its_author_left(ticket: Ticket, agent: User) -> None:
    planned(ticket, agent)
    solve(ticket=ticket, actor=agent)
    with clock.moved(HOUR * 2):
        send_planned()
    assert Draft.objects.get().why == "ended"
    other = a_ticket()
    planned(other, agent)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    with clock.moved(HOUR * 2):
        send_planned()
    assert Draft.objects.get(ticket=other).why == "agent"


def test_a_moment_that_is_past_or_far_away_is_refused(ticket: Ticket, agent: User) -> None:
    for days in (-1, 200):
        with pytest.raises(DomainError):
            planned(ticket, agent, due_at=clock.now() + timedelta(days=days))


def test_what_support_never_asks_for_is_not_planned(ticket: Ticket, agent: User) -> None:
    with pytest.raises(NeverAsked):
        planned(ticket, agent, "Please send me your password.")


def test_its_author_or_a_lead_takes_it_back(ticket: Ticket, agent: User, lead: User) -> None:
    row = planned(ticket, lead)
    with pytest.raises(NotAllowed):
        unplan(draft_id=row.pk, ticket=ticket, agent=agent)
    assert unplan(draft_id=row.pk, ticket=ticket, agent=lead).due_at is None
    mine = planned(ticket, agent)
    unplan(draft_id=mine.pk, ticket=ticket, agent=lead)
    with clock.moved(HOUR * 2):
        assert send_planned() == 0
