"""Clocks start, pause, end and start again as a ticket is talked on and worked."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.core.tickets.factories import a_category, a_customer, a_ticket, words

from octant.core.outbox.models import Event
from octant.core.people.models import User
from octant.core.promises.models import Calendar, Policy, Promise
from octant.core.promises.rules import rule_of
from octant.core.promises.tasks import tend, tend_waiting
from octant.core.routing.services.offers import transfer
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.append import append
from octant.core.tickets.services.conversation import receive, send
from octant.kit import clock
from octant.kit.business_time import due

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_policy(key: str = "usual", **given: Any) -> Policy:
    targets = {"first_minutes": 60, "next_minutes": 120, "solution_minutes": 600}
    return Policy.objects.create(key=key, names={"en": key}, **{**targets, **given})


def later(**delta: float) -> Any:
    return clock.moved(timedelta(**delta))


def rows(ticket: Ticket, clock_: str) -> list[tuple[int, str]]:
    found = Promise.objects.filter(ticket=ticket, clock=clock_).order_by("round")
    return list(found.values_list("round", "outcome"))


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) < timedelta(seconds=5)


def events(name: str) -> list[dict[str, Any]]:
    return list(Event.objects.filter(name=name).order_by("pk").values_list("payload", flat=True))


def test_without_any_policy_a_first_answer_is_due_within_a_day() -> None:
    ticket = fresh(a_ticket())
    assert near(ticket.due_at, ticket.created_at + 24 * HOUR)
    assert ticket.first_reply_due_at == ticket.due_at
    assert ticket.solution_due_at is None


def test_the_soonest_promise_is_what_the_ticket_is_due_by(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    assert ticket.due_at == ticket.first_reply_due_at == ticket.created_at + HOUR
    send(ticket=ticket, agent=agent, text=words("We look into it."))
    ticket = fresh(ticket)
    assert ticket.first_reply_due_at is None
    assert ticket.due_at == ticket.solution_due_at == ticket.created_at + 10 * HOUR
    assert rows(ticket, "first") == [(1, "kept")]


def test_each_question_after_an_answer_has_its_own_clock(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"))
    with later(hours=1):
        receive(ticket=ticket, customer=ticket.customer, text=words("Bitcoin"))
        asked = ticket.waiting_since
        receive(ticket=ticket, customer=ticket.customer, text=words("Hello?"))
    assert asked is not None
    assert fresh(ticket).next_reply_due_at == asked + 2 * HOUR
    with later(hours=4):
        send(ticket=ticket, agent=agent, text=words("Thank you."))
        receive(ticket=ticket, customer=ticket.customer, text=words("And now?"))
    assert rows(ticket, "next") == [(1, "late"), (2, "")]


def test_a_broken_promise_that_nobody_looked_for_is_told_when_it_ends(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    with later(hours=2):
        send(ticket=ticket, agent=agent, text=words("Sorry for the wait."))
        tend()
    assert rows(ticket, "first") == [(1, "late")]
    told = events("PromiseBroken")
    assert [(e["clock"], e["answered"]) for e in told] == [("first", True)]


def test_what_chats_wrote_in_bulk_counts_with_its_own_times(agent: User) -> None:
    """The chat's writer only marks the ticket; the worker may come much later."""
    from django.db import connection

    from octant.core.tickets.writer import APPEND, LOCK, Entry, append_parameters, lock_parameters

    a_policy()
    ticket = a_ticket()
    began = ticket.created_at
    said = (("agent", 30), ("customer", 40), ("agent", 50), ("customer", 55), ("agent", 400))
    for author, minute in said:
        entry = Entry(
            ticket=ticket.pk,
            kind="message",
            author_kind=author,
            author=agent.pk if author == "agent" else None,
            channel="live_chat",
            text="words",
            findings=[],
            at=began + timedelta(minutes=minute),
        )
        with connection.cursor() as cursor:
            cursor.execute(LOCK, lock_parameters([entry]))
            cursor.execute(APPEND, append_parameters([entry]))
    marked = fresh(ticket)
    assert marked.clocks_stale
    assert marked.first_reply_due_at is None  # kept at once, whatever else is worked out later
    with later(hours=9):
        tend()
    assert rows(ticket, "first") == [(1, "kept")]
    assert rows(ticket, "next") == [(1, "kept"), (2, "late")]
    took = Promise.objects.filter(ticket=ticket).exclude(seconds=None).order_by("pk")
    assert sorted(took.values_list("seconds", flat=True)) == [600, 1800, 345 * 60]
    assert not fresh(ticket).clocks_stale


