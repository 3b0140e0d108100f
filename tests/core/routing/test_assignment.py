"""Waiting chats go to who can answer them, each to one person only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from tests.core.tickets.factories import a_category, a_ticket

from octant.core.people.models import Team, User
from octant.core.people.services.staff import create_user
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.services.assignment import assign_waiting
from octant.core.tickets.models import Priority, Ticket
from octant.kit import clock

pytestmark = pytest.mark.django_db


def on_duty(name: str, **given: object) -> User:
    user = create_user(email=f"{name}@agents.example", name=name.title(), role="agent")
    at = clock.now()
    AgentState.objects.create(
        user=user,
        **{  # type: ignore[arg-type]
            "presence": "online",
            "seen_at": at,
            "idle_since": at,
            "languages": ["en"],
            "skills": ["funding"],
            "capacity": 2,
            **given,
        },
    )
    return user


def chat(topic: str = "funding", **given: object) -> Ticket:
    return a_ticket(live=True, category=a_category(topic), **given)


def offers() -> dict[int, int]:
    return dict(Offer.objects.filter(ended_at=None).values_list("ticket_id", "agent_id"))


def test_skill_and_language_decide_first() -> None:
    english, chinese = on_duty("amy"), on_duty("bo", languages=["zh-hans"])
    trader = on_duty("cai", skills=["trading"], languages=["en", "zh-hans"])
    one, two, three = chat(), chat(language="zh-hans"), chat("trading")
    assert assign_waiting() == 3
    assert offers() == {one.pk: english.pk, two.pk: chinese.pk, three.pk: trader.pk}


def test_the_least_loaded_comes_before_the_longest_idle() -> None:
    at = clock.now()
    busy = on_duty("busy", idle_since=at - timedelta(hours=1))
    rested = on_duty("rested", idle_since=at - timedelta(minutes=9))
    fresh = on_duty("fresh", idle_since=at)
    Offer.objects.create(ticket=chat(), agent=busy, queue="funding", offered_at=at, accepted_at=at)
    first, second = chat(), chat()
    assign_waiting()
    assert offers()[first.pk] == rested.pk
    assert offers()[second.pk] == fresh.pk


def test_an_account_in_other_hands_goes_before_a_report_of_phishing_that_came_earlier() -> None:
    on_duty("amy", capacity=1)
    chat(priority=Priority.URGENT)
    stolen = chat(priority=Priority.FIRST)
    assign_waiting()
    assert list(offers()) == [stolen.pk]


def test_urgent_goes_first_then_who_waits_longest() -> None:
    on_duty("amy", capacity=1)
    old, urgent = chat(), chat(priority=4)
    assign_waiting()
    assert list(offers()) == [urgent.pk]
    Offer.objects.all().update(ended_at=clock.now(), outcome="done")
    Ticket.objects.filter(pk=urgent.pk).update(live=False)
    chat()
    assign_waiting()
    assert list(offers()) == [old.pk]


@pytest.mark.parametrize(
    "state",
    [
        {"presence": "away"},
        {"presence": "offline"},
        {"seen_at": clock.now() - timedelta(minutes=5)},
    ],
)
def test_nobody_who_is_not_here_is_asked(state: dict[str, object]) -> None:
    on_duty("amy", **state)
    chat()
    assert assign_waiting() == 0


def test_capacity_holds_and_the_rest_wait() -> None:
    on_duty("amy", capacity=2)
    for _ in range(5):
        chat()
    assert assign_waiting() == 2
    assert assign_waiting() == 0


def test_after_a_long_wait_the_language_is_enough_and_then_anybody() -> None:
    trader = on_duty("cai", skills=["trading"])
    on_duty("amy", capacity=1)
    first, second = chat(), chat()
    assign_waiting()
    assert list(offers()) == [first.pk]
    AgentState.objects.update(seen_at=clock.now() + timedelta(minutes=11))
    with clock.moved(timedelta(minutes=11)):
        assign_waiting()
    assert offers()[second.pk] == trader.pk


def test_who_declined_or_let_it_ring_is_not_asked_again_at_once() -> None:
    amy, bo = on_duty("amy"), on_duty("bo")
    ticket, at = chat(), clock.now()
    Offer.objects.create(
        ticket=ticket, agent=amy, queue="funding", offered_at=at, ended_at=at, outcome="declined"
    )
    assign_waiting()
    assert offers() == {ticket.pk: bo.pk}


def test_a_chat_handed_to_a_team_goes_to_its_members() -> None:
    on_duty("amy", capacity=5)
    member = on_duty("bo", skills=["trading"], capacity=1)
    team = Team.objects.create(key="payments", name="Payments")
    team.members.add(member)
    first, second = chat(), chat()
    Ticket.objects.update(team=team)
    assign_waiting()
    assert offers() == {first.pk: member.pk}  # the other waits for the team
    assert second.pk not in offers()


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_time_never_offer_a_chat_twice_or_overfill_an_agent() -> None:
    for number in range(3):
        on_duty(f"agent{number}", capacity=3)
    tickets = [chat() for _ in range(14)]

    def run(_: int) -> int:
        try:
            return assign_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))
    assign_waiting()

    held = Offer.objects.filter(ended_at=None)
    assert held.count() == 9
    assert held.values("ticket").distinct().count() == 9
    for state in AgentState.objects.all():
        assert held.filter(agent=state.user).count() == 3
    assert Ticket.objects.filter(live=True).count() == len(tickets)
