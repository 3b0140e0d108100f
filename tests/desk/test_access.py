"""Who gets in, and in which language they find the desk."""

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.core.tickets.factories import a_ticket
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.people.services.staff import create_user
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db

PAGES = ["/desk/", "/desk/list/", "/desk/offers/", "/desk/socket", "/desk/people/", "/desk/find/"]
TICKET = ["", "messages/", "state/", "exchange/", "canned/", "articles/", "transfer/", "merge/"]
WRITES = ["say/", "files/", "seen/", "label/", "do/solve/", "do/take/", "transfer/", "block/"]
FOR_LEADS = ["/desk/team/", "/desk/coverage/", "/desk/audit/"]


@pytest.mark.parametrize("role", ["customer", "moderator", "editor"])
def test_who_does_not_answer_sees_and_changes_nothing(
    role: str, sign_in: SignIn, ticket: Ticket, at: str
) -> None:
    client = sign_in(create_user(email="someone@example.com", name="Someone", role=role))
    for url in [*PAGES, *FOR_LEADS, *(at + part for part in TICKET)]:
        answer = client.get(url)
        assert answer.status_code == 403, url
        assert ticket.subject not in answer.content.decode()
    for part in WRITES:
        assert client.post(at + part, {"text": "hello"}).status_code == 403, part
    ticket.refresh_from_db()
    assert (ticket.status, ticket.last_seq) == ("new", 1)


def test_strangers_are_sent_to_sign_in(client: Client, at: str) -> None:
    for url in [*PAGES, *FOR_LEADS, at]:
        assert "/accounts/login/" in client.get(url).headers["Location"]
    assert client.post(f"{at}do/solve/").status_code == 302


@pytest.mark.parametrize("role", ["agent", "lead", "admin"])
def test_who_answers_comes_in_and_leads_see_more(role: str, sign_in: SignIn, at: str) -> None:
    client = sign_in(create_user(email="someone@example.com", name="Someone", role=role))
    for url in [*PAGES, *(at + part for part in TICKET)]:
        assert client.get(url).status_code == 200, url
    for url in FOR_LEADS:
        assert client.get(url).status_code == (403 if role == "agent" else 200), url


def test_outside_the_demonstration_staff_need_a_second_factor(
    desk: Client, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = False
    assert desk.get("/desk/").status_code == 302


def test_every_write_needs_the_forms_token(agent: User, at: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    assert client.post(f"{at}do/solve/").status_code == 403


def test_the_desk_speaks_the_persons_language_until_another_is_chosen(
    agent: User, desk: Client
) -> None:
    User.objects.filter(pk=agent.pk).update(language="zh-hans")
    assert desk.get("/desk/").headers["Content-Language"] == "zh-hans"
    assert "收件箱" in desk.get("/desk/").content.decode()
    assert "Inbox" in desk.get("/desk/?lang=en").content.decode()
    assert "Inbox" in desk.get("/desk/").content.decode()
    assert desk.get("/desk/?lang=xx").status_code == 200


def test_pages_are_not_kept_by_browsers_or_proxies(desk: Client, at: str) -> None:
    for url in ("/desk/", at):
        assert "no-store" in desk.get(url).headers["Cache-Control"]


def test_a_ticket_that_is_not_there_is_a_plain_404(desk: Client) -> None:
    a_ticket()
    for number in ("NONE-SUCH", "' OR 1=1", "x" * 300, "%00"):
        assert desk.get(f"/desk/tickets/{number}/").status_code == 404
