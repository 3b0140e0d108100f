"""Messages are numbered without gaps, and saying the same thing twice says it once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.tickets.factories import a_ticket, words

from octant.core.people.models import User
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.selectors import first_message
from octant.core.tickets.services.append import append
from octant.core.tickets.services.conversation import receive

KINDS = (("message", "customer"), ("message", "agent"), ("note", "agent"), ("event", "system"))
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.none() | st.integers(0, 4)), min_size=1, max_size=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
@pytest.mark.django_db
def test_numbers_count_from_one_and_repeats_change_nothing(
    agent: User, steps: list[tuple[tuple[str, str], int | None]]
) -> None:
    with transaction.atomic():
        ticket = a_ticket()
        clients = [uuid4() for _ in range(5)]
        said: dict[UUID, int] = {}
        expected = 1
        for (kind, side), which in steps:
            client = None if which is None else clients[which]
            row = append(
                ticket,
                kind=kind,
                author_kind=side,
                author=agent.pk if side == "agent" else None,
                text=words("hello"),
                client_id=client,
            )
            if client in said:
                assert (row.seq, row.created) == (said[client], False)
                continue
            expected += 1
            assert (row.seq, row.created) == (expected, True)
            if client:
                said[client] = row.seq
        numbers = list(ticket.messages.order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, expected + 1))
        assert ticket.last_seq == expected
        assert_columns_tell_the_same_as_the_messages(ticket)


def assert_columns_tell_the_same_as_the_messages(ticket: Ticket) -> None:
    public = list(ticket.messages.filter(kind="message").order_by("seq"))
    customer_waits = public[-1].author_kind == "customer"
    assert (ticket.waiting_since is not None) == customer_waits
    answered = [m.created_at for m in public if m.author_kind == "agent"]
    assert ticket.first_reply_at == (answered[0] if answered else None)
    assert ticket.status == ("open" if answered else "new")


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_once_get_different_numbers_and_the_same_id_one_number() -> None:
    ticket = a_ticket()
    again = uuid4()

    def write(client: UUID) -> int:
        try:
            return receive(
                ticket=Ticket.objects.get(pk=ticket.pk),
                customer=ticket.customer,
                text=words("hello"),
                client_id=client,
            ).seq
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, [again] * 4 + [uuid4() for _ in range(12)]))

    assert len(set(numbers[:4])) == 1
    assert sorted(set(numbers)) == list(range(2, 15))
    ticket.refresh_from_db()
    assert ticket.last_seq == 14 == ticket.messages.count()


@pytest.mark.django_db
def test_a_customer_cannot_add_to_a_closed_ticket_but_staff_can_note(agent: User) -> None:
    ticket = a_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="closed")
    entry: dict[str, Any] = {"kind": "message", "author_kind": "customer", "text": words("x")}
    with pytest.raises(Exception, match="does not exist"):
        append(ticket, **entry)
    row = append(ticket, kind="note", author_kind="agent", author=agent.pk, text=words("noted"))
    assert row.seq == 2
    assert Message.objects.get(pk=row.id).kind == "note"


@pytest.mark.django_db
def test_the_first_message_in_memory_is_the_row_that_stands() -> None:
    ticket = a_ticket(text='It is order OB6KHW-JNMFQ-OMVGNC, see https://example.org/a\\"b')
    opening = ticket.opening
    assert opening is not None
    stored = Message.objects.get(ticket=ticket)
    for field in Message._meta.concrete_fields:
        assert getattr(opening, field.attname) == getattr(stored, field.attname), field.attname
    fresh = Ticket.objects.get(pk=ticket.pk)
    for field in Ticket._meta.concrete_fields:
        assert getattr(ticket, field.attname) == getattr(fresh, field.attname), field.attname
    assert fresh.opening is None and first_message(fresh) == opening == first_message(ticket)
    assert (fresh.last_seq, fresh.customer_seen_seq) == (1, 1)
    assert fresh.waiting_since == fresh.created_at
