"""Who saw whose data: noted once an hour, for next to nothing, and readable by leads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.privacy.conftest import Traces, a_person
from tests.core.tickets.factories import a_customer

from octant.core.people.models import Customer, User
from octant.core.privacy.models import Sight
from octant.core.privacy.services import sights
from octant.core.privacy.services.sights import note_sight
from octant.core.privacy.watching import sight_page
from octant.core.tickets.access import key_for
from octant.kit.clock import moved
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    sights._known.clear()
    yield
    sights._known.clear()


@pytest.fixture
def desk(agent: User, settings: object) -> Client:
    settings.OCTANT_DEMO = True  # type: ignore[attr-defined]
    settings.OCTANT_STAFF_IDLE_MINUTES = 90  # type: ignore[attr-defined]
    client = Client()
    client.force_login(agent)
    return client


def seen() -> list[tuple[str, str]]:
    return list(Sight.objects.order_by("pk").values_list("what", "ticket"))


def test_opening_a_ticket_is_noted_once_an_hour(desk: Client, traces: Traces) -> None:
    address = f"/desk/tickets/{traces.ticket.public_id}/"
    for _ in range(3):
        assert desk.get(address).status_code == 200
    assert seen() == [("ticket", traces.ticket.public_id)]
    with moved(timedelta(hours=1)):
        desk.get(address)
    assert len(seen()) == 2


def test_after_the_first_time_it_costs_no_query(traces: Traces, agent: User) -> None:
    given = {"agent": agent, "customer": traces.customer.pk, "what": "ticket", "ticket": "A"}
    with CaptureQueriesContext(
        connection,
    ) as first:
        note_sight(**given)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as again:
        note_sight(**given)  # type: ignore[arg-type]
    assert (len(first), len(again)) == (1, 0)


def test_another_process_that_remembers_nothing_writes_no_second_row(
    traces: Traces, agent: User
) -> None:
    for _ in range(2):
        sights._known.clear()
        note_sight(agent=agent, customer=traces.customer.pk, what="file", ticket="A")
    assert Sight.objects.count() == 1


def test_many_at_once_write_one_row(traces: Traces, agent: User) -> None:
    def look(_number: int) -> None:
        try:
            note_sight(agent=agent, customer=traces.customer.pk, what="ticket", ticket="A")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(24)))
    assert Sight.objects.count() == 1


def test_what_is_remembered_has_an_end(
    traces: Traces, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sights, "REMEMBERED", 3)
    for number in range(9):
        note_sight(agent=agent, customer=traces.customer.pk, what="ticket", ticket=str(number))
    assert len(sights._known) == 3


def test_search_hits_and_files_are_told_apart(desk: Client, traces: Traces) -> None:
    number = traces.ticket.public_id
    desk.get(f"/desk/tickets/{number}/?from=search")
    desk.get(
        f"/desk/tickets/{number}/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://x/desk/?words=zebra"},
    )
    desk.get(f"/files/{traces.file.public_id}")
    assert seen() == [("found", number), ("file", number)]


def test_customers_who_read_their_own_are_not_noted(traces: Traces) -> None:
    headers = {"X-Octant-Key": key_for(traces.ticket)}
    assert Client().get(f"/files/{traces.file.public_id}", headers=headers).status_code == 200
    assert seen() == []


def test_leads_read_it_by_customer_and_by_agent_a_page_at_a_time(
    traces: Traces, agent: User, lead: User
) -> None:
    other = a_person("Olive Branch", email="olive@customers.example")
    for number in range(7):
        note_sight(agent=agent, customer=traces.customer.pk, what="ticket", ticket=str(number))
    note_sight(agent=lead, customer=other.customer.pk, what="ticket", ticket="X")
    met: list[int] = []
    cursor = ""
    while True:
        page = sight_page(lead, customer=traces.customer.pk, cursor=cursor, limit=3)
        met += [row.pk for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    mine = Sight.objects.filter(customer=traces.customer).order_by("-at", "-pk")
    assert met == list(mine.values_list("pk", flat=True))
    assert [row.ticket for row in sight_page(lead, agent=lead.pk).rows] == ["X"]
    assert len(sight_page(lead, cursor="nonsense").rows) == 8
    with pytest.raises(NotAllowed):
        sight_page(agent)


def test_a_page_costs_the_same_however_many_rows_there_are(agent: User, lead: User) -> None:
    customer: Customer = a_customer()
    for number in range(120):
        note_sight(agent=agent, customer=customer.pk, what="ticket", ticket=str(number))
    with CaptureQueriesContext(connection) as queries:
        page = sight_page(lead, customer=customer.pk)
    # Which rows are one person with this one, and the page.
    assert len(page.rows) == 50 and len(queries) == 2
