"""How long a sign-in holds, what ends it, and what is left in the browser then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect
from tests.conftest import PASSWORD
from tests.core.people.conftest import set_up_totp, sign_in

from octant.core.outbox.models import Event
from octant.core.people.models import User
from octant.core.people.services.sessions import close_expired
from octant.core.safety.models import AuditEntry
from octant.kit import clock

pytestmark = pytest.mark.django_db
OWN = "/accounts/"


def holds(client: Client) -> bool:
    return client.get(OWN).status_code == 200


@contextmanager
def after(**time: float) -> Iterator[None]:
    with clock.moved(timedelta(**time)):
        yield


def test_staff_are_signed_out_after_an_hour_without_use(client: Client, agent: User) -> None:
    sign_in(client, agent)
    with after(minutes=58):
        assert holds(client)
    with after(minutes=116):
        assert holds(client), "use moved the end on"
    with after(minutes=178):
        assert not holds(client)


def test_staff_are_signed_out_after_twelve_hours_of_use(client: Client, agent: User) -> None:
    sign_in(client, agent)
    for half_hours in range(1, 24):
        with after(minutes=30 * half_hours):
            assert holds(client), half_hours
    with after(hours=12, seconds=1):
        assert not holds(client)


def test_customers_stay_for_two_days_unused_and_fourteen_in_all(
    client: Client, customer: User
) -> None:
    sign_in(client, customer)
    for days in range(1, 14):
        with after(days=days):
            assert holds(client), days
    with after(days=14, seconds=1):
        assert not holds(client)
    fresh = Client()
    sign_in(fresh, customer)
    with after(hours=49):
        assert not holds(fresh)


def test_both_times_are_settings(client: Client, agent: User, settings: LazySettings) -> None:
    settings.OCTANT_STAFF_IDLE_MINUTES = 5
    sign_in(client, agent)
    with after(minutes=6):
        assert not holds(client)


def test_what_a_page_asks_by_itself_is_no_use(client: Client, agent: User) -> None:
    sign_in(client, agent)
    with after(minutes=50):
        assert client.get(OWN, headers={"X-Octant-Idle": "1"}).status_code == 200
    with after(minutes=61):
        assert not holds(client)


def test_signing_in_again_starts_the_time_anew(client: Client, agent: User) -> None:
    sign_in(client, agent)
    client.post("/accounts/logout/")
    with after(hours=11):
        sign_in(client, agent)
    with after(hours=11, minutes=50):
        assert holds(client)
    with after(hours=12, minutes=10):
        assert holds(client)


def test_the_cookie_holds_no_longer_than_the_session(client: Client, agent: User) -> None:
    sign_in(client, agent)
    assert int(client.cookies["octant_session"]["max-age"]) <= 12 * 3600


def test_a_session_that_ran_out_closes_its_sockets_once(client: Client, agent: User) -> None:
    sign_in(client, agent)
    assert close_expired() == 0
    with after(minutes=61):
        assert close_expired() == 1
        assert Event.objects.filter(name="SignedOut", payload__user=agent.pk).count() == 1
        assert close_expired() == 0


def test_who_proves_again_who_they_are_gets_a_new_key(client: Client, customer: User) -> None:
    sign_in(client, customer)
    before = client.cookies["octant_session"].value
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    after_ = client.cookies["octant_session"].value
    assert before != after_ and not Session.objects.filter(session_key=before).exists()
    assert UserSession.objects.get(user=customer).session_key == after_
    assert holds(client)


@pytest.mark.django_db(transaction=True)  # the library says so once it is committed
def test_a_new_second_factor_ends_the_other_sessions(client: Client, customer: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, customer)
    sign_in(client, customer)
    set_up_totp(client)
    assert holds(client) and not holds(elsewhere)
    assert AuditEntry.objects.filter(verb="end_other_sessions").exists()


def test_taking_a_factor_off_ends_the_other_sessions(client: Client, customer: User) -> None:
    sign_in(client, customer)
    set_up_totp(client)
    elsewhere = Client()
    elsewhere.force_login(customer)
    UserSession.objects.create(
        user=customer, ip="192.0.2.7", user_agent="x", session_key=elsewhere.session.session_key
    )
    assert holds(elsewhere)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert holds(client) and not holds(elsewhere)


def test_a_changed_password_ends_the_other_sessions(client: Client, customer: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, customer)
    sign_in(client, customer)
    new = {"oldpassword": PASSWORD, "password1": "a new long one 99", "password2": ""}
    client.post("/accounts/password/change/", new | {"password2": "a new long one 99"})
    assert holds(client) and not holds(elsewhere)
    assert Event.objects.filter(name="SignedOut", payload__user=customer.pk).exists()


@pytest.mark.parametrize(("button", "here"), [("others", True), ("all", False)])
def test_one_signs_out_everywhere_else_or_everywhere(
    client: Client, customer: User, button: str, here: bool
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, customer)
    sign_in(client, customer)
    client.post("/accounts/sessions/", {button: "1"})
    assert (holds(client), holds(elsewhere)) == (here, False)


def test_one_device_is_signed_out_and_nobody_elses(
    client: Client, customer: User, agent: User
) -> None:
    elsewhere, other = Client(), Client()
    sign_in(elsewhere, customer)
    sign_in(other, agent)
    sign_in(client, customer)
    foreign = UserSession.objects.get(user=agent)
    assert client.post("/accounts/sessions/", {"one": foreign.pk}).status_code == 404
    first = UserSession.objects.filter(user=customer).earliest("pk")
    assert "This device" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/", {"one": first.pk})
    assert holds(client) and holds(other) and not holds(elsewhere)


def test_the_list_of_sessions_asks_who_is_there(client: Client, customer: User) -> None:
    sign_in(client, customer)
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()
    answer = client.post("/accounts/sessions/", {"all": "1"})
    assert answer["Location"].startswith("/accounts/reauthenticate/") and holds(client)


def test_an_administrator_signs_somebody_out(client: Client, admin: User, agent: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, agent)
    sign_in(client, admin)
    set_up_totp(client)
    client.post(f"/accounts/staff/{agent.pk}/sign-out/")
    assert not holds(elsewhere)
    assert AuditEntry.objects.filter(verb="sign_out_user", actor=admin).exists()


KEPT = """() => {
  localStorage.setItem("octant.chat.room", '{"key":"secret","ticket":1}');
  localStorage.setItem("octant.chat.person", '"me"');
  localStorage.setItem("octant:desk:draft:1:2:reply", "half a sentence");
  localStorage.setItem("octant:theme", "dark");
  sessionStorage.setItem("octant:form:x", '{"text":"mine"}');
}"""
LEFT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()"


def at_home(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/accounts/login/?next=/accounts/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.evaluate(KEPT)


@pytest.mark.django_db(transaction=True)
def test_signing_out_leaves_nothing_of_the_person_in_the_browser(
    page: Page, site: str, customer: User
) -> None:
    at_home(page, site, customer)
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(LEFT) == ["octant.chat.person", "octant:theme"]


@pytest.mark.django_db(transaction=True)
def test_a_session_ended_elsewhere_leaves_no_key_in_the_browser(
    page: Page, site: str, customer: User
) -> None:
    at_home(page, site, customer)
    Session.objects.all().delete()
    page.goto(f"{site}/en/help/")
    left = page.evaluate(LEFT)
    assert "octant.chat.room" not in left and "octant:form:x" not in left
    assert "octant:desk:draft:1:2:reply" in left, "an agent's draft waits for the agent"


@pytest.mark.django_db(transaction=True)
def test_a_guests_chat_stays_in_the_browser(page: Page, site: str) -> None:
    page.goto(f"{site}/en/help/")
    page.evaluate(KEPT)
    page.goto(f"{site}/en/help/")
    assert "octant.chat.room" in page.evaluate(LEFT)
