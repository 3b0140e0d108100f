"""The three panes, whole and in parts, at a constant price."""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_category, a_customer, a_ticket, words
from tests.desk.conftest import SignIn

from octant.core.exchange.port import ExchangeUnavailable
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket
from octant.core.tickets.search import index_changed
from octant.core.tickets.services.conversation import note, receive, send
from octant.kit import clock

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def queries(client: Client, url: str) -> int:
    client.get(url)  # what is read once a process does not count
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_full_list_and_a_long_ticket_cost_no_more_queries_than_short_ones(
    agent: User, desk: Client
) -> None:
    customer = a_customer()
    ticket = a_ticket(customer, category=a_category())
    address = f"/desk/tickets/{ticket.public_id}/"
    few = [queries(desk, url) for url in ("/desk/", "/desk/list/?view=all", address)]
    for number in range(55):
        a_ticket(customer if number % 2 else None, category=a_category(f"topic{number % 9}"))
        receive(ticket=ticket, customer=customer, text=words("and?"), client_id=uuid4())
        send(ticket=ticket, agent=agent, text=words("wait"))
    many = [queries(desk, url) for url in ("/desk/", "/desk/list/?view=all", address)]
    assert many == few
    assert max(many) <= MOST_QUERIES


def test_a_leads_page_of_a_customer_who_is_signed_in_costs_no_more(
    lead: User, sign_in: SignIn
) -> None:
    ticket = a_ticket(a_customer(), category=a_category())
    Ticket.objects.filter(pk=ticket.pk).update(assurance=Assurance.SIGNED_IN)
    assert queries(sign_in(lead), f"/desk/tickets/{ticket.public_id}/") <= MOST_QUERIES


def test_the_inbox_shows_who_waits_and_counts_each_view(agent: User, desk: Client) -> None:
    mine = a_ticket(a_customer(name="Olivia Hart"), subject="Mine alone")
    Ticket.objects.filter(pk=mine.pk).update(assignee=agent)
    a_ticket(subject="Nobody's")
    page = desk.get("/desk/?view=mine").content.decode()
    assert "Olivia Hart" in page and "Mine alone" in page
    assert "Nobody&#x27;s" not in page
    assert "Nobody&#x27;s" in desk.get("/desk/?view=unassigned").content.decode()


def test_pages_lead_on_and_back(desk: Client) -> None:
    for number in range(52):
        a_ticket(subject=f"Subject {number:02}")
    first = desk.get("/desk/list/?view=all")
    assert "Subject 51" in first.content.decode() and "Subject 01" not in first.content.decode()
    onward = first.context["next"]
    second = desk.get(f"/desk/list/?{onward}")
    assert "Subject 01" in second.content.decode()
    assert second.context["previous"] and not second.context["next"]


def test_search_finds_chinese(desk: Client) -> None:
    a_ticket(subject="提币审核什么时候能好", language="zh-hans")
    a_ticket(subject="Something else")
    index_changed()
    found = desk.get("/desk/list/", {"view": "all", "words": "提币"}).content.decode()
    assert "提币审核" in found and "Something else" not in found
    rows = desk.get("/desk/find/", {"q": "审核"}).json()["items"]
    assert [row["label"] for row in rows] == ["提币审核什么时候能好"]


def test_a_number_goes_straight_to_its_ticket(desk: Client, ticket: Ticket) -> None:
    rows = desk.get("/desk/find/", {"q": f"#{ticket.public_id.lower()}"}).json()["items"]
    assert [row["href"] for row in rows] == [f"/desk/tickets/{ticket.public_id}/?from=search"]
    assert desk.get(f"/desk/tickets/{ticket.public_id.lower()}/").status_code == 200


