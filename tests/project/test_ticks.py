"""Recurring work runs when it is due, once over all workers, and its faults are seen."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from octant.kit import clock
from octant.project import ticks
from octant.project.models import Tick
from octant.project.ticks import QUICK, SLOW, Recurring

pytestmark = pytest.mark.django_db(transaction=True)

done: list[str] = []


def work() -> None:
    done.append("work")


def broken() -> None:
    raise RuntimeError("out of ink")


def test_work_is_due_at_first_and_then_after_its_time() -> None:
    tea = Recurring("tests.project.test_ticks.work", 60)
    assert ticks.claim(tea)
    assert not ticks.claim(tea)
    with clock.moved(timedelta(seconds=61)):
        assert ticks.claim(tea)


def test_a_worker_with_nothing_to_do_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tea, turns = Recurring("tests.project.test_ticks.work", 60), ticks.Turns()
    assert turns.claim(tea)
    with django_assert_num_queries(0):
        assert not any(turns.claim(tea) for _ in range(50))


def test_a_turn_that_another_worker_took_is_waited_for() -> None:
    tea, turns = Recurring("tests.project.test_ticks.work", 0.3), ticks.Turns()
    assert ticks.claim(tea)  # the other one
    assert not turns.claim(tea)
    time.sleep(0.35)
    assert turns.claim(tea)


def test_of_many_workers_one_gets_the_turn() -> None:
    tea = Recurring("tests.project.test_ticks.work", 60)
    turns: list[bool] = []
    start = threading.Barrier(6)

    def worker() -> None:
        start.wait()
        turns.append(ticks.claim(tea))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns) == [False] * 5 + [True]


def test_a_fault_is_kept_where_it_can_be_seen_and_cleared_by_the_next_good_run() -> None:
    tea = Recurring("tests.project.test_ticks.broken", 60)
    ticks.claim(tea)
    ticks.run(tea)
    assert Tick.objects.get(name=tea.name).error == "RuntimeError: out of ink"
    done.clear()
    good = Recurring("tests.project.test_ticks.work", 60)
    ticks.claim(good)
    ticks.run(good)
    assert done == ["work"]
    assert Tick.objects.get(name=good.name).error == ""


@pytest.mark.parametrize("work", [*QUICK, *SLOW], ids=lambda w: w.name)
def test_everything_that_recurs_runs_on_an_empty_database(work: Recurring) -> None:
    ticks.claim(work)
    ticks.run(work)
    assert Tick.objects.get(name=work.name).error == ""
