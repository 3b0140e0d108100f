"""Administrators invite people, change roles and shut people out; all of it is audited."""

import json
from collections.abc import Callable
from email.message import Message

import pytest
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.people.conftest import link_in, set_up_totp, sign_in

from octant.core.people.models import Role, User
from octant.core.people.services.staff import create_user, set_role
from octant.core.safety.models import AuditEntry
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
Mails = Callable[[], list[Message]]


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    """An administrator's browser."""
    sign_in(client, admin)
    set_up_totp(client)
    return client


def test_a_changed_role_ends_all_sessions_at_once(client: Client, agent: User, admin: User) -> None:
    sign_in(client, agent)
    assert client.get("/accounts/").status_code == 200
    set_role(user=agent, role=Role.EDITOR, actor=admin)
    assert client.get("/accounts/").status_code == 302
    assert not UserSession.objects.filter(user=agent).exists()


def test_a_session_does_not_come_back_with_the_old_role(
    client: Client, agent: User, admin: User
) -> None:
    sign_in(client, agent)
    set_role(user=agent, role=Role.CUSTOMER, actor=admin)
    set_role(user=agent, role=Role.AGENT, actor=admin)
    assert client.get("/accounts/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_signing_out_tells_the_sockets(client: Client, agent: User) -> None:
    sign_in(client, agent)
    with connection.cursor() as cursor:
        cursor.execute("LISTEN octant_rt")
    heard = connection.connection
    client.post("/accounts/logout/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    told = [json.loads(each.payload) for each in heard.notifies(timeout=2, stop_after=1)]
    assert told == [[{"topic": f"user:{agent.pk}", "signed_out": True}]]


def test_an_invited_agent_sets_a_password_by_a_link_that_works_once(
    desk: Client, mails: Mails, admin: User
) -> None:
    form = {"name": "Noor", "alias": "N", "email": "noor@agents.example", "role": "agent"}
    answer = desk.post("/accounts/staff/invite/", form | {"language": "zh-hans"}, follow=True)
    assert "it is shown only now" in answer.content.decode()
    mail = mails()[-1]
    assert mail["To"] == "noor@agents.example"
    user = User.objects.get(email="noor@agents.example")
    assert (user.role, user.alias, user.has_usable_password()) == ("agent", "N", False)
    fresh = Client()
    page = fresh.get(link_in(mail), follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert fresh.post(page.request["PATH_INFO"], chosen).status_code == 302
    sign_in(Client(), user)
    again = desk.get(f"/accounts/staff/{user.pk}/").content.decode()
    assert "it is shown only now" not in again
    verbs = list(
        AuditEntry.objects.filter(actor=admin).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["create_user", "invite_user"]


def test_inviting_a_known_address_says_so_beside_the_field(desk: Client, agent: User) -> None:
    form = {"name": "X", "email": agent.email.upper(), "role": "agent", "language": "en"}
    answer = desk.post("/accounts/staff/invite/", form)
    assert answer.status_code == 200
    assert "Somebody already uses this address." in str(answer.context["form"].errors["email"])
    assert "Somebody already uses this address." in answer.content.decode()


def test_the_page_of_a_person_changes_the_role_and_leaves_a_trace(
    desk: Client, agent: User
) -> None:
    desk.post(f"/accounts/staff/{agent.pk}/", {"role": "lead"})
    agent.refresh_from_db()
    assert agent.role == "lead"
    row = AuditEntry.objects.get(verb="set_role")
    assert row.detail == {"before": "agent", "after": "lead"}


def test_a_made_up_role_is_refused(desk: Client, agent: User) -> None:
    answer = desk.post(f"/accounts/staff/{agent.pk}/", {"role": "king"})
    assert answer.status_code == 200
    agent.refresh_from_db()
    assert agent.role == "agent"


def test_who_is_shut_out_is_out_at_once_and_can_be_let_in_again(desk: Client, agent: User) -> None:
    browser = Client()
    sign_in(browser, agent)
    desk.post(f"/accounts/staff/{agent.pk}/deactivate/")
    assert browser.get("/accounts/").status_code == 302
    refused = Client().post("/accounts/login/", {"login": agent.email, "password": PASSWORD})
    assert refused.get("Location") != "/desk/"
    desk.post(f"/accounts/staff/{agent.pk}/reactivate/")
    sign_in(Client(), agent)


def test_a_lost_device_is_taken_off_and_a_new_one_must_be_set_up(desk: Client, agent: User) -> None:
    browser = Client()
    sign_in(browser, agent)
    set_up_totp(browser)
    desk.post(f"/accounts/staff/{agent.pk}/remove-factors/")
    assert browser.get("/accounts/").status_code == 302
    sign_in(browser, agent)
    assert "Set up a second step first" in browser.get("/accounts/2fa/").content.decode()


def test_administrators_cannot_take_away_their_own_access(desk: Client, admin: User) -> None:
    with pytest.raises(NotAllowed):
        set_role(user=admin, role=Role.AGENT, actor=admin)
    assert desk.post(f"/accounts/staff/{admin.pk}/deactivate/").status_code == 403
    admin.refresh_from_db()
    assert admin.is_active


@pytest.mark.parametrize("role", ["customer", "moderator", "agent", "editor", "lead"])
@pytest.mark.parametrize("path", ["", "invite/", "1/"])
def test_nobody_but_administrators_gets_in(
    client: Client, customer: User, settings: LazySettings, role: str, path: str
) -> None:
    settings.OCTANT_DEMO = True
    customer.role = role
    customer.save()
    sign_in(client, customer)
    assert client.get(f"/accounts/staff/{path}").status_code == 403


def test_the_staff_pages_ask_again_who_you_are_after_a_while(
    desk: Client, settings: LazySettings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    answer = desk.get("/accounts/staff/")
    assert "/reauthenticate/" in answer["Location"]


def test_a_long_list_comes_in_pages_that_miss_nobody(desk: Client) -> None:
    made = {
        create_user(email=f"a{n}@agents.example", name=f"Same {n % 3}", role="agent").pk
        for n in range(60)
    }
    seen: list[int] = []
    address = "/accounts/staff/"
    while address:
        page = desk.get(address)
        seen += [user.pk for user in page.context["people"]]
        address = page.context["next"] and f"/accounts/staff/{page.context['next']}"
    assert len(seen) == len(set(seen))
    assert made <= set(seen)


def test_the_list_costs_the_same_however_long_it_is(
    desk: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for n in range(30):
        create_user(email=f"a{n}@agents.example", name=f"A {n}", role="agent")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        desk.get("/accounts/staff/")


def test_a_customer_is_found_by_name_and_made_a_moderator(desk: Client, customer: User) -> None:
    assert customer not in desk.get("/accounts/staff/").context["people"]
    assert customer in desk.get("/accounts/staff/?find=car").context["people"]
    desk.post(f"/accounts/staff/{customer.pk}/", {"role": "moderator"})
    customer.refresh_from_db()
    assert customer.role == "moderator"
