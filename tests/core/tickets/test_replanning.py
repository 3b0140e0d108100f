"""A planned reply is changed until it has left; nothing that was written is lost."""

from datetime import timedelta
from typing import Any

import pytest
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import User
from octant.core.safety.guard import NeverAsked
from octant.core.safety.models import AuditEntry
from octant.core.safety.text import screen
from octant.core.tickets.drafts import mark_of
from octant.core.tickets.models import Draft, Ticket
from octant.core.tickets.services.conversation import receive
from octant.core.tickets.services.drafting import plan_reply, save_draft, send_planned, unplan
from octant.core.tickets.services.replanning import change_planned, keep_words
from octant.kit import clock
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from octant.kit.ids import uuid7

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket()


@pytest.fixture
def row(ticket: Ticket, agent: User) -> Draft:
    return plan_reply(
        ticket=ticket,
        agent=agent,
        text=screen("Good morning."),
        due_at=clock.now() + HOUR,
        client_id=uuid7(),
        waiting=True,
    )


def change(row: Draft, agent: User, text: str = "Good evening.", **more: Any) -> Draft:
    given = {"seen": mark_of(row), "due_at": row.due_at, **more}
    return change_planned(
        draft_id=row.pk, ticket=row.ticket, agent=agent, text=screen(text), **given
    )


def said(ticket: Ticket) -> list[str]:
    return [m.text for m in ticket.messages.filter(author_kind="agent").order_by("seq")]


def test_what_leaves_is_the_changed_reply_at_the_changed_time(row: Draft, agent: User) -> None:
    way = {"cc": ["law@firm.example"], "quote": False}
    change(row, agent, due_at=clock.now() + 3 * HOUR, way=way)
    with clock.moved(2 * HOUR):
        assert send_planned() == 0
    with clock.moved(4 * HOUR):
        assert send_planned() == 1
        assert send_planned() == 0
    (message,) = row.ticket.messages.filter(author_kind="agent")
    assert (message.text, message.client_id) == ("Good evening.", row.client_id)
    assert message.data["way"] == way
    row.ticket.refresh_from_db()
    assert row.ticket.status == "waiting"  # as it was planned


def test_the_same_minute_is_the_same_moment(row: Draft, agent: User) -> None:
    due = row.due_at
    assert due is not None
    change(row, agent, due_at=due.replace(second=0, microsecond=0))
    assert Draft.objects.get().due_at == due


def test_a_change_of_what_somebody_else_has_changed_is_not_taken(
    row: Draft, agent: User, lead: User
) -> None:
    change(row, lead, "Good day.")
    with pytest.raises(Conflict) as refused:
        change(row, agent)
    assert lead.name in str(refused.value)
    fresh = Draft.objects.get()
    assert (fresh.text, fresh.changed_by, fresh.agent) == ("Good day.", lead, agent)
    change(fresh, agent)  # seen now
    assert Draft.objects.get().text == "Good evening."
    trail = AuditEntry.objects.filter(verb="replan_reply").values_list("actor", flat=True)
    assert list(trail.order_by("pk")) == [lead.pk, agent.pk]


def test_another_agent_changes_nothing(ticket: Ticket, lead: User, agent: User) -> None:
    theirs = plan_reply(
        ticket=ticket,
        agent=lead,
        text=screen("Mine."),
        due_at=clock.now() + HOUR,
        client_id=uuid7(),
    )
    with pytest.raises(NotAllowed):
        change(theirs, agent)
    assert Draft.objects.get().text == "Mine."


def test_the_guard_looks_at_each_change_and_at_what_was_said_before(
    row: Draft, agent: User
) -> None:
    with pytest.raises(NeverAsked):
        change(row, agent, "Please send me your password.")
    receive(ticket=row.ticket, customer=row.ticket.customer, text=screen("Which password?"))
    assert Draft.objects.get().text == "Good morning."


def test_a_secret_is_never_stored(row: Draft, agent: User) -> None:
    key = "0x" + "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
    change(row, agent, f"private key {key}")
    assert key not in Draft.objects.get().text


@pytest.mark.parametrize(("text", "hours"), [("", 1), ("Hello.", -1), ("Hello.", 24 * 61)])
def test_what_could_not_be_planned_is_refused(
    row: Draft, agent: User, text: str, hours: int
) -> None:
    with pytest.raises(DomainError):
        change(row, agent, text, due_at=clock.now() + hours * HOUR)
    assert Draft.objects.get().text == "Good morning."


def test_what_the_customer_said_stops_it_only_if_it_was_not_read(row: Draft, agent: User) -> None:
    receive(ticket=row.ticket, customer=row.ticket.customer, text=screen("One more thing."))
    row.ticket.refresh_from_db()
    heard = row.ticket.last_seq
    receive(ticket=row.ticket, customer=row.ticket.customer, text=screen("And another."))
    change(row, agent, heard=heard)
    fresh = Draft.objects.get()
    assert fresh.said_seq == heard
    change(fresh, agent, heard=10**6)  # no further than there is
    row.ticket.refresh_from_db()
    assert Draft.objects.get().said_seq == row.ticket.last_seq
    with clock.moved(2 * HOUR):
        send_planned()
    assert said(row.ticket) == ["Good evening."]


def test_words_for_a_reply_that_has_left_are_a_draft_below_what_was_begun(
    row: Draft, agent: User
) -> None:
    with clock.moved(2 * HOUR):
        send_planned()
    with pytest.raises(NotFound):
        change(row, agent)
    save_draft(ticket=row.ticket, agent=agent, mode="reply", text=screen("Begun."))

    def keep(text: str) -> tuple[Draft | None, bool]:
        return keep_words(
            ticket=row.ticket, agent=agent, text=screen(text), client_id=row.client_id
        )

    assert keep("Good morning.") == (None, True)  # with these very words
    kept, left = keep("Good evening.")
    assert kept is not None
    assert (kept.text, left) == ("Begun.\n\nGood evening.", True)
    keep("Good evening.")  # pressed twice
    assert Draft.objects.get().text == "Begun.\n\nGood evening."


def test_words_for_one_that_is_a_draft_again_are_kept_too(
    row: Draft, agent: User, lead: User
) -> None:
    unplan(draft_id=row.pk, ticket=row.ticket, agent=lead)
    with pytest.raises(NotFound):
        change(row, agent)
    kept, left = keep_words(
        ticket=row.ticket, agent=agent, text=screen("Good evening."), client_id=row.client_id
    )
    assert kept is not None
    assert (kept.text, left) == ("Good morning.\n\nGood evening.", False)
