"""Surfaces stand in an order that follows from the case and the moment, and can be explained."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octant.core.advice.facts import Facts
from octant.core.advice.holding import table_of
from octant.core.advice.kept import table
from octant.core.advice.ranking import Ranked, rank
from octant.core.advice.table import KINDS, LIVE, PUBLIC, RANKED, merged
from octant.core.routing.understanding import (
    COMPLEXITIES,
    PREFERENCES,
    URGENCIES,
    Understanding,
)
from octant.core.routing.understanding.topics import Topic
from octant.kit.clock import now
from octant.kit.errors import DomainError


def case(**about: object) -> Understanding:
    plain = Understanding(
        category="", urgency="normal", complexity="simple", preference="", kind="question",
        personal=False, free=False, no_voice=False, words={}, topic=Topic("", 0, "rules"),
    )  # fmt: skip
    return replace(plain, **about)  # type: ignore[arg-type]


def there(minutes: int | None = 0) -> Facts:
    return Facts(minutes=minutes, open=True)


def order(read: Understanding, **facts: Facts) -> list[str]:
    return [each.key for each in rank(read, {k: there() for k in RANKED} | facts, table())]


cases = st.builds(
    case,
    urgency=st.sampled_from(URGENCIES),
    complexity=st.sampled_from(COMPLEXITIES),
    preference=st.sampled_from(("", *PREFERENCES)),
    kind=st.sampled_from(KINDS),
    personal=st.booleans(),
    free=st.booleans(),
    no_voice=st.booleans(),
)
live_facts = st.one_of(
    st.builds(Facts, minutes=st.integers(0, 600), open=st.just(True)),
    st.just(Facts(open=False)),
    st.just(Facts()),
    st.builds(lambda m: Facts(minutes=m, open=False, opens_at=now()), st.integers(1, 5000)),
)


@given(read=cases, chat=live_facts, phone=live_facts)
def test_more_urgency_never_lowers_the_fastest_live_channel(
    read: Understanding, chat: Facts, phone: Facts
) -> None:
    open_ones = {k: f for k, f in (("live_chat", chat), ("phone", phone)) if f.open}
    if not open_ones:
        return
    fastest = min(open_ones, key=lambda key: open_ones[key].minutes or 0)
    places = [
        order(replace(read, urgency=urgency), live_chat=chat, phone=phone).index(fastest)
        for urgency in URGENCIES
    ]
    assert places == sorted(places, reverse=True)


@given(read=cases, other=live_facts, key=st.sampled_from(LIVE), waits=st.lists(st.integers(0, 900)))
def test_a_longer_queue_never_raises_a_channel(
    read: Understanding, other: Facts, key: str, waits: list[int]
) -> None:
    rest = {k: other for k in LIVE if k != key}
    places = [order(read, **rest, **{key: there(wait)}).index(key) for wait in sorted(waits)]
    assert places == sorted(places)
    nobody = order(read, **rest, **{key: Facts(open=False)}).index(key)
    assert all(place <= nobody for place in places)


@given(read=cases, chat=live_facts, phone=live_facts)
def test_the_same_case_has_the_same_answer_and_the_factors_add_up(
    read: Understanding, chat: Facts, phone: Facts
) -> None:
    facts = {"live_chat": chat, "phone": phone}
    first: list[Ranked] = rank(read, facts, table())
    assert first == rank(read, facts, table())
    assert {each.key for each in first} == set(RANKED)
    assert all(each.score == round(sum(f.points for f in each.factors), 3) for each in first)


@given(read=cases)
def test_public_places_never_stand_before_a_private_one_in_personal_or_urgent_matters(
    read: Understanding,
) -> None:
    found = order(read)
    about_trading = read.kind in ("learn", "strategy", "news")
    if read.urgency in ("high", "critical") or (read.personal and not about_trading):
        assert set(found[-2:]) == set(PUBLIC)


# From the mission document, "choosing a channel": the case, then the first and the second.
MISSION = {
    "trading interrupted": (case(kind="trading", urgency="high"), "live_chat", "phone"),
    "account security": (case(kind="takeover", urgency="critical"), "live_chat", "phone"),
    "not urgent": (case(urgency="low"), "help_center", "email"),
    "several transactions": (case(kind="complex", complexity="complex"), "email", "live_chat"),
    "simple": (case(), "help_center", "live_chat"),
    "prefers to chat": (case(preference="chat"), "live_chat", "help_center"),
    "prefers to write": (case(preference="write"), "email", "help_center"),
    "prefers to speak": (case(preference="voice"), "phone", "live_chat"),
    "prefers to read": (case(preference="read", urgency="low"), "help_center", "email"),
    "speaking, but documents": (case(preference="voice", complexity="complex"), "email", "phone"),
    "wants to learn": (case(kind="learn", urgency="low"), "learn", "help_center"),
    "talk of strategies": (case(kind="strategy", urgency="low"), "community", "learn"),
    "news and opinions": (case(kind="news", urgency="low"), "social", "help_center"),
}


@pytest.mark.parametrize("name", MISSION)
def test_each_rule_of_the_mission_document_holds(name: str) -> None:
    read, first, second = MISSION[name]
    assert order(read)[:2] == [first, second]


def test_free_ways_stand_before_the_paid_one() -> None:
    for urgency, complexity in product(URGENCIES, COMPLEXITIES):
        found = order(case(urgency=urgency, complexity=complexity, kind="slow"))
        assert found.index("live_chat") < found.index("phone")


def test_whoever_wants_to_chat_is_sent_elsewhere_while_the_queue_is_an_hour_long() -> None:
    assert order(case(preference="chat"), live_chat=there(10))[0] == "live_chat"
    assert order(case(preference="chat"), live_chat=there(60))[0] == "help_center"


def test_a_closed_line_waits_for_who_has_time_and_not_for_who_has_none() -> None:
    shut = Facts(minutes=600, open=False, opens_at=now())
    assert order(case(preference="voice", urgency="low"), phone=shut)[0] == "phone"
    assert order(case(preference="voice", urgency="high"), phone=shut)[0] == "live_chat"


def test_a_workspaces_table_may_change_points_but_not_what_must_hold() -> None:
    raw = {
        "base": dict(table().base),
        "urgency": table().by["urgency"],
        "waiting": dict(table().waiting),
        "closed": dict(table().closed),
    }
    assert table_of(merged(raw, {"base": {"email": 60}})).base["email"] == 60
    for wrong in (
        {"urgency": {"high": {"email": 90}}},
        {"urgency": {"critical": {"phone": 500}}},
        {"closed": {"high": 1}},
        {"base": {"pigeon": 1}},
        {"moon": {}},
    ):
        with pytest.raises(DomainError):
            table_of(merged(raw, wrong))
