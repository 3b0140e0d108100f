"""What every exchange adapter keeps to, whatever stands behind it."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from tests.core.exchange.proofs import of

from octant.core.exchange.adapters import demo
from octant.core.exchange.adapters.demo import DemoExchange
from octant.core.exchange.port import CannotConfirm, Exchange, ExchangeUnavailable
from octant.core.ports.assurance import Assurance
from octant.kit.errors import NotAllowed

OWNER, CONFIRMED = Assurance.SIGNED_IN, Assurance.STEPPED_UP
CALLS: dict[str, Callable[[Exchange, str, Assurance], object]] = {
    "account": lambda e, a, level: e.account(a, assurance=of(a, level)),
    "references": lambda e, a, level: e.references(a, assurance=of(a, level)),
    "find": lambda e, a, level: e.find(a, "x", assurance=of(a, level)),
    "freeze": lambda e, a, level: e.freeze(a, assurance=of(a, level), reason="x"),
    "ask": lambda e, a, level: e.ask(a, assurance=of(a, level), key="x"),
    "asked": lambda e, a, level: e.asked(a, "x", assurance=of(a, level)),
}
NEEDS = dict.fromkeys(CALLS, OWNER) | {"freeze": CONFIRMED}
TOO_LITTLE = [(call, level) for call in CALLS for level in Assurance if level < NEEDS[call]]


@pytest.fixture
def account() -> str:
    """One with orders, trades, deposits and withdrawals."""
    return next(iter(demo._accounts()))


@pytest.mark.parametrize(("name", "level"), TOO_LITTLE)
def test_nothing_is_told_or_done_below_the_assurance_it_needs(
    exchange: Exchange, account: str, level: Assurance, name: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        CALLS[name](exchange, account, level)
    assert refused.value.code == "assurance_too_low"


@pytest.mark.parametrize("level", [OWNER, Assurance.STEPPED_UP])
def test_the_owner_sees_the_account(exchange: Exchange, account: str, level: Assurance) -> None:
    found = exchange.account(account, assurance=of(account, level))
    assert found is not None
    assert (found.id, found.status) == (account, "active")
    assert found.created_at is not None and found.created_at.tzinfo is not None


@pytest.mark.parametrize("unknown", ["", "AA00", "../AA00", "a/b?c=d#e", "钱包", "x" * 2000, "%00"])
def test_an_unknown_account_is_nothing_and_not_an_error(exchange: Exchange, unknown: str) -> None:
    assert exchange.account(unknown, assurance=of(unknown)) is None
    assert exchange.references(unknown, assurance=of(unknown)) == []
    assert exchange.find(unknown, "text", assurance=of(unknown)) == []


def test_references_come_newest_first_and_no_more_than_asked(
    exchange: Exchange, account: str
) -> None:
    found = exchange.references(account, assurance=of(account), limit=3)
    times = [each.at for each in found if each.at]
    assert len(found) == 3
    assert times == sorted(times, reverse=True)


def test_references_of_a_kind_are_only_of_that_kind(exchange: Exchange, account: str) -> None:
    found = exchange.references(account, assurance=of(account), kinds=("deposit", "withdrawal"))
    assert {each.kind for each in found} == {"deposit", "withdrawal"}


def test_ids_and_hashes_in_a_text_are_found(exchange: Exchange, account: str) -> None:
    own = exchange.references(account, assurance=of(account), limit=100)
    hashed = next(each for each in own if each.txid)
    order = next(each for each in own if each.kind == "order")
    text = f"My order {order.id} and this one, {hashed.txid}, please"
    found = exchange.find(account, text, assurance=of(account))
    assert {each.id for each in found} == {order.id, hashed.id}


def test_another_accounts_objects_are_not_found(exchange: Exchange, account: str) -> None:
    other = list(demo._accounts())[1]
    theirs = exchange.references(other, assurance=of(other))[0]
    assert exchange.find(account, f"look at {theirs.id}", assurance=of(account)) == []


def test_a_freeze_locks_and_repeating_it_changes_nothing(exchange: Exchange, account: str) -> None:
    for _again in range(2):
        frozen = exchange.freeze(account, assurance=of(account, CONFIRMED), reason="a stranger")
        assert {"sign_in", "withdrawals"} <= set(frozen.what)
    found = exchange.account(account, assurance=of(account))
    assert found is not None and found.status == "locked"


def test_an_account_that_is_unknown_there_is_never_said_to_be_frozen(exchange: Exchange) -> None:
    with pytest.raises(ExchangeUnavailable):
        exchange.freeze("AA00", assurance=of("AA00", CONFIRMED), reason="x")


def test_the_exchange_asks_its_customer_once_and_shows_a_number(
    exchange: Exchange, account: str, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    first = exchange.ask(account, assurance=of(account), key="one")
    again = exchange.ask(account, assurance=of(account), key="one")
    assert first == again and first.state == "pending" and first.number
    assert exchange.asked(account, first.id, assurance=of(account)) == first


def test_a_question_nobody_asked_has_expired(exchange: Exchange, account: str) -> None:
    assert exchange.asked(account, "none", assurance=of(account)).state == "expired"


def test_another_customers_question_is_none_of_mine(
    exchange: Exchange, account: str, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    other = list(demo._accounts())[1]
    theirs = exchange.ask(other, assurance=of(other), key="theirs")
    assert exchange.asked(account, theirs.id, assurance=of(account)).state == "expired"


def test_without_an_exchange_nobody_confirms_outside_a_demonstration(
    account: str, db: None, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = False
    with pytest.raises(CannotConfirm):
        DemoExchange().ask(account, assurance=of(account), key="x")


@pytest.mark.parametrize(("yes", "state"), [(True, "confirmed"), (False, "refused")])
def test_in_the_demonstration_the_customer_answers_once(
    account: str, db: None, settings: LazySettings, yes: bool, state: str
) -> None:
    settings.OCTANT_DEMO = True
    near = DemoExchange()
    near.ask(account, assurance=of(account), key="x")
    demo.answer_in_demo(account=account, key="x", yes=yes)
    demo.answer_in_demo(account=account, key="x", yes=not yes)
    assert near.asked(account, "x", assurance=of(account)).state == state


def test_both_adapters_tell_the_same(over_http: Exchange, account: str) -> None:
    near = DemoExchange()
    assert over_http.account(account, assurance=of(account)) == near.account(
        account, assurance=of(account)
    )
    assert over_http.references(account, assurance=of(account)) == near.references(
        account, assurance=of(account)
    )


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_proof_about_one_customer_opens_no_other_account(
    exchange: Exchange, account: str, call: Callable[..., object]
) -> None:
    other = next(each for each in demo._accounts() if each != account)

    class Confused:
        """Hands every call the proof of `other`."""

        def __getattr__(self, name: str) -> Callable[..., object]:
            def made(asked: str, *args: object, **given: object) -> object:
                proof = of(other, CONFIRMED)
                return getattr(exchange, name)(asked, *args, **{**given, "assurance": proof})

            return made

    with pytest.raises(NotAllowed):
        call(Confused(), account, CONFIRMED)


def test_proof_cannot_be_raised_afterwards(account: str) -> None:
    proof = of(account, Assurance.CLAIMED)
    with pytest.raises(AttributeError):
        proof.level = Assurance.STEPPED_UP
