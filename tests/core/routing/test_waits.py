"""Customers are told a place and a wait that follow from who is on duty and past chats."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.routing.test_assignment import chat, on_duty

from octant.core.people.models import User
from octant.core.routing.board import Usual, queue_numbers, queues, state_of, usual_times
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.rules import HANDLE_SECONDS
from octant.core.routing.selectors import expected_wait, handle_seconds, wait_for
from octant.core.routing.services.places import announce_places, places
from octant.kit import clock


def agents_with(*slots: tuple[int, int]) -> list[AgentState]:
    found = []
    for capacity, load in slots:
        state = AgentState(capacity=capacity, skills=["funding"], languages=["en"])
        state.load = load  # type: ignore[attr-defined]
        found.append(state)
    return found


def waiting(place: int, agents: list[AgentState], seconds: float = 600) -> int | None:
    return wait_for(
        place=place, queue="funding", language="en", agents=agents, seconds=seconds
    ).minutes


def test_a_free_hand_means_no_wait_and_nobody_on_duty_means_unknown() -> None:
    assert waiting(1, agents_with((2, 1))) == 0
    assert waiting(1, []) is None


def test_each_place_waits_for_a_share_of_a_chat() -> None:
    full = agents_with((2, 2), (3, 3))
    assert [waiting(place, full) for place in (1, 2, 5)] == [2, 4, 10]


@given(
    place=st.integers(1, 200),
    slots=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=9),
)
def test_waits_never_shrink_further_back_nor_grow_with_more_agents(
    place: int, slots: list[tuple[int, int]]
) -> None:
    agents = agents_with(*slots)
    here, behind = waiting(place, agents), waiting(place + 1, agents)
    more = waiting(place, [*agents, *agents_with((3, 0))])
    assert here is not None and behind is not None and more is not None
    assert behind >= here >= more >= 0


@pytest.mark.django_db
def test_handling_times_are_learned_from_the_latest_chats() -> None:
    amy, at = on_duty("amy"), clock.now()
    assert handle_seconds("funding") == HANDLE_SECONDS
    assert usual_times(["funding", "general"]) == {"funding": Usual(), "general": Usual()}
    for minutes in (2, 4, 6, 8, 10):
        ticket = chat()
        Offer.objects.create(
            ticket=ticket,
            agent=amy,
            queue="funding",
            offered_at=at,
            accepted_at=ticket.created_at + timedelta(seconds=30),
            ended_at=ticket.created_at + timedelta(seconds=30, minutes=minutes),
        )
    assert handle_seconds("funding") == pytest.approx(360)
    found = usual_times(["funding", "general"])
    assert (found["funding"].accept, found["funding"].handle) == (30, 360)
    assert found["general"] == Usual()


@pytest.mark.django_db
def test_places_count_within_a_queue_and_language_and_are_told_once() -> None:
    on_duty("amy", capacity=1)
    first, second, chinese = chat(), chat(), chat(language="zh-hans")
    found = places()
    assert [found[t.pk].place for t in (first, second, chinese)] == [1, 2, 1]
    told = announce_places({})
    assert announce_places(told) == told == found
    assert expected_wait(queue="funding", language="en").place == 3


@pytest.mark.django_db
def test_the_board_shows_queues_and_load(agent: User) -> None:
    amy = on_duty("amy")
    ticket = chat()
    Offer.objects.create(ticket=ticket, agent=amy, queue="funding", offered_at=clock.now())
    numbers = {n.queue: n for n in queue_numbers(queues())}
    assert queues() == ["funding", "general"]
    assert (numbers["funding"].waiting, numbers["funding"].open) == (1, 1)
    assert numbers["funding"].waiting_since == ticket.waiting_since
    assert numbers["general"].waiting == 0
    state = state_of(amy)
    assert state is not None and state.load == 1  # type: ignore[attr-defined]
    assert state_of(agent) is None
