"""The exchange's own sign-in vouches for an account, and never opens another by its mail."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from tests.core.people.conftest import sign_in
from tests.core.people.oidc import Issuer, running

from octant.core.people.models import Customer, User
from octant.core.people.services import customers
from octant.core.people.services.staff import create_user
from octant.core.safety.models import AuditEntry
from octant.project.sign_in import openid_connect, origins

pytestmark = pytest.mark.django_db
ACCOUNT = "AA00N84GKJ4RS3QA"


@pytest.fixture
def issuer(settings: LazySettings) -> Iterator[Issuer]:
    with running() as started:
        env = {
            "OCTANT_OIDC_CLIENT_ID": "octant",
            "OCTANT_OIDC_CLIENT_SECRET": "secret",
            "OCTANT_OIDC_NAME": "Kraken",
        }
        settings.SOCIALACCOUNT_PROVIDERS = openid_connect(started.address, env)
        yield started


def come_from(client: Client, issuer: Issuer, process: str = "login") -> HttpResponse:
    """Go to the exchange and come back as whoever its claims say."""
    start = client.post(f"/accounts/oidc/exchange/login/?process={process}")
    asked = parse_qs(urlsplit(start["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    answer = client.get("/accounts/oidc/exchange/login/callback/", back)
    assert isinstance(answer, HttpResponse)
    return answer


def signed_in_as(client: Client) -> str:
    """The address of whoever is signed in, or nothing."""
    answer = client.get("/accounts/")
    return str(answer.context["user"].email) if answer.status_code == 200 else ""


def test_a_verified_exchange_customer_signs_in_and_the_account_is_known(
    client: Client, issuer: Issuer
) -> None:
    issuer.claims = {
        "sub": ACCOUNT,
        "email": "kim@mail.example",
        "email_verified": True,
        "name": "Kim",
    }
    come_from(client, issuer)
    assert signed_in_as(client) == "kim@mail.example"
    customer = Customer.objects.get(exchange_account=ACCOUNT)
    assert customer.user is not None
    assert (customer.user.name, customer.user.role) == ("Kim", "customer")
    assert issuer.verifiers, "the code is bound to this browser (PKCE)"


def test_the_account_may_stand_in_another_claim(
    client: Client, issuer: Issuer, settings: LazySettings
) -> None:
    settings.OCTANT_OIDC_ACCOUNT_CLAIM = "account"
    issuer.claims = {
        "sub": "1",
        "account": ACCOUNT,
        "email": "kim@mail.example",
        "email_verified": True,
    }
    come_from(client, issuer)
    assert Customer.objects.filter(exchange_account=ACCOUNT).exists()


def test_an_unverified_mail_of_a_new_exchange_customer_must_be_confirmed_first(
    client: Client, issuer: Issuer
) -> None:
    issuer.claims = {"sub": ACCOUNT, "email": "kim@mail.example", "email_verified": False}
    answer = come_from(client, issuer)
    assert answer["Location"] == "/accounts/confirm-email/"
    assert signed_in_as(client) == ""


def test_a_signed_in_customer_links_the_account_and_signs_in_with_it_later(
    client: Client, issuer: Issuer, customer: User
) -> None:
    sign_in(client, customer)
    issuer.claims = {"sub": ACCOUNT, "email": "other@mail.example", "email_verified": True}
    come_from(client, issuer, process="connect")
    assert Customer.objects.get(exchange_account=ACCOUNT).user == customer
    fresh = Client()
    come_from(fresh, issuer)
    assert signed_in_as(fresh) == customer.email


def test_what_was_asked_before_signing_in_becomes_the_owners(
    client: Client, issuer: Issuer
) -> None:
    earlier = customers.of_exchange_account(
        account=ACCOUNT, name="Kim", email="kim@mail.example", language="en"
    )
    issuer.claims = {"sub": ACCOUNT, "email": "kim@mail.example", "email_verified": True}
    come_from(client, issuer)
    earlier.refresh_from_db()
    assert earlier.user == User.objects.get(email="kim@mail.example")


def test_an_account_has_one_owner_and_the_exchanges_latest_word_holds(db: None) -> None:
    first = create_user(email="a@mail.example", name="A")
    second = create_user(email="b@mail.example", name="B")
    customers.vouch(user=first, account=ACCOUNT)
    customers.vouch(user=second, account=ACCOUNT)
    assert Customer.objects.get(exchange_account=ACCOUNT).user == second
    assert AuditEntry.objects.filter(verb="lose_exchange_account").count() == 1
    again = customers.of_exchange_account(account=ACCOUNT, name="", email="", language="en")
    assert again.user == second


@pytest.mark.parametrize("sub", ["x" * 65, "x\0y", "a\nb"])
def test_an_account_id_that_cannot_be_kept_is_refused_with_a_sentence(
    client: Client, issuer: Issuer, sub: str
) -> None:
    issuer.claims = {"sub": sub, "email": "kim@mail.example", "email_verified": True}
    answer = come_from(client, issuer)
    assert answer.status_code in (400, 503)
    assert signed_in_as(client) == ""


@pytest.mark.parametrize(("status", "body"), [(500, "<html>broken"), (200, "{"), (200, "[]")])
def test_an_issuer_that_fails_leaves_a_page_that_says_what_to_do(
    client: Client, issuer: Issuer, status: int, body: str
) -> None:
    issuer.fault = (status, body)
    answer = client.post("/accounts/oidc/exchange/login/")
    assert answer.status_code == 503
    assert "The exchange did not confirm who you are." in answer.content.decode()


def test_a_forged_answer_without_our_state_is_refused(client: Client, issuer: Issuer) -> None:
    answer = client.get("/accounts/oidc/exchange/login/callback/", {"code": "c", "state": "x"})
    assert "The exchange did not confirm who you are." in answer.content.decode()


def test_without_an_issuer_there_is_no_button_and_no_page(client: Client) -> None:
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/oidc/exchange/login/").status_code == 404


def test_the_policy_lets_the_form_lead_to_the_issuer_alone() -> None:
    env = {"OCTANT_OIDC_FORM_ORIGINS": "https://login.kraken.example"}
    assert origins("https://id.kraken.example/realm", env) == [
        "https://id.kraken.example",
        "https://login.kraken.example",
    ]
