"""Tickets are found by their words, Chinese included, by those who may read them."""

import pytest
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.core.tickets.search import index_changed
from octant.core.tickets.selectors import Filter, ticket_page
from octant.core.tickets.services.conversation import note, receive

pytestmark = pytest.mark.django_db


def found(agent: User, query: str) -> list[int]:
    return [t.pk for t in ticket_page(agent, Filter(view="all", words=query)).tickets]


def test_chinese_words_are_found_inside_sentences(agent: User) -> None:
    ticket = a_ticket(
        subject="提币审核什么时候能好", text="我的提币一直没有到账", language="zh-hans"
    )
    a_ticket(subject="双重验证丢失", text="手机丢了", language="zh-hans")
    index_changed()
    assert found(agent, "提币") == found(agent, "到账") == found(agent, "提币审核") == [ticket.pk]
    assert found(agent, "充值") == []


def test_words_numbers_names_and_the_beginning_of_the_last_word_find_a_ticket(agent: User) -> None:
    ticket = a_ticket(a_customer(name="Olivia Hart"), subject="Deposit OQCLML-BW3P3-BUCMWZ")
    a_ticket()
    index_changed()
    for query in ("deposit", "olivia", "OQCLML-BW3P3-BUCMWZ", "olivia depo", ticket.public_id):
        assert found(agent, query) == [ticket.pk], query


def test_a_number_whose_half_looks_like_a_sum_is_found(agent: User) -> None:
    ticket = a_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(public_id="7N7M-2058")
    index_changed()
    for query in ("7N7M-2058", "7n7m 2058", "7N7M-205"):
        assert found(agent, query) == [ticket.pk], query


def test_what_is_said_later_and_noted_is_found_once_indexed(agent: User) -> None:
    ticket = a_ticket()
    index_changed()
    receive(ticket=ticket, customer=ticket.customer, text=words("the arbitrum network"))
    note(ticket=ticket, agent=agent, text=words("escalated to treasury"))
    assert index_changed() == 1
    assert index_changed() == 0
    assert found(agent, "arbitrum treasury") == [ticket.pk]


@pytest.mark.parametrize(
    "query",
    ["'", "\\", "a & | !", "''); DROP TABLE", ":*", "（）", "😀", "x" * 5000, "x'y\\", "\x00"],
)
def test_any_string_is_a_query(agent: User, query: str) -> None:
    a_ticket()
    index_changed()
    assert isinstance(found(agent, query), list)
