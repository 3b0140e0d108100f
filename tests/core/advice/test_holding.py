"""Whatever points a table has: if it is allowed, the mission's rules hold of every ranking."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.advice.test_ranking import case, cases, live_facts, there

from octant.core.advice.facts import Facts
from octant.core.advice.holding import broken
from octant.core.advice.kept import own_cells
from octant.core.advice.ranking import private, rank
from octant.core.advice.table import LIVE, PUBLIC, RANKED, Table, cell_names, parsed, written
from octant.core.routing.understanding import COMPLEXITIES, PREFERENCES, Understanding

NAMES = tuple(cell_names())
some = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
moves = st.dictionaries(st.sampled_from(NAMES), st.integers(-200, 200), max_size=6)


def table_with(changes: dict[str, int]) -> Table:
    own = own_cells()
    return parsed(written({**own, **{name: own[name] + by for name, by in changes.items()}}))


def order(read: Understanding, table: Table, **facts: Any) -> list[str]:
    return [each.key for each in rank(read, {k: there() for k in RANKED} | facts, table)]


@some
@given(changes=moves, read=cases, chat=live_facts, phone=live_facts)
def test_public_places_stay_behind_in_private_matters(
    changes: dict[str, int], read: Understanding, chat: Facts, phone: Facts
) -> None:
    table = table_with(changes)
    if not broken(table) and private(read):
        assert set(order(read, table, live_chat=chat, phone=phone)[-2:]) == set(PUBLIC)


@some
@given(
    changes=moves,
    complexity=st.sampled_from(COMPLEXITIES),
    preference=st.sampled_from(("", *PREFERENCES)),
)
def test_an_account_in_danger_is_sent_to_a_person(
    changes: dict[str, int], complexity: str, preference: str
) -> None:
    table = table_with(changes)
    danger: dict[str, Any] = {"kind": "takeover", "urgency": "critical", "personal": True}
    if not broken(table):
        found = order(case(complexity=complexity, preference=preference, **danger), table)
        assert found[0] in LIVE
        assert set(order(case(complexity="moderate", **danger), table)[:2]) == set(LIVE)


@some
@given(changes=moves, read=cases)
def test_the_phone_stands_behind_the_chat_for_whoever_does_not_want_to_speak(
    changes: dict[str, int], read: Understanding
) -> None:
    table = table_with(changes)
    if not broken(table) and (read.preference != "voice" or read.free):
        found = order(read, table)
        assert found.index("live_chat") < found.index("phone")


def test_the_products_own_table_breaks_nothing() -> None:
    assert broken(table_with({})) == []
