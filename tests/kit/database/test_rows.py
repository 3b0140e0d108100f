"""Rows written by SQL that was made once are the rows that Django writes."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_customer, a_ticket

from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival
from octant.core.people.models import Customer
from octant.core.tickets.models import Ticket
from octant.kit.clock import now
from octant.kit.database.rows import insert, insert_all, update

pytestmark = pytest.mark.django_db


def stored(row: Any) -> dict[str, Any]:
    [values] = type(row).objects.filter(pk=row.pk).values()
    return {name: value for name, value in values.items() if name not in ("id", "public_id")}


def copy_of(ticket: Ticket, public_id: str) -> Ticket:
    copy = Ticket.objects.get(pk=ticket.pk)
    copy.pk, copy.public_id, copy._state.adding = None, public_id, True
    copy.tags, copy.context = ["vip", "第一"], {"a": [1, None, "“x”"]}
    return copy


def test_a_row_is_written_as_save_writes_it() -> None:
    ticket = a_ticket(a_customer(name="李“雷”\\'; --"))
    saved, inserted = copy_of(ticket, "AAAA-2222"), copy_of(ticket, "AAAA-3333")
    saved.save(force_insert=True)
    assert insert(inserted)
    assert inserted.pk and not inserted._state.adding
    assert stored(inserted) == stored(saved)
    inserted.subject = "Again"
    inserted.save()  # it is a row like any other
    assert Ticket.objects.get(pk=inserted.pk).subject == "Again"


def test_one_statement_and_the_same_for_other_values() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for name in ("Mei", "Bo"):
            assert insert(Customer(name=name, email=f"{name}@customers.example", language="en"))
    assert len(queries) == 2
    assert Customer.objects.get(name="Bo").email == "Bo@customers.example"


def test_several_are_one_statement_and_each_has_its_number() -> None:
    ticket = a_ticket(a_customer())
    saved = copy_of(ticket, "AAAA-2222")
    saved.save(force_insert=True)
    for first, second in (("AAAA-3333", "AAAA-4444"), ("AAAA-5555", "AAAA-6666")):
        rows = [copy_of(ticket, first), copy_of(ticket, second)]
        rows[1].subject = "The second"
        with CaptureQueriesContext(connection) as queries:
            insert_all(rows)
        assert len(queries) == 1
        assert stored(rows[0]) == stored(saved)
        assert stored(rows[1]) == stored(saved) | {"subject": "The second"}
        assert Ticket.objects.get(public_id=second).pk == rows[1].pk
    insert_all([])


def test_once_leaves_alone_what_is_there() -> None:
    at = now()
    made = {"digest": "d" * 64, "envelope": Envelope().json(), "received_at": at, "due_at": at}
    first, second = Arrival(size=1, **made), Arrival(size=2, **made)
    assert insert(first, once="digest")
    assert not insert(second, once="digest")
    assert second.pk is None and second._state.adding
    assert [row.size for row in Arrival.objects.filter(digest="d" * 64)] == [1]


def test_an_update_writes_these_fields_and_no_others() -> None:
    ticket = copy_of(a_ticket(a_customer()), "AAAA-4444")
    insert(ticket)
    before = stored(ticket)
    ticket.subject, ticket.tags, ticket.context = "New", ["a", "“第一”"], {"b": {"c": "\\'"}}
    ticket.first_reply_at, ticket.language = now(), "zh-hans"
    update(ticket, "subject", "tags", "context", "first_reply_at")
    changed = {"subject", "tags", "context", "first_reply_at"}
    found = stored(ticket)
    assert {name for name in found if found[name] != before[name]} == changed
    assert {name: found[name] for name in changed} == {n: getattr(ticket, n) for n in changed}


def test_an_expression_is_refused_and_nothing_written() -> None:
    row = Customer(name=Upper(Value("mei")), email="", language="en")
    with pytest.raises(ValueError, match="expression"):
        insert(row)
    assert not Customer.objects.exists()
