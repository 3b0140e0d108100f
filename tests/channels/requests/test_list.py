"""All of a customer's tickets, whichever way they began, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.people.models import Customer, User
from octant.core.tickets.models import Ticket
from octant.core.tickets.own import own_page
from octant.core.tickets.services.conversation import receive, send
from octant.core.tickets.services.lifecycle import merge, solve
from octant.core.tickets.services.reading import seen
from octant.kit.clock import now

pytestmark = pytest.mark.django_db
SignIn = Callable[[Customer], Client]


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_tickets_of_all_channels_stand_in_one_list(ada: Customer, sign_in: SignIn) -> None:
    for channel in ("live_chat", "email", "social"):
        a_ticket(ada, channel=channel, subject=f"By {channel}")
    shown = body(sign_in(ada), "/en/requests/")
    assert all(f"By {channel}" in shown for channel in ("live_chat", "email", "social"))
    assert "Email" in shown and "Live Chat" in shown


def test_no_other_customers_ticket_is_listed(ada: Customer, bob: Customer, sign_in: SignIn) -> None:
    a_ticket(bob, subject="Bobs affair")
    for show in ("open", "ended", "all", "'; drop"):
        assert "Bobs affair" not in body(sign_in(ada), f"/en/requests/?show={show}")


def test_open_and_ended_are_told_apart(ada: Customer, agent: User, sign_in: SignIn) -> None:
    a_ticket(ada, subject="Still open")
    solve(ticket=a_ticket(ada, subject="Long done"), actor=agent)
    client = sign_in(ada)
    open_, ended = body(client, "/en/requests/"), body(client, "/en/requests/?show=ended")
    assert "Still open" in open_ and "Long done" not in open_
    assert "Long done" in ended and "Still open" not in ended
    assert "Solved" in ended and "it opens again" in ended


def test_the_promise_stands_in_the_readers_own_zone(ada: Customer, sign_in: SignIn) -> None:
    a_ticket(ada)
    shown = body(sign_in(ada), "/en/requests/")
    assert "You get an answer by" in shown and "(Asia/Shanghai)" in shown


def test_a_new_answer_is_marked_until_it_was_seen(
    ada: Customer, agent: User, sign_in: SignIn
) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    assert "New answer" not in body(client, "/en/requests/")
    send(ticket=ticket, agent=agent, text=words("Here it is"))
    assert "New answer" in body(client, "/en/requests/")
    body(client, f"/en/requests/{ticket.public_id}/")
    assert "New answer" not in body(client, "/en/requests/")


def test_who_answers_by_mail_has_read_what_they_answer(ada: Customer, agent: User) -> None:
    ticket = a_ticket(ada, channel="email")
    send(ticket=ticket, agent=agent, text=words("Here it is"))
    receive(ticket=ticket, customer=ada, text=words("Thank you"), channel="email")
    assert [unread for _ticket, unread in own_page(ada, show="all").rows] == [False]
    seen(ticket_id=ticket.pk, by="customer", seq=1)


def test_pages_hold_everything_once(ada: Customer, sign_in: SignIn) -> None:
    for number in range(45):
        ticket = a_ticket(ada, subject=f"Case {number:02}")
        at = now() - timedelta(hours=number // 2)  # two at the same moment
        Ticket.objects.filter(pk=ticket.pk).update(last_activity_at=at)
    found, cursor = [], ""
    for _page in range(3):
        page = own_page(ada, show="open", cursor=cursor)
        found += [ticket.pk for ticket, _unread in page.rows]
        cursor = page.next
    assert len(found) == len(set(found)) == 45 and not cursor
    first = body(sign_in(ada), "/en/requests/")
    assert first.count('class="request-row"') == 20 and 'rel="next"' in first


def test_the_number_of_queries_does_not_grow(ada: Customer, agent: User, sign_in: SignIn) -> None:
    client = sign_in(ada)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(client, "/en/requests/")
        return len(queries)

    for _each in range(2):
        send(ticket=a_ticket(ada), agent=agent, text=words("Yes"))
    asked()
    few = asked()
    for _each in range(15):
        send(ticket=a_ticket(ada), agent=agent, text=words("Yes"))
    assert asked() == few <= 12


def test_what_was_merged_goes_on_in_the_other(ada: Customer, agent: User, sign_in: SignIn) -> None:
    one, other = a_ticket(ada, subject="First try"), a_ticket(ada, subject="Second try")
    merge(ticket=one, into=other, actor=agent)
    shown = body(sign_in(ada), "/en/requests/?show=all")
    assert "Second try" in shown and "First try" not in shown


def test_guests_are_told_how_they_get_to_theirs(db: None) -> None:
    ticket = a_ticket(a_customer())
    client = Client()
    shown = body(client, "/en/requests/")
    assert "Without an account" in shown
    number = f"/en/requests/{ticket.public_id}/"
    told = body(client, number).replace(number, "X")
    none = body(client, "/en/requests/AAAA-BBBB/").replace("/en/requests/AAAA-BBBB/", "X")
    assert "Where is my money" not in told
    assert _plain(told) == _plain(none)  # whether there is such a ticket shows nowhere


def _plain(page: str) -> list[str]:
    """Lines without form tokens and addresses of the page itself."""
    return [
        line
        for line in page.splitlines()
        if "csrfmiddlewaretoken" not in line and "hreflang" not in line
    ]


def test_the_menu_and_the_footer_lead_there(ada: Customer, sign_in: SignIn) -> None:
    shown = body(sign_in(ada), "/accounts/")
    assert '<a class="menu-item" href="/en/requests/">' in shown
    assert 'href="/en/requests/"' in body(Client(), "/en/")
