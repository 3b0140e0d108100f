"""Passwords of our own words, addresses of our own domains, and what sign-in writes in the log."""

import logging

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from structlog.testing import capture_logs
from tests.conftest import PASSWORD
from tests.core.people.conftest import set_up_totp, sign_in

from octant.core.people.models import User
from octant.core.people.own_addresses import is_ours
from octant.core.people.passwords import own_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password", ["KrakenSupport2026!", "octant-exchange-1", "bitcoinwallet99", "CryptoTrading12345"]
)
def test_words_of_this_place_with_a_number_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "own_words" in [each.code for each in refused.value.error_list]


@pytest.mark.parametrize(
    "password", [PASSWORD, "my kraken likes tea at dawn", "x" * 64, "密码" * 9]
)
def test_any_other_password_of_twelve_letters_will_do(password: str) -> None:
    validate_password(password)
    assert "kraken" in own_words()


def test_a_long_password_is_taken_whole(client: Client, customer: User) -> None:
    long = "a long one with spaces " * 5
    customer.set_password(long)
    customer.save()
    wrong = {"login": customer.email, "password": long[:-9]}
    assert client.post("/accounts/login/", wrong).status_code == 200
    sign_in(client, customer, long)


def test_an_address_of_ours_is_ours_however_it_is_written() -> None:
    for email in ("a@kraken.example", "a@KRAKEN.example.", "a@support.kraken.example"):
        assert is_ours(email)
    for email in (
        "a@notkraken.example",
        "kraken.example@mail.example",
        "a@kraken.example.org",
        "x",
    ):
        assert not is_ours(email)


def test_the_log_tells_of_sign_ins_good_and_bad_without_address_or_password(
    client: Client, customer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with capture_logs() as lines:
        client.post("/accounts/login/", {"login": customer.email, "password": "not this at all"})
        sign_in(client, customer)
        set_up_totp(client)
        fresh = Client()
        fresh.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
        fresh.post("/accounts/2fa/authenticate/", {"code": "000000"})
    told = [(line["event"], line.get("by")) for line in lines if "sign" in line["event"]]
    assert told == [
        ("sign_in_failed", "password"),
        ("signed_in", ["password"]),
        ("sign_in_failed", "totp"),
    ]
    assert customer.email not in str(lines) and PASSWORD not in str(lines)
