"""The outbound guard at the one door out, and what a lead may do."""

from uuid import uuid4

import pytest
from tests.core.tickets.factories import a_ticket, words

from octant.core.people.models import User
from octant.core.safety.guard import NeverAsked
from octant.core.safety.models import AuditEntry
from octant.core.tickets.held import held_everywhere, held_on, held_waiting
from octant.core.tickets.models import CannedReply, HeldReply, Ticket
from octant.core.tickets.services.append import append
from octant.core.tickets.services.conversation import note, receive, send
from octant.core.tickets.services.holding import hold, refuse, release, withdraw
from octant.core.tickets.services.overriding import Override
from octant.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.django_db

ASKING = "Please send me your 2FA code."


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket()


def held(ticket: Ticket, agent: User, **more: object) -> HeldReply:
    given = {"why": words("The bank wants it."), "client_id": uuid4(), **more}
    return hold(ticket=ticket, agent=agent, text=words(ASKING), **given)  # type: ignore[arg-type]


def test_an_agent_cannot_ask_and_nothing_is_stored(ticket: Ticket, agent: User) -> None:
    with pytest.raises(NeverAsked) as stopped:
        send(ticket=ticket, agent=agent, text=words(ASKING))
    assert "one-time code" in str(stopped.value)
    assert ticket.messages.count() == 1


@pytest.mark.parametrize("author_kind", ["agent", "system"])
def test_no_other_way_to_the_customer_is_open(ticket: Ticket, author_kind: str) -> None:
    with pytest.raises(NeverAsked):
        append(ticket, kind="message", author_kind=author_kind, text=words("请提供您的密码。"))


def test_notes_and_customers_are_left_alone(ticket: Ticket, agent: User) -> None:
    note(ticket=ticket, agent=agent, text=words("He wrote: send me your password"))
    receive(ticket=ticket, customer=ticket.customer, text=words("They said: send me your password"))
    assert ticket.messages.count() == 3


def test_a_lead_sends_it_with_a_reason_that_is_audited(ticket: Ticket, lead: User) -> None:
    override = Override(lead, words("A drill that the customer agreed to."))
    message = send(ticket=ticket, agent=lead, text=words(ASKING), override=override)
    entry = AuditEntry.objects.get(verb="guard_overridden")
    assert entry.actor == lead
    assert entry.detail["kinds"] == ["two_factor_code"]
    assert entry.detail["reason"] == "A drill that the customer agreed to."
    assert entry.detail["message"] == message.pk


def test_an_agent_has_no_override_and_a_lead_none_without_a_reason(agent: User, lead: User) -> None:
    with pytest.raises(NotAllowed):
        Override(agent, words("I want to"))
    with pytest.raises(DomainError):
        Override(lead, words("  "))


def test_a_held_reply_is_sent_in_its_authors_name_once_a_lead_releases_it(
    ticket: Ticket, agent: User, lead: User
) -> None:
    asked = held(ticket, agent)
    assert ticket.messages.count() == 1
    assert (held_waiting(lead).count(), [row.pk for row in held_everywhere(lead)]) == (
        1,
        [asked.pk],
    )
    message = release(held_id=asked.pk, lead=lead, reason=words("Agreed with security."))
    assert (message.author, message.text) == (agent, ASKING)
    assert held_waiting(lead).count() == 0
    with pytest.raises(Conflict):
        release(held_id=asked.pk, lead=lead, reason=words("Again."))
    assert AuditEntry.objects.filter(verb="guard_overridden", actor=lead).count() == 1


def test_releasing_needs_a_lead_and_a_reason(ticket: Ticket, agent: User, lead: User) -> None:
    asked = held(ticket, agent)
    with pytest.raises(NotAllowed):
        release(held_id=asked.pk, lead=agent, reason=words("Fine."))
    with pytest.raises(DomainError):
        release(held_id=asked.pk, lead=lead, reason=words(""))
    with pytest.raises(NotAllowed):
        refuse(held_id=asked.pk, lead=agent, reason=words("No."))
    assert ticket.messages.count() == 1


def test_the_author_reads_why_it_was_refused(ticket: Ticket, agent: User, lead: User) -> None:
    asked = held(ticket, agent)
    refuse(held_id=asked.pk, lead=lead, reason=words("Use step-up instead."))
    (shown,) = held_on(agent, ticket)
    assert (shown.state, shown.reason) == ("refused", "Use step-up instead.")
    assert held_on(lead, ticket) == []


def test_the_author_takes_it_back(ticket: Ticket, agent: User, lead: User) -> None:
    asked = held(ticket, agent)
    with pytest.raises(NotAllowed):
        withdraw(held_id=asked.pk, agent=lead)
    withdraw(held_id=asked.pk, agent=agent)
    assert held_on(agent, ticket) == []


def test_asking_twice_asks_once_and_harmless_words_are_not_held(
    ticket: Ticket, agent: User
) -> None:
    same = uuid4()
    assert held(ticket, agent, client_id=same).pk == held(ticket, agent, client_id=same).pk
    with pytest.raises(DomainError):
        hold(
            ticket=ticket,
            agent=agent,
            text=words("Thank you."),
            why=words(""),
            client_id=uuid4(),
        )


def test_no_prepared_reply_that_asks_is_kept() -> None:
    reply = CannedReply(
        key="bad", shortcut="/bad", texts={"en": "Hi.", "zh-hans": "请提供助记词。"}
    )
    with pytest.raises(NeverAsked):
        reply.save()
    assert not CannedReply.objects.exists()


def test_a_request_over_several_messages_is_seen_at_the_door(ticket: Ticket, agent: User) -> None:
    for piece in ("Please send me your", "2FA"):
        send(ticket=ticket, agent=agent, text=words(piece))
    with pytest.raises(NeverAsked):
        send(ticket=ticket, agent=agent, text=words("code"))
    assert hold(
        ticket=ticket, agent=agent, text=words("code"), why=words("x"), client_id=uuid4()
    ).asks


def test_the_customers_yes_does_not_hide_what_it_is_about(ticket: Ticket, agent: User) -> None:
    send(ticket=ticket, agent=agent, text=words("You have just got a verification code."))
    receive(ticket=ticket, customer=ticket.customer, text=words("yes"))
    with pytest.raises(NeverAsked):
        send(ticket=ticket, agent=agent, text=words("Please send it to me."))


def test_a_lead_who_sends_the_last_piece_is_audited(ticket: Ticket, lead: User) -> None:
    send(ticket=ticket, agent=lead, text=words("Please send me your"))
    send(ticket=ticket, agent=lead, text=words("password"), override=Override(lead, words("drill")))
    assert AuditEntry.objects.get(verb="guard_overridden").detail["kinds"] == ["password"]
