"""An exchange that is slow, broken or lying must not take support down with it."""

import json

import pytest
from tests.core.exchange.proofs import of
from tests.core.exchange.server import KEY, FakeExchange

from octant.core.exchange.adapters.http import HttpExchange
from octant.core.exchange.port import CannotConfirm, ExchangeUnavailable
from octant.core.ports.assurance import Assurance

OWNER = Assurance.SIGNED_IN
GARBAGE = [b"", b"{", b"[]", b"[1]", b"null", b'"x"', b"\xff\xfe", b"<html>", b"7"]


@pytest.fixture
def account(far: FakeExchange) -> str:
    return next(iter(far.accounts))


def test_requests_carry_the_key_and_the_assurance(
    over_http: HttpExchange, far: FakeExchange, account: str
) -> None:
    over_http.account(account, assurance=of(account, Assurance.STEPPED_UP))
    assert far.seen[0][0] == "GET"
    assert far.seen[0][2] == "stepped_up"


def test_a_wrong_key_is_an_exchange_that_cannot_be_read(far: FakeExchange, account: str) -> None:
    stranger = HttpExchange(far.address, key="wrong", timeout_seconds=2)
    with pytest.raises(ExchangeUnavailable):
        stranger.account(account, assurance=of(account))


@pytest.mark.parametrize("status", [301, 400, 401, 403, 429, 500, 502, 503])
def test_an_error_is_one_domain_error_with_a_sentence(
    over_http: HttpExchange, far: FakeExchange, account: str, status: int
) -> None:
    far.fault = (status, b"oops")
    with pytest.raises(ExchangeUnavailable) as refused:
        over_http.references(account, assurance=of(account))
    assert (refused.value.code, refused.value.status) == ("exchange_unavailable", 503)


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_is_an_exchange_that_cannot_be_read(
    over_http: HttpExchange, far: FakeExchange, account: str, body: bytes
) -> None:
    far.fault = (200, body)
    for call in (over_http.account, over_http.references):
        with pytest.raises(ExchangeUnavailable):
            call(account, assurance=of(account))


@pytest.mark.parametrize(
    "answer",
    [
        {"references": None},
        {"references": [7]},
        {"references": [{"id": "x"}]},
        {"references": [{"kind": "order", "id": "x", "at": "yesterday"}]},
        {"references": [{"kind": "order", "id": "x", "detail": [1]}]},
    ],
)
def test_answers_that_break_the_contract_are_refused(
    over_http: HttpExchange, far: FakeExchange, account: str, answer: object
) -> None:
    far.fault = (200, json.dumps(answer).encode())
    with pytest.raises(ExchangeUnavailable):
        over_http.references(account, assurance=of(account))


def test_a_slow_exchange_is_given_up(far: FakeExchange, account: str) -> None:
    far.delay_seconds = 1.0
    hasty = HttpExchange(far.address, key=KEY, timeout_seconds=0.1)
    with pytest.raises(ExchangeUnavailable):
        hasty.account(account, assurance=of(account))


def test_an_exchange_that_is_not_there_is_given_up(account: str) -> None:
    nowhere = HttpExchange("http://127.0.0.1:9", key=KEY, timeout_seconds=1)
    with pytest.raises(ExchangeUnavailable):
        nowhere.account(account, assurance=of(account))


def test_a_freeze_that_found_no_account_is_not_passed_off_as_done(
    over_http: HttpExchange,
) -> None:
    with pytest.raises(ExchangeUnavailable):
        over_http.freeze("AA00", assurance=of("AA00", Assurance.STEPPED_UP), reason="x")


def test_a_freeze_tells_why_in_at_most_two_hundred_letters(
    over_http: HttpExchange, far: FakeExchange, account: str
) -> None:
    confirmed = of(account, Assurance.STEPPED_UP)
    over_http.freeze(account, assurance=confirmed, reason="r" * 1000)
    assert far.frozen == {account: "r" * 200}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({}, ("sign_in", "withdrawals")),
        ({"frozen": ["api_keys"]}, ("api_keys",)),
        ({"frozen": []}, ("sign_in", "withdrawals")),
    ],
)
def test_the_exchange_says_what_it_shut(
    over_http: HttpExchange,
    far: FakeExchange,
    account: str,
    body: dict[str, object],
    what: tuple[str, ...],
) -> None:
    far.fault = (200, json.dumps(body).encode())
    confirmed = of(account, Assurance.STEPPED_UP)
    assert over_http.freeze(account, assurance=confirmed, reason="x").what == what


@pytest.mark.parametrize("body", GARBAGE)
def test_a_garbled_answer_is_no_freeze_and_no_confirmation(
    over_http: HttpExchange, far: FakeExchange, account: str, body: bytes
) -> None:
    far.fault = (200, body)
    with pytest.raises(ExchangeUnavailable):
        over_http.freeze(account, assurance=of(account, Assurance.STEPPED_UP), reason="x")
    with pytest.raises(ExchangeUnavailable):
        over_http.asked(account, "x", assurance=of(account))


@pytest.mark.parametrize("state", ["yes", "CONFIRMED", "", None, True])
def test_a_state_that_the_contract_does_not_know_confirms_nobody(
    over_http: HttpExchange, far: FakeExchange, account: str, state: object
) -> None:
    far.fault = (200, json.dumps({"state": state}).encode())
    with pytest.raises(ExchangeUnavailable):
        over_http.asked(account, "x", assurance=of(account))


def test_an_exchange_without_an_app_to_ask_in_says_so(
    over_http: HttpExchange, far: FakeExchange, account: str
) -> None:
    far.confirms = False
    with pytest.raises(CannotConfirm):
        over_http.ask(account, assurance=of(account), key="x")
