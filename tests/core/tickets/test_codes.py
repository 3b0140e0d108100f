"""The code on each message: its owner learns that we sent it, and nobody learns anything else."""

import re

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.people.models import User
from octant.core.tickets.codes import code_of, read_code
from octant.core.tickets.confirming import Reach, at_work, confirm
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import note, receive, send
from octant.core.tickets.services.lifecycle import assign
from octant.core.tickets.wire import message_wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket()


@pytest.fixture
def answer(ticket: Ticket, agent: User) -> Message:
    return send(ticket=ticket, agent=agent, text=words("It is on its way."))


@pytest.fixture
def code(answer: Message) -> str:
    return str(message_wire(answer)["code"])


def test_a_code_is_eight_letters_that_nothing_else_of_ours_looks_like(code: str) -> None:
    assert re.fullmatch(r"[B-DF-HJKMNP-TV-Z]{4}-[B-DF-HJKMNP-TV-Z]{4}", code)


def test_each_message_has_its_own_code_and_another_installation_others(
    settings: LazySettings,
) -> None:
    codes = {code_of(ticket, seq) for ticket in range(1, 40) for seq in range(1, 40)}
    assert len(codes) == 39 * 39
    before = code_of(1, 1)
    settings.SECRET_KEY = "another installation's"
    assert code_of(1, 1) != before


@pytest.mark.parametrize("written", ["{0}", "{0} ", " {0}", "{1}", "{2}", "{3}"])
def test_the_owner_confirms_a_code_however_they_write_it(
    ticket: Ticket, code: str, written: str
) -> None:
    forms = (code, code.lower(), code.replace("-", " "), code.replace("-", ""))
    found = confirm(Reach(ticket.customer), written.format(*forms))
    assert found is not None
    assert (found.ticket, found.name) == (ticket.public_id, "Mia")
    assert found.text == "It is on its way."


def test_the_key_of_one_ticket_confirms_messages_of_this_ticket_only(
    ticket: Ticket, code: str, agent: User
) -> None:
    other = a_ticket(ticket.customer)
    elsewhere = message_wire(send(ticket=other, agent=agent, text=words("Hello.")))["code"]
    one = Reach(ticket.customer, ticket.pk)
    assert confirm(one, code) is not None
    assert confirm(one, str(elsewhere)) is None
    assert confirm(Reach(ticket.customer), str(elsewhere)) is not None


def test_only_what_agents_say_in_public_has_a_code(ticket: Ticket, agent: User) -> None:
    said = receive(ticket=ticket, customer=ticket.customer, text=words("Hello?"))
    kept = note(ticket=ticket, agent=agent, text=words("Careful."))
    for message in (said, kept):
        assert message_wire(message)["code"] == ""
        assert confirm(Reach(ticket.customer), code_of(ticket.pk, message.seq)) is None


def asked_of_the_database(reach: Reach, typed: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as heard:
        assert confirm(reach, typed) is None
        assert at_work(reach, typed) == []
    return [query["sql"] for query in heard]


def test_to_anybody_else_a_code_is_as_good_as_none(code: str, agent: User) -> None:
    stranger = a_ticket()
    send(ticket=stranger, agent=agent, text=words("Hello."))
    reach = Reach(stranger.customer)
    never_given = "BCDF-GHJK" if code != "BCDF-GHJK" else "BCDF-GHJM"
    real, invented = (asked_of_the_database(reach, typed) for typed in (code, never_given))
    assert real == invented
    assert not any(read_code(code) in query for query in real)


def test_looking_for_a_code_never_stops_early(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [send(ticket=ticket, agent=agent, text=words(f"Line {n}.")) for n in range(5)]
    compared: list[int] = []
    module = "octant.core.tickets.confirming.plain_code"

    def counted(number: int, seq: int) -> str:
        compared.append(seq)
        return code_of(number, seq).replace("-", "")

    monkeypatch.setattr(module, counted)
    for message in (sent[0], sent[-1]):
        compared.clear()
        assert confirm(Reach(ticket.customer), code_of(ticket.pk, message.seq)) is not None
        assert len(compared) == len(sent)


def test_a_customer_sees_which_agent_works_on_their_ticket(
    ticket: Ticket, agent: User, lead: User, answer: Message
) -> None:
    assign(ticket=ticket, assignee=lead, actor=lead)
    reach = Reach(ticket.customer, ticket.pk)
    (now,) = at_work(reach, "lee")
    (before,) = at_work(reach, " MIA ")
    assert (now.name, now.ticket, now.assigned) == ("Lee", ticket.public_id, True)
    assert (before.name, before.assigned) == ("Mia", False)


def test_a_name_is_confirmed_exactly_and_never_the_legal_one(
    ticket: Ticket, answer: Message, agent: User
) -> None:
    reach = Reach(ticket.customer)
    for name in ("Mi", "Miaa", "Мia", "Maria Schmidt", "mia@agents.example", "", "%"):
        assert at_work(reach, name) == [], name


def test_who_is_not_helped_by_an_agent_does_not_learn_that_there_is_one(answer: Message) -> None:
    reach = Reach(a_customer())
    real, invented = (asked_of_the_database(reach, name) for name in ("Mia", "Nobody"))
    assert real == invented