def test_scripts_get_two_panes_browsers_the_whole_desk(desk: Client, at: str) -> None:
    whole = desk.get(at).content.decode()
    part = desk.get(at, headers={"HX-Request": "true"}).content.decode()
    again = desk.get(
        at, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert whole.startswith("<!doctype html>") and again.startswith("<!doctype html>")
    assert "<!doctype" not in part and 'id="desk-thread"' in part and 'id="desk-composer"' in part


def test_messages_come_after_and_before_a_number(
    agent: User, desk: Client, ticket: Ticket, at: str
) -> None:
    for number in range(70):
        send(ticket=ticket, agent=agent, text=words(f"message {number:02}!"))
    page = desk.get(at).content.decode()
    assert "message 69!" in page and "message 05!" not in page
    after = desk.get(f"{at}messages/?after=70").content.decode()
    assert "message 69!" in after and "message 68!" not in after
    before = desk.get(f"{at}messages/?before=12")
    assert "message 09!" in before.content.decode() and "message 11!" not in before.content.decode()
    assert before.headers["X-Earlier"] == ""
    for odd in ("after=-1", "after=x", "before=99999999999999999999", "after=１"):
        assert desk.get(f"{at}messages/?{odd}").status_code == 200


class Links(HTMLParser):
    """Collects every href in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_what_customers_write_is_shown_as_text_and_their_links_are_dead(
    desk: Client,
) -> None:
    evil = "<script>alert(1)</script> https://evil.example/wallet [x](javascript:alert(1))"
    ticket = a_ticket(a_customer(name="<b>Bold</b>"), subject=evil, text=evil)
    page = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    assert "<script>alert" not in page and "<b>Bold" not in page
    assert not [link for link in Links(page).found if "evil" in link or "javascript" in link]
    assert "inert-link" in page


def test_findings_are_named_and_the_secret_is_nowhere(desk: Client) -> None:
    ticket = a_ticket(text="my password is hunter2024!")
    page = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    assert "hunter2024" not in page
    assert "[password removed]" in page


def test_what_they_read_before_asking_is_on_top_however_it_was_noted(desk: Client) -> None:
    context = {
        "articles": [{"title": "Withdrawal delayed", "url": "/en/article/x/"}, "plain-slug", 7],
        "searches": [{"query": "lost coins", "results": 0}, "where money"],
    }
    ticket = a_ticket(context=context)
    page = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    for expected in (
        "Withdrawal delayed",
        "plain-slug",
        "lost coins",
        "found nothing",
        "where money",
    ):
        assert expected in page
    for odd in ("text", [1], {"articles": "x", "searches": {"a": 1}}):
        Ticket.objects.filter(pk=ticket.pk).update(context=odd)
        assert desk.get(f"/desk/tickets/{ticket.public_id}/").status_code == 200


def exchange_pane(desk: Client, assurance: Assurance, account: str) -> str:
    customer = a_customer()
    Customer.objects.filter(pk=customer.pk).update(exchange_account=account)
    ticket = a_ticket(customer, assurance=assurance)
    return desk.get(f"/desk/tickets/{ticket.public_id}/exchange/").content.decode()


ACCOUNT = "AA41 N84G QK7T 2WRA"


def test_account_facts_are_shown_only_of_who_has_signed_in(desk: Client) -> None:
    assert "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt" in exchange_pane(desk, Assurance.SIGNED_IN, ACCOUNT)
    for sure in (Assurance.ANONYMOUS, Assurance.CLAIMED, Assurance.VERIFIED_EMAIL):
        pane = exchange_pane(desk, sure, ACCOUNT)
        assert "FTkFlJg" not in pane and ACCOUNT not in pane
    assert "No exchange account" in exchange_pane(desk, Assurance.SIGNED_IN, "")


def test_what_the_customer_named_is_matched_with_the_accounts_records(
    agent: User, desk: Client
) -> None:
    customer = a_customer()
    Customer.objects.filter(pk=customer.pk).update(exchange_account=ACCOUNT)
    mine, other = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt", "FTzzzzz-zzzzzzzzzzzzzzzzzzzzzz"
    ticket = a_ticket(customer, assurance=Assurance.SIGNED_IN)
    receive(ticket=ticket, customer=customer, text=words(f"It is {mine}, or was it {other}?"))
    send(ticket=ticket, agent=agent, text=words("Do you mean OABCDE-FGHIJ-KLMNOP?"))
    pane = desk.get(f"/desk/tickets/{ticket.public_id}/exchange/").content.decode()
    assert pane.count(f">{mine}<") == 1
    named, _, latest = pane.partition("Latest")
    assert mine in named and "40 SOL" in named
    assert named.count("No record found") == 1
    assert other in named and mine not in latest
    assert "OABCDE" not in pane  # what we said is not what they named
    Ticket.objects.filter(pk=ticket.pk).update(assurance=Assurance.VERIFIED_EMAIL)
    assert mine not in desk.get(f"/desk/tickets/{ticket.public_id}/exchange/").content.decode()


def test_an_exchange_that_does_not_answer_disturbs_nobody(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        def account(self, *_: object, **__: object) -> None:
            raise ExchangeUnavailable("")

        references = account

    monkeypatch.setattr("octant.desk.thread.exchange", Silent)
    assert "does not answer right now" in exchange_pane(desk, Assurance.SIGNED_IN, ACCOUNT)


def test_rows_are_fetched_again_by_number_and_odd_numbers_are_passed_over(
    desk: Client, ticket: Ticket
) -> None:
    page = desk.get(f"/desk/rows/?view=open&ids={ticket.pk},x,,99999999999999999999999")
    assert page.content.decode().count('class="ticket-row') == 1


def test_notes_stand_apart_and_name_their_writer(
    agent: User, desk: Client, ticket: Ticket, at: str
) -> None:
    note(ticket=ticket, agent=agent, text=words("be careful"))
    page = desk.get(at).content.decode()
    assert "bubble--note" in page and "Note by Maria Schmidt" in page


def test_waits_carry_the_time_they_began(desk: Client, sign_in: SignIn) -> None:
    with clock.moved(timedelta(hours=-3)):
        ticket = a_ticket(live=True)
    page = desk.get("/desk/list/?view=live").content.decode()
    assert ticket.waiting_since is not None
    assert f'data-since="{ticket.waiting_since.isoformat()}"' in page