def test_settling_again_changes_nothing(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"))
    before = list(Promise.objects.order_by("pk").values())
    Ticket.objects.update(clocks_stale=True, clocks_seq=ticket.last_seq)
    tend()
    tend()
    assert list(Promise.objects.order_by("pk").values()) == before


def test_the_solution_pauses_while_we_wait_for_the_customer(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"), waiting=True)
    paused = fresh(ticket)
    assert not paused.is_due
    assert paused.paused_at is not None
    assert abs((paused.solution_left or 0) - 36000) < 5
    with later(hours=50):
        tend()
        receive(ticket=ticket, customer=ticket.customer, text=words("Bitcoin"))
    again = fresh(ticket)
    assert events("PromiseBroken") == []
    assert near(again.solution_due_at, ticket.created_at + 60 * HOUR)
    assert again.paused_at is None and again.solution_left is None


def test_a_first_answer_is_not_put_off_by_saying_that_we_wait(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    lifecycle.set_status(ticket=ticket, status="waiting", actor=agent)
    assert fresh(ticket).due_at == ticket.created_at + HOUR


def test_solving_keeps_the_solution_and_reopening_starts_another(agent: User) -> None:
    a_policy()
    ticket = a_ticket()
    with later(hours=1):
        lifecycle.solve(ticket=ticket, actor=agent)
    assert rows(ticket, "solution") == [(1, "kept")]
    assert rows(ticket, "first") == [(1, "dropped")]  # nobody answered, nobody waits
    assert not fresh(ticket).is_due
    with later(hours=100):
        receive(ticket=ticket, customer=ticket.customer, text=words("Not solved!"))
    again = fresh(ticket)
    assert rows(ticket, "solution") == [(1, "kept"), (2, "")]
    assert near(again.solution_due_at, ticket.created_at + 110 * HOUR)
    assert near(again.next_reply_due_at, ticket.created_at + 102 * HOUR)


def test_merging_keeps_the_earlier_promise(agent: User) -> None:
    a_policy()
    customer = a_customer()
    old = a_ticket(customer)
    with later(minutes=40):
        new = a_ticket(customer)
        lifecycle.merge(ticket=old, into=new, actor=agent)
    kept = fresh(new)
    assert kept.first_reply_due_at == old.created_at + HOUR
    assert kept.solution_due_at == old.created_at + 10 * HOUR
    assert kept.waiting_since == old.created_at
    assert rows(old, "first") == rows(old, "solution") == [(1, "dropped")]
    with later(minutes=70):
        lifecycle.label(ticket=new, actor=agent, priority=3)  # settles again
        assert fresh(new).first_reply_due_at == old.created_at + HOUR


def test_a_question_merged_into_an_answered_ticket_still_waits(agent: User) -> None:
    a_policy()
    customer = a_customer()
    answered, asked = a_ticket(customer), a_ticket(customer)
    send(ticket=answered, agent=agent, text=words("Here is how."))
    lifecycle.merge(ticket=asked, into=answered, actor=agent)
    assert fresh(answered).next_reply_due_at == asked.created_at + HOUR


def test_handing_over_changes_the_policy_but_not_when_the_clock_began(agent: User) -> None:
    urgent = a_policy("urgent", position=1, priorities=[4], first_minutes=30)
    a_policy()
    ticket = a_ticket()
    with later(minutes=20):
        lifecycle.label(ticket=ticket, actor=agent, priority=4)
        transfer(ticket=ticket, actor=agent, to_queue="security")
    moved = fresh(ticket)
    assert moved.policy == urgent.key
    assert moved.first_reply_due_at == ticket.created_at + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"channels": ["live_chat"]}, True),
        ({"channels": ["email"]}, False),
        ({"categories": ["funding"]}, True),
        ({"categories": ["fund"]}, False),
        ({"priorities": [1, 2]}, True),
        ({"priorities": [4]}, False),
        ({"priorities": [4, 5]}, False),
        ({"tiers": ["pro"]}, True),
        ({"tiers": ["starter"]}, False),
        ({"active": False}, False),
    ],
)
def test_the_first_policy_whose_conditions_all_hold_counts(
    conditions: dict[str, Any], fits: bool
) -> None:
    a_policy("special", position=1, **conditions)
    a_policy()
    customer = a_customer()
    customer.tier = "pro"
    customer.save()
    ticket = a_ticket(customer, category=a_category("funding/deposits"))
    assert (fresh(ticket).policy == "special") is fits


