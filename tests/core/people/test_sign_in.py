"""Customers register, confirm their address, sign in, and get back in."""

from collections.abc import Callable
from email.message import Message

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.people.conftest import body, link_in, sign_in

from octant.core.people.models import User
from octant.project import settings as shipped

pytestmark = pytest.mark.django_db
Mails = Callable[[], list[Message]]


def register(client: Client, address: str = "new@mail.example", **more: str) -> None:
    form = {"name": "Nia", "email": address, "password1": PASSWORD}
    answer = client.post("/accounts/signup/", form | more)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/accounts/confirm-email/"


def test_a_customer_registers_confirms_by_mail_and_signs_in(client: Client, mails: Mails) -> None:
    register(client)
    refused = client.post("/accounts/login/", {"login": "new@mail.example", "password": PASSWORD})
    assert refused["Location"] == "/accounts/confirm-email/"
    mail = mails()[0]
    assert mail["To"] == "new@mail.example"
    assert "Kraken" in str(mail["Subject"])
    link = link_in(mail)
    assert client.get(link).status_code == 200
    client.post(link)
    fresh = Client()
    sign_in(fresh, User.objects.get(email="new@mail.example"))
    assert fresh.get("/accounts/").status_code == 200
    user = User.objects.get(email="new@mail.example")
    assert (user.name, user.role) == ("Nia", "customer")


def test_whoever_registers_in_chinese_gets_chinese_mail_and_keeps_the_language(
    client: Client, mails: Mails
) -> None:
    client.cookies["octant_language"] = "zh-hans"
    register(client, name="小美")
    assert "确认" in body(mails()[0])
    assert User.objects.get(email="new@mail.example").language == "zh-hans"


def test_passwords_are_hashed_with_scrypt(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    assert make_password("x").startswith("scrypt$")


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    client: Client, customer: User
) -> None:
    wrong = client.post("/accounts/login/", {"login": customer.email, "password": "not this"})
    unknown = client.post("/accounts/login/", {"login": "no@mail.example", "password": "not this"})
    sentence = "The email address or the password is not right."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_registering_a_known_address_looks_as_registering_a_new_one(
    client: Client, customer: User, mails: Mails
) -> None:
    register(client, address=customer.email)
    assert User.objects.count() == 1
    assert "has one already" in body(mails()[-1])


def test_many_wrong_passwords_are_slowed_down(client: Client, customer: User) -> None:
    wrong = {"login": customer.email, "password": "not this"}
    said = [client.post("/accounts/login/", wrong).content.decode() for _ in range(7)]
    assert "Too many attempts" in said[-1]
    right = client.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
    assert "Too many attempts" in right.content.decode()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    client: Client, customer: User, mails: Mails
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, customer)
    client.post("/accounts/password/reset/", {"email": customer.email})
    link = link_in(mails()[0])
    form = client.get(link, follow=True)
    new = "another long sentence 7"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    sign_in(Client(), customer, new)
    assert elsewhere.get("/accounts/").status_code == 302, "the old session has ended"


def test_asking_to_reset_an_unknown_address_says_the_same(client: Client, mails: Mails) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "nobody@mail.example"})
    assert answer["Location"] == "/accounts/password/reset/done/"
    assert "no account with us" in body(mails()[0])


def test_a_forged_host_does_not_choose_where_a_one_time_link_leads(
    client: Client, customer: User, mails: Mails, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.OCTANT_URL = "https://support.kraken.example"
    client.post(
        "/accounts/password/reset/", {"email": customer.email}, headers={"host": "evil.example"}
    )
    text = body(mails()[0])
    assert "https://support.kraken.example/accounts/" in text
    assert "evil.example" not in text


def test_signing_in_gives_a_new_session(client: Client, customer: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["octant_session"] = session.session_key or ""
    before = client.cookies["octant_session"].value
    sign_in(client, customer)
    assert client.cookies["octant_session"].value != before


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("agent", "/desk/"),
        ("lead", "/desk/"),
        ("admin", "/desk/"),
        ("editor", "/editor/"),
        ("moderator", "/en/help/"),
        ("customer", "/en/help/"),
    ],
)
def test_after_signing_in_staff_go_to_work_and_others_back(
    client: Client, customer: User, role: str, home: str
) -> None:
    customer.role = role
    customer.save()
    form = {"login": customer.email, "password": PASSWORD, "next": "/en/help/"}
    assert client.post("/accounts/login/", form)["Location"] == home


def test_staff_are_sent_back_to_the_page_of_their_work_that_asked(
    client: Client, agent: User
) -> None:
    form = {"login": agent.email, "password": PASSWORD, "next": "/desk/t/7/"}
    assert client.post("/accounts/login/", form)["Location"] == "/desk/t/7/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(client: Client, customer: User, target: str) -> None:
    form = {"login": customer.email, "password": PASSWORD, "next": target}
    assert client.post("/accounts/login/", form)["Location"] == "/en/"


def test_sign_in_brings_the_language_chosen_in_the_settings(client: Client, customer: User) -> None:
    customer.language = "zh-hans"
    customer.save()
    answer = client.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
    assert answer.cookies["octant_language"].value == "zh-hans"
    assert answer["Location"] == "/zh-hans/"
    assert 'lang="zh-hans"' in client.get("/accounts/").content.decode()
