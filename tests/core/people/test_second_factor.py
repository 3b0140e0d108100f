"""Staff need a second factor; anybody may have one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.conftest import PASSWORD
from tests.core.people.conftest import set_up_totp, sign_in, totp

from octant.core.people.access import has_second_factor, staff
from octant.core.people.models import Role, User
from octant.core.people.services import codes
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


@staff(Role.AGENT)
def workplace(request: object) -> HttpResponse:
    return HttpResponse("at work")


def visit(user: User, **headers: str) -> HttpResponse:
    request = RequestFactory(headers=headers).get("/desk/")
    request.user = user
    answer = workplace(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client: Client, agent: User) -> None:
    assert visit(agent)["Location"] == "/accounts/2fa/"
    sign_in(client, agent)
    page = client.get("/accounts/2fa/").content.decode()
    assert "Set up a second step first" in page
    assert "Staff need an authenticator app or a passkey" in page


def test_programs_are_told_instead_of_sent(agent: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        visit(agent, accept="application/json")
    assert refused.value.code == "second_factor_needed"


def test_in_a_demonstration_the_second_factor_may_be_left_out(
    agent: User, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    assert visit(agent).content == b"at work"


def test_with_an_authenticator_app_staff_get_to_work(client: Client, agent: User) -> None:
    sign_in(client, agent)
    set_up_totp(client)
    assert visit(agent).content == b"at work"
    assert "Go to work" in client.get("/accounts/2fa/").content.decode()


def test_recovery_codes_alone_are_no_second_factor(agent: User) -> None:
    Authenticator.objects.create(user=agent, type="recovery_codes", data={"seed": "x"})
    assert not has_second_factor(agent)
    assert visit(agent)["Location"] == "/accounts/2fa/"


def test_who_has_a_second_factor_is_asked_for_it_after_the_password(
    client: Client, customer: User
) -> None:
    sign_in(client, customer)
    secret = set_up_totp(client)
    cache.clear()  # a code counts once; the next sign-in may use it again
    fresh = Client()
    asked = fresh.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
    assert asked["Location"] == "/accounts/2fa/authenticate/"
    assert fresh.get("/accounts/").status_code == 302, "not signed in yet"
    wrong = fresh.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    right = fresh.post("/accounts/2fa/authenticate/", {"code": totp(secret)})
    assert right["Location"] == "/en/"
    assert fresh.get("/accounts/").status_code == 200


def test_a_code_of_an_app_opens_the_account_once_over_all_processes(
    client: Client, customer: User
) -> None:
    sign_in(client, customer)
    code = totp(set_up_totp(client))
    for expected in (302, 200):
        fresh = Client()
        fresh.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
        answer = fresh.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == expected
        cache.clear()  # the next one is asked by another process, which remembers nothing
    assert "This code is not right" in answer.content.decode()


def test_an_older_code_is_not_taken_after_a_newer_one(client: Client, customer: User) -> None:
    sign_in(client, customer)
    secret = set_up_totp(client)
    row = Authenticator.objects.get(user=customer, type="totp")
    older, newer = (totp(secret, seconds) for seconds in (-30, 0))
    assert codes.take(authenticator=row, code=newer)
    assert not codes.take(authenticator=row, code=older)
    assert not codes.take(authenticator=row, code="no digits")
    assert row.wrap().validate_code(totp(secret)), "the secret is still there"


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_that_are_shown_a_code_at_once_one_takes_it(
    client: Client, customer: User
) -> None:
    sign_in(client, customer)
    code = totp(set_up_totp(client))
    row = Authenticator.objects.get(user=customer, type="totp")
    both = threading.Barrier(2, timeout=20)

    def take() -> bool:
        try:
            both.wait()
            return codes.take(authenticator=row, code=code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        taken = [each.result(timeout=30) for each in [pool.submit(take), pool.submit(take)]]
    assert sorted(taken) == [False, True]


def test_a_recovery_code_opens_the_account_once(client: Client, customer: User) -> None:
    sign_in(client, customer)
    set_up_totp(client)
    code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    for expected in (302, 200):
        fresh = Client()
        fresh.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
        answer = fresh.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == expected


def test_the_secret_of_an_authenticator_app_is_not_readable_in_the_database(
    client: Client, customer: User
) -> None:
    sign_in(client, customer)
    secret = set_up_totp(client)
    kept = Authenticator.objects.get(user=customer, type="totp").data["secret"]
    assert secret not in kept


def test_setting_up_asks_for_the_password_again_after_a_while(
    client: Client, customer: User, settings: LazySettings
) -> None:
    sign_in(client, customer)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    page = client.get(answer["Location"]).content.decode()
    assert "Confirm that it is you" in page


def test_removing_the_last_factor_removes_the_codes_too(client: Client, customer: User) -> None:
    sign_in(client, customer)
    set_up_totp(client)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=customer).exists()
