"""One step for many tickets of the list, and its way back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.lifecycle import assign, solve

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db: None) -> list[Ticket]:
    return [a_ticket(channel="email") for _ in range(3)]


def many(desk: Client, verb: str, tickets: list[Ticket], **more: str) -> Any:
    fields = {"verb": verb, "ids": [t.pk for t in tickets], **more}
    return desk.post("/desk/many/", fields)


def states(field: str) -> set[Any]:
    return set(Ticket.objects.values_list(field, flat=True))


def undo(desk: Client, answer: Any) -> Any:
    return desk.post("/desk/many/undo/", {"token": answer.json()["undo"]})


def test_assigning_and_back(desk: Client, agent: User, lead: User, three: list[Ticket]) -> None:
    assign(ticket=three[0], assignee=lead, actor=lead)
    answer = many(desk, "assign", three, to="me")
    assert answer.json()["sentence"] == "3 tickets changed."
    assert states("assignee") == {agent.pk}
    undo(desk, answer)
    assert states("assignee") == {lead.pk, None}
    many(desk, "assign", three, to=str(lead.pk))
    assert states("assignee") == {lead.pk}
    many(desk, "assign", three, to="nobody")
    assert states("assignee") == {None}


def test_tagging_and_back(desk: Client, three: list[Ticket]) -> None:
    answer = many(desk, "tag", three, tag="Outage")
    assert all(t.tags == ["outage"] for t in Ticket.objects.all())
    undo(desk, answer)
    assert all(t.tags == [] for t in Ticket.objects.all())
    assert many(desk, "tag", three, tag=" ").json()["field"] == "tag"


def test_solving_and_back_as_it_was(desk: Client, agent: User, three: list[Ticket]) -> None:
    solve(ticket=three[2], actor=agent)
    before = {t.pk: (t.status, t.waiting_since) for t in Ticket.objects.all()}
    answer = many(desk, "solve", three)
    assert "2 tickets changed. 1 was left" in answer.json()["sentence"]
    assert states("status") == {"solved"}
    undo(desk, answer)
    assert {t.pk: (t.status, t.waiting_since) for t in Ticket.objects.all()} == before


def test_spam_and_its_sender_and_back(desk: Client, three: list[Ticket]) -> None:
    three[0].customer.exchange_account = "AA1"
    three[0].customer.save()
    answer = many(desk, "block", three)
    assert answer.json()["ids"] == [three[1].pk, three[2].pk]
    three[0].refresh_from_db()
    assert three[0].status == "new"
    one = Ticket.objects.select_related("customer").get(pk=three[1].pk)
    assert (one.status, one.disposition) == ("closed", "spam")
    assert one.customer.blocked_at is not None
    undo(desk, answer)
    one = Ticket.objects.select_related("customer").get(pk=three[1].pk)
    assert (one.status, one.disposition, one.customer.blocked_at) == ("new", "", None)


def test_what_somebody_changed_since_is_not_taken_back(
    desk: Client, lead: User, three: list[Ticket]
) -> None:
    answer = many(desk, "assign", three)
    assign(ticket=Ticket.objects.get(pk=three[0].pk), assignee=lead, actor=lead)
    assert undo(desk, answer).json()["ids"] == [three[1].pk, three[2].pk]
    assert Ticket.objects.get(pk=three[0].pk).assignee == lead


def test_only_who_did_it_in_time_takes_it_back(
    desk: Client, lead: User, three: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = many(desk, "solve", three)
    other = Client()
    other.force_login(lead)
    assert undo(other, answer).status_code == 403
    with monkeypatch.context() as patched:
        patched.setattr("octant.core.tickets.services.many.UNDO_SECONDS", -1)
        assert undo(desk, answer).json()["code"] == "too_late"
    assert desk.post("/desk/many/undo/", {"token": "x"}).json()["code"] == "too_late"


def test_ticks_cost_the_list_no_queries(desk: Client, three: list[Ticket]) -> None:
    def asked() -> int:
        desk.get("/desk/list/")
        with CaptureQueriesContext(connection) as captured:
            assert b"data-tick" in desk.get("/desk/list/").content
        return len(captured)

    few = asked()
    for _ in range(10):
        a_ticket()
    assert asked() == few


def test_all_of_a_list_by_its_query(desk: Client, three: list[Ticket], agent: User) -> None:
    solve(ticket=three[0], actor=agent)
    a_ticket(channel="email", language="zh-hans")
    found = desk.get("/desk/many/ids/?view=open&language=en").json()
    assert found == {"ids": [three[2].pk, three[1].pk], "more": False, "most": 100}
    assert len(desk.get("/desk/many/ids/?view=all").json()["ids"]) == 4
    assert desk.get("/desk/many/ids/?view=nonsense&page=%00").json()["more"] is False
    assert desk.post("/desk/many/ids/").status_code == 405


def test_a_list_without_end_gives_its_first(
    desk: Client, three: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octant.desk.views.many.ALL", 2)
    with CaptureQueriesContext(connection) as asked:
        found = desk.get("/desk/many/ids/?view=open").json()
    assert found["ids"] == [three[2].pk, three[1].pk] and found["more"] is True
    assert sum("tickets_ticket" in query["sql"] for query in asked.captured_queries) == 1


def test_only_staff_read_it(three: list[Ticket]) -> None:
    assert Client().get("/desk/many/ids/").status_code in (302, 403, 404)