def test_office_hours_count_in_the_calendar_of_the_policy() -> None:
    office = Calendar.objects.create(
        key="office", zone="Asia/Shanghai", weekly={"monday": [["09:00", "18:00"]]}
    )
    policy = a_policy(calendar=office)
    ticket = fresh(a_ticket())
    expected = due(rule_of(policy).hours, ticket.created_at, HOUR)
    assert ticket.first_reply_due_at == expected
    assert expected - ticket.created_at >= HOUR


def test_a_warning_and_a_breach_are_told_once_each() -> None:
    a_policy(escalate_priority=4, escalate_queue="security", solution_minutes=None)
    ticket = a_ticket()
    with later(minutes=44):
        tend()
    assert events("PromiseAtRisk") == []
    with later(minutes=46):
        tend()
        tend()
    assert [(e["ticket"], e["clock"], e["round"]) for e in events("PromiseAtRisk")] == [
        (ticket.pk, "first", 1)
    ]
    assert events("PromiseBroken") == []
    with later(minutes=61):
        tend()
        tend()
    assert [(e["clock"], e["answered"]) for e in events("PromiseBroken")] == [("first", False)]
    raised = fresh(ticket)
    assert (raised.priority, raised.queue) == (4, "security")
    assert raised.due_at == ticket.created_at + HOUR  # overdue until somebody answers


def test_who_answers_in_time_is_never_warned_of() -> None:
    a_policy()
    ticket = a_ticket()
    append(ticket, kind="message", author_kind="agent", text=words("Here."))
    with later(minutes=50):
        tend()
    assert events("PromiseAtRisk") == []


def test_a_silent_customer_is_reminded_once_and_in_the_end_closed(agent: User) -> None:
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"), waiting=True)
    with later(days=2):
        tend_waiting()
    assert events("CustomerReminded") == []
    with later(days=3.1):
        tend_waiting()
        tend_waiting()
    assert [e["ticket"] for e in events("CustomerReminded")] == [ticket.pk]
    with later(days=7.05):
        tend_waiting()
    assert fresh(ticket).status == "waiting"  # four days after the reminder, not sooner
    with later(days=7.2):
        tend_waiting()
        tend_waiting()
    assert fresh(ticket).status == "closed"
    assert [e["ticket"] for e in events("TicketClosedUnanswered")] == [ticket.pk]


def test_an_answer_ends_the_waiting_and_the_next_one_begins_anew(agent: User) -> None:
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"), waiting=True)
    with later(days=4):
        tend_waiting()
        receive(ticket=ticket, customer=ticket.customer, text=words("Bitcoin"))
        send(ticket=ticket, agent=agent, text=words("And when?"), waiting=True)
        tend_waiting()
    assert len(events("CustomerReminded")) == 1
    with later(days=8):
        tend_waiting()
    assert len(events("CustomerReminded")) == 2
    assert fresh(ticket).status == "waiting"


def test_an_answer_that_was_late_before_we_waited_is_late(agent: User) -> None:
    """Even if no worker looked in between: the pause does not wash it clean."""
    a_policy()
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("Which coin?"))
    receive(ticket=ticket, customer=ticket.customer, text=words("Bitcoin"))
    with later(hours=3):
        lifecycle.set_status(ticket=ticket, status="waiting", actor=agent)
    with later(hours=4):
        send(ticket=ticket, agent=agent, text=words("Here."))
    assert rows(ticket, "next") == [(1, "late")]
