"""The words by which a customer knows our mails."""

from collections.abc import Callable
from datetime import timedelta
from email.message import Message

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.people.conftest import body, sign_in

from octant.core.people import anti_phishing
from octant.core.people.models import AntiPhishingCode, User
from octant.core.people.services.anti_phishing import remove_code, set_code
from octant.core.safety.models import AuditEntry
from octant.kit.clock import moved
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db
Mails = Callable[[], list[Message]]
PAGE = "/accounts/anti-phishing/"
CODE = "blue heron 7"


def test_a_customer_sets_changes_and_removes_their_code(client: Client, customer: User) -> None:
    sign_in(client, customer)
    assert client.post(PAGE, {"code": CODE}).status_code == 302
    assert anti_phishing.shown_to(customer, address=customer.email) == CODE
    client.post(PAGE, {"code": "red fox"})
    assert anti_phishing.shown_to(customer, address=customer.email) == "red fox"
    client.post(PAGE, {"remove": ""})
    assert anti_phishing.shown_to(customer, address=customer.email) == ""
    verbs = [entry.verb for entry in AuditEntry.objects.filter(actor=customer).order_by("pk")]
    assert verbs == ["set_anti_phishing_code"] * 2 + ["remove_anti_phishing_code"]


def test_neither_its_page_nor_the_trail_shows_the_code(client: Client, customer: User) -> None:
    sign_in(client, customer)
    client.post(PAGE, {"code": CODE})
    for path in (PAGE, "/accounts/"):
        page = client.get(path).content.decode()
        assert CODE not in page
    assert "A code is set" in client.get(PAGE).content.decode()
    assert CODE not in str(list(AuditEntry.objects.values()))


def test_the_page_wants_a_recent_sign_in(client: Client, customer: User) -> None:
    sign_in(client, customer)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= timedelta(hours=1).total_seconds()
    session.save()
    for answer in (client.get(PAGE), client.post(PAGE, {"code": CODE})):
        assert answer.status_code == 302 and "/reauthenticate/" in answer["Location"]
    assert not AntiPhishingCode.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert "/accounts/login/" in client.get(PAGE)["Location"]


def test_what_is_stored_does_not_hold_the_code(customer: User) -> None:
    set_code(user=customer, code=CODE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_antiphishingcode")
        (row,) = cursor.fetchall()
    assert CODE not in str(row)
    AntiPhishingCode.objects.update(sealed=anti_phishing.seal("x")[:-8] + "AAAAAAAA")
    assert anti_phishing.shown_to(customer, address=customer.email) == ""


def test_it_stands_only_in_mail_to_the_registered_and_verified_address(customer: User) -> None:
    set_code(user=customer, code=CODE)
    assert anti_phishing.shown_to(customer, address="Carla@MAIL.example") == CODE
    assert anti_phishing.shown_to(customer, address="carla@elsewhere.example") == ""
    assert anti_phishing.shown_to(None, address=customer.email) == ""
    EmailAddress.objects.update(verified=False)
    assert anti_phishing.shown_to(customer, address=customer.email) == ""
    EmailAddress.objects.all().delete()
    assert anti_phishing.shown_to(customer, address=customer.email) == ""


def test_our_mails_about_the_account_show_it(client: Client, customer: User, mails: Mails) -> None:
    set_code(user=customer, code=CODE)
    client.post("/accounts/password/reset/", {"email": customer.email})
    assert f"Your anti-phishing code: {CODE}" in body(mails()[-1])


def test_who_asks_for_mail_to_an_address_without_account_gets_none(
    client: Client, customer: User, mails: Mails
) -> None:
    set_code(user=customer, code=CODE)
    client.post("/accounts/password/reset/", {"email": "nobody@mail.example"})
    assert all(CODE not in body(mail) for mail in mails())


def test_a_change_is_told_by_mail(client: Client, customer: User, mails: Mails) -> None:
    sign_in(client, customer)
    client.post(PAGE, {"code": CODE})
    told = mails()[-1]
    assert told["To"] == customer.email
    assert "was changed" in body(told) and f"Your anti-phishing code: {CODE}" in body(told)
    client.post(PAGE, {"remove": ""})
    told = mails()[-1]
    assert "was removed" in body(told) and CODE not in body(told)


@pytest.mark.parametrize(
    "code",
    [
        "abc",
        "x" * 33,
        "   a   ",
        PASSWORD,
        "carla@mail.example",
        "Carla",
        "password: hunter2secret",
    ],
)
def test_what_would_be_no_good_is_refused(client: Client, customer: User, code: str) -> None:
    with pytest.raises(DomainError):
        set_code(user=customer, code=code)
    sign_in(client, customer)
    assert "field-error" in client.post(PAGE, {"code": code}).content.decode()
    assert not AntiPhishingCode.objects.exists()


def test_removing_what_is_not_there_says_nothing_in_the_trail(customer: User) -> None:
    with moved(timedelta(days=1)):
        remove_code(user=customer)
    assert not AuditEntry.objects.filter(verb="remove_anti_phishing_code").exists()
