"""Attack 15: the exchange's sign-in opens no account because the mail addresses are equal, verified
or not (more of it: tests/core/people/test_exchange_sign_in.py)."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.people.oidc import Issuer
from tests.core.people.test_exchange_sign_in import ACCOUNT, come_from, signed_in_as
from tests.core.people.test_exchange_sign_in import issuer as _issuer

from octant.core.people.models import Customer, User
from octant.core.people.services.staff import create_user

pytestmark = pytest.mark.django_db
issuer = _issuer


@pytest.fixture
def customer(db: None) -> User:
    return create_user(email="carla@mail.example", name="Carla", password=PASSWORD)


@pytest.mark.parametrize("verified", [True, False, "true", None])
def test_single_sign_on_does_not_open_an_account_by_its_mail(
    client: Client, issuer: Issuer, customer: User, verified: object
) -> None:
    issuer.claims = {"sub": "EVIL", "email": customer.email, "email_verified": verified}
    come_from(client, issuer)
    assert signed_in_as(client) == ""
    assert not SocialAccount.objects.filter(user=customer).exists()
    assert not Customer.objects.filter(exchange_account="EVIL").exists()


def test_nor_a_staff_account(client: Client, issuer: Issuer, agent: User) -> None:
    issuer.claims = {"sub": "EVIL", "email": agent.email.upper(), "email_verified": True}
    come_from(client, issuer)
    assert signed_in_as(client) == ""
    assert not SocialAccount.objects.exists()


def test_an_account_prepared_with_a_strangers_mail_does_not_get_their_exchange(
    client: Client, issuer: Issuer
) -> None:
    form = {"name": "M", "email": "victim@mail.example", "password1": "attackers own choice"}
    Client().post("/accounts/signup/", form)
    prepared = User.objects.get(email="victim@mail.example")
    issuer.claims = {"sub": ACCOUNT, "email": "victim@mail.example", "email_verified": True}
    come_from(client, issuer)
    assert not Customer.objects.filter(user=prepared).exclude(exchange_account="").exists()
    assert not SocialAccount.objects.filter(user=prepared).exists()
