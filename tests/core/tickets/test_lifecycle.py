"""How tickets are worked: by whom, and what each step leaves behind."""

import pytest
from tests.core.tickets.factories import a_category, a_customer, a_ticket, words

from octant.core.outbox.models import Event
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.selectors import messages_of, past_tickets, ticket_for
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import note, receive, send
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_notes_never_reach_customers(agent: User) -> None:
    ticket = a_ticket()
    note(ticket=ticket, agent=agent, text=words("looks like fraud"))
    send(ticket=ticket, agent=agent, text=words("We are looking into it."))
    assert [m.kind for m in messages_of(ticket.customer, ticket)] == ["message", "message"]
    assert [m.kind for m in messages_of(agent, ticket)] == ["message", "note", "message"]
    assert all(m.kind != "note" for m in messages_of(ticket.customer, ticket, before=99))


def test_one_customer_cannot_tell_another_ones_ticket_from_none() -> None:
    ticket, stranger = a_ticket(), a_customer()
    for attempt in (ticket.public_id, "NONE-SUCH"):
        with pytest.raises(NotFound):
            ticket_for(stranger, attempt)
    with pytest.raises(NotFound):
        messages_of(stranger, ticket)
    with pytest.raises(NotAllowed):
        receive(ticket=ticket, customer=stranger, text=words("mine now"))


def test_who_does_not_answer_changes_nothing(editor: User) -> None:
    ticket = a_ticket()
    with pytest.raises(NotAllowed):
        send(ticket=ticket, agent=editor, text=words("hi"))
    with pytest.raises(NotAllowed):
        note(ticket=ticket, agent=editor, text=words("hi"))
    for work in (lifecycle.solve, lifecycle.close):
        with pytest.raises(NotAllowed):
            work(ticket=ticket, actor=editor)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.last_seq) == ("new", 1)


def test_solving_ends_the_chat_and_the_customers_answer_reopens(agent: User) -> None:
    ticket = a_ticket(live=True)
    lifecycle.solve(ticket=ticket, actor=agent, disposition="answered")
    assert (ticket.status, ticket.live, ticket.disposition) == ("solved", False, "answered")
    assert ticket.solved_at and not ticket.waiting_since
    assert set(Event.objects.values_list("name", flat=True)) >= {"TicketSolved", "ChatEnded"}
    receive(ticket=ticket, customer=ticket.customer, text=words("No, it is not."))
    assert ticket.status == "open"
    assert ticket.waiting_since and not ticket.solved_at


def test_a_closed_ticket_is_reopened_by_agents_only(agent: User) -> None:
    ticket = a_ticket()
    lifecycle.close(ticket=ticket, actor=agent)
    with pytest.raises(Conflict):
        lifecycle.reopen(ticket=ticket, customer=ticket.customer)
    with pytest.raises(Conflict):
        receive(ticket=ticket, customer=ticket.customer, text=words("hello?"))
    with pytest.raises(NotAllowed):
        lifecycle.reopen(ticket=ticket, customer=a_customer())
    lifecycle.reopen(ticket=ticket, actor=agent)
    assert (ticket.status, ticket.closed_at) == ("open", None)


def test_merging_keeps_both_histories_and_points_one_to_the_other(agent: User) -> None:
    customer = a_customer()
    stays, goes = a_ticket(customer), a_ticket(customer, live=True)
    lifecycle.merge(ticket=goes, into=stays, actor=agent)
    assert (goes.status, goes.live, goes.merged_into_id) == ("closed", False, stays.pk)
    codes = [m.data.get("code") for m in messages_of(agent, stays) if m.kind == "event"]
    assert codes == ["merged_from"]
    assert past_tickets(agent, stays) == [goes]


def test_only_different_unmerged_tickets_of_one_customer_merge(agent: User) -> None:
    customer = a_customer()
    one, two, three = a_ticket(customer), a_ticket(customer), a_ticket(customer)
    with pytest.raises(DomainError, match="itself"):
        lifecycle.merge(ticket=one, into=one, actor=agent)
    with pytest.raises(DomainError, match="same customer"):
        lifecycle.merge(ticket=one, into=a_ticket(), actor=agent)
    lifecycle.merge(ticket=one, into=two, actor=agent)
    with pytest.raises(DomainError, match="itself merged"):
        lifecycle.merge(ticket=three, into=one, actor=agent)


def test_labels_are_cleaned_audited_and_told_once(agent: User) -> None:
    ticket, category = a_ticket(), a_category("trading")
    before = ticket.version
    lifecycle.label(
        ticket=ticket, actor=agent, category=category, priority=4, tags=[" VIP ", "vip", "a  b", ""]
    )
    assert (ticket.category, ticket.priority, ticket.tags) == (category, 4, ["a b", "vip"])
    assert ticket.version == before + 1
    lifecycle.label(ticket=ticket, actor=agent, priority=4)
    assert ticket.version == before + 1
    assert AuditEntry.objects.filter(verb="label", actor=agent).count() == 1
    with pytest.raises(DomainError, match="20 tags"):
        lifecycle.label(ticket=ticket, actor=agent, tags=[str(n) for n in range(21)])
    with pytest.raises(DomainError, match="priority"):
        lifecycle.label(ticket=ticket, actor=agent, priority=9)


def test_tickets_go_only_to_people_who_answer(agent: User, editor: User) -> None:
    ticket = a_ticket()
    lifecycle.assign(ticket=ticket, assignee=agent, actor=agent)
    with pytest.raises(DomainError):
        lifecycle.assign(ticket=ticket, assignee=editor, actor=agent)
    ticket.refresh_from_db()
    assert ticket.assignee == agent


def test_every_word_and_step_of_staff_is_audited(agent: User) -> None:
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("hello"))
    note(ticket=ticket, agent=agent, text=words("hm"))
    lifecycle.solve(ticket=ticket, actor=agent)
    verbs = set(AuditEntry.objects.filter(actor=agent).values_list("verb", flat=True))
    assert verbs >= {"send_message", "write_note", "solve"}
    assert not AuditEntry.objects.filter(detail__icontains="hello").exists()


def test_a_rating_is_the_customers_own_and_may_change(agent: User) -> None:
    ticket = a_ticket()
    lifecycle.rate(ticket=ticket, customer=ticket.customer, rating=2, comment=words("slow"))
    lifecycle.rate(ticket=ticket, customer=ticket.customer, rating=5, comment=words(""))
    assert (ticket.rating, ticket.rating_comment) == (5, "")
    with pytest.raises(DomainError):
        lifecycle.rate(ticket=ticket, customer=ticket.customer, rating=6, comment=words(""))
    with pytest.raises(NotAllowed):
        lifecycle.rate(ticket=ticket, customer=a_customer(), rating=1, comment=words(""))


def test_secrets_are_masked_before_anything_is_stored(agent: User) -> None:
    ticket = a_ticket(text="my password is hunter2024!")
    assert "hunter2024" not in ticket.messages.get(seq=1).text
    assert "hunter2024" not in ticket.subject
    assert Message.objects.get(ticket=ticket, seq=1).findings[0]["kind"] == "password"
    assert Ticket.objects.get(pk=ticket.pk).last_seq == 2  # and the line that says so
