"""What changes while hours are counted is counted again; two workers never count one hour."""

import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

import pytest
from django.db import connection, transaction
from tests.core.tickets.factories import a_ticket

from octant.core.tickets.models import Ticket
from octant.kit import clock
from octant.reactions.insights.models import Hour, StaleHour
from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.services.marking import mark_news, mark_tickets

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
  AND wait_event_type = 'Lock'
"""


def elsewhere(work: Callable[[], None]) -> threading.Thread:
    """Do `work` over a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_somebody_waits() -> None:
    end = monotonic() + 20
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # kept for a whole transaction
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


def test_a_change_while_an_hour_is_counted_marks_it_once_more() -> None:
    ticket = a_ticket()
    mark_news()

    def change() -> None:
        Ticket.objects.filter(pk=ticket.pk).update(rating=5)
        mark_tickets([ticket.pk])

    with transaction.atomic():
        assert count_stale() == 1
        assert Hour.objects.get().rated == 0
        thread = elsewhere(change)
        until_somebody_waits()
    thread.join(20)
    assert StaleHour.objects.count() == 1
    assert count_stale() == 1
    assert Hour.objects.get().rating_sum == 5


def test_two_workers_never_count_the_same_hour() -> None:
    for hours in (1, 5):
        with clock.moved(-timedelta(hours=hours)):
            a_ticket()
    mark_news()
    found: list[int] = []
    with transaction.atomic():
        assert count_stale(limit=1) == 1
        thread = elsewhere(lambda: found.append(count_stale()))
        thread.join(20)
        assert found == [1]
    assert Hour.objects.count() == 2 and not StaleHour.objects.exists()
