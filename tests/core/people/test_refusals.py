"""Whoever tries a page of another role leaves a trace, which cannot be used to fill the trail."""

import pytest
from django.conf import LazySettings
from django.test import Client

from octant.core.people.models import User
from octant.core.people.services.refusals import NOTED
from octant.core.safety.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _factors_left_out(settings: LazySettings) -> None:
    settings.OCTANT_DEMO = True


def traces() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="refuse_page").order_by("pk"))


def test_an_agent_on_a_leads_page_is_in_the_trail_with_page_time_and_address(
    client: Client, agent: User
) -> None:
    client.force_login(agent)
    assert client.get("/desk/audit/?verb=what+they+typed").status_code == 403
    (row,) = traces()
    assert row.actor == agent and row.address == "127.0.0.1"
    assert row.detail == {
        "page": "desk/audit/", "method": "GET", "code": "not_allowed", "role": "agent"
    }  # fmt: skip


@pytest.mark.parametrize("page", ["/desk/", "/editor/", "/accounts/staff/", "/desk/privacy/"])
def test_a_customer_on_a_page_of_staff_is_too(client: Client, customer: User, page: str) -> None:
    client.force_login(customer)
    assert client.get(page).status_code == 403
    assert [row.actor for row in traces()] == [customer]


def test_programs_are_noted_as_people_are(client: Client, agent: User) -> None:
    client.force_login(agent)
    answer = client.get("/accounts/staff/", headers={"accept": "application/json"})
    assert answer.status_code == 403 and answer.json()["code"] == "not_allowed"
    assert traces()[0].detail["page"] == "accounts/staff/"


def test_guests_and_what_is_not_there_leave_none(client: Client, agent: User) -> None:
    assert client.get("/desk/audit/").status_code == 302
    client.force_login(agent)
    assert client.get("/desk/tickets/BCDF-GHJK/").status_code == 404
    assert traces() == []


def test_who_tries_on_and_on_does_not_fill_the_trail(
    client: Client, agent: User, editor: User
) -> None:
    client.force_login(agent)
    for _time in range(NOTED.count + 10):
        assert client.get("/desk/audit/").status_code == 403
    assert len(traces()) == NOTED.count
    client.force_login(editor)
    client.get("/desk/audit/")
    assert len(traces()) == NOTED.count + 1


def test_a_lead_reads_it_in_words(client: Client, agent: User, lead: User) -> None:
    client.force_login(agent)
    client.get("/accounts/staff/")
    client.force_login(lead)
    page = client.get("/desk/audit/?verb=refuse_page").content.decode()
    assert "Was refused a page" in page and "accounts/staff/" in page and agent.name in page
