"""Rows of a query whose SQL is written once are the rows of the query."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from octant.core.people.models import Customer
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.selectors import messages_of
from octant.kit.clock import now
from octant.kit.database.prepared import prepared

pytestmark = pytest.mark.django_db


def customers(*names: str) -> list[Customer]:
    return [Customer.objects.create(name=name, created_at=now()) for name in names]


@prepared("name", "since")
def named(*, name: str, since: datetime, newest_first: bool = False) -> QuerySet[Customer]:
    rows = Customer.objects.select_related("user").filter(name=name, created_at__gte=since)
    some = Exists(Ticket.objects.filter(customer=OuterRef("pk")))
    return rows.annotate(some=some).order_by("-pk" if newest_first else "pk")


def test_values_change_and_the_rest_stays() -> None:
    mei, _bo, again = customers("Mei", "Bo' OR 1=1 --", "Mei")
    since = now() - timedelta(hours=1)
    assert named(name="Mei", since=since) == [mei, again]
    assert named(name="Mei", since=since, newest_first=True) == [again, mei]
    assert named(name="Mei", since=now() + timedelta(hours=1)) == []
    (bo,) = named(name="Bo' OR 1=1 --", since=since)
    assert (bo.name, bo.user, bo.some) == ("Bo' OR 1=1 --", None, False)


def test_one_query_each_time_and_its_text_is_the_same() -> None:
    customers("Mei")
    named(name="Mei", since=now())
    with CaptureQueriesContext(connection) as asked:
        named(name="x", since=now())
        named(name="%s", since=now())
    assert len(asked) == 2


def test_numbers_keep_their_width_and_a_limit_is_a_shape() -> None:
    @prepared("above")
    def above(*, above: int, limit: int) -> QuerySet[Customer]:
        return Customer.objects.filter(pk__gt=above).order_by("pk")[:limit]

    mei, bo, ann = customers("Mei", "Bo", "Ann")
    assert above(above=mei.pk, limit=1) == [bo]
    assert above(above=mei.pk, limit=5) == [bo, ann]
    assert above(above=2**40, limit=5) == []


@pytest.mark.parametrize("beyond", [2**31, 2**40, 2**63, 2**70])
def test_a_number_wider_than_its_column_is_only_a_large_number(ticket: Ticket, beyond: int) -> None:
    reader = ticket.customer
    (said,) = messages_of(reader, ticket)
    assert messages_of(reader, ticket, before=beyond) == [said]
    assert messages_of(reader, ticket, after=beyond) == []


def test_prefetches_are_made() -> None:
    @prepared("name")
    def with_tickets(*, name: str) -> QuerySet[Customer]:
        return Customer.objects.filter(name=name).prefetch_related("tickets")

    customers("Mei")
    with CaptureQueriesContext(connection) as asked:
        (mei,) = with_tickets(name="Mei")
        assert list(mei.tickets.all()) == []
    assert len(asked) == 2


def test_what_changes_by_itself_is_refused() -> None:
    @prepared("name")
    def lately(*, name: str) -> QuerySet[Customer]:
        return Customer.objects.filter(name=name, created_at__lt=now())

    with pytest.raises(ValueError, match="changes by itself"):
        lately(name="Mei")


def test_a_value_that_is_not_in_the_sql_is_refused() -> None:
    @prepared("limit")
    def some(*, limit: int) -> QuerySet[Message]:
        return Message.objects.order_by("pk")[:limit]

    with pytest.raises(ValueError, match="not all values"):
        some(limit=3)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    customers("Mei")
    since = now() - timedelta(hours=1)
    named(name="Mei", since=since)
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(each.name for each in named(name="Mei", since=since))
        finally:
            connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == ["Mei"]


def test_any_of_takes_any_number(ticket: Ticket) -> None:
    @prepared("customers")
    def of(*, customers: list[int]) -> QuerySet[Ticket]:
        return Ticket.objects.filter(customer__any_of=customers).order_by("pk")

    assert of(customers=[ticket.customer_id]) == [ticket]
    assert of(customers=[1, ticket.customer_id, 2**40]) == [ticket]
    assert of(customers=[]) == of(customers=[2**40]) == []
