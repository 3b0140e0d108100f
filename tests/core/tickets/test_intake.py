"""What is needed, found and asked for; and whose records are shown to whom."""

import time

import pytest
from django.utils import translation
from tests.core.exchange.proofs import of

from octant.core.exchange.port import ExchangeUnavailable
from octant.core.exchange.proof import Assured
from octant.core.ports.assurance import Assurance
from octant.core.tickets import intake
from octant.core.tickets.intake import estimate, kept, look, shown, still

pytestmark = pytest.mark.django_db
OLIVIA, ZHANG = "AA41 N84G QK7T 2WRA", "AA73 N84G H5PX NB6Q"
HERS = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt"
HIS = "FT5j73N-yJd1r4ccGps0QEg9ocTfTO"


def of_withdrawals(text: str, who: Assured | None = None) -> intake.Intake:
    return look(category="funding/withdrawals", text=text, language="en", who=who)


def names(found: intake.Intake) -> list[str]:
    return [need.name for need in found.missing]


def test_a_guest_is_asked_and_hears_of_no_records() -> None:
    found = of_withdrawals(f"where is {HERS}?")
    assert names(found) == ["moment"]
    assert all(each.record is None for each in found.details)
    assert all(not need.picks for need in found.needs)
    assert "SOL" not in str(shown(found))
    assert names(of_withdrawals("where is it?")) == ["transfer", "moment"]


@pytest.mark.parametrize(
    "level", [Assurance.ANONYMOUS, Assurance.CLAIMED, Assurance.VERIFIED_EMAIL]
)
def test_below_signing_in_nobody_is_shown_anything(level: Assurance) -> None:
    found = of_withdrawals(f"where is {HERS}?", of(OLIVIA, level))
    assert shown(found) == shown(of_withdrawals(f"where is {HERS}?"))


def test_the_owner_picks_of_their_own_withdrawals_newest_first() -> None:
    found = of_withdrawals("where is it?", of(OLIVIA))
    transfer, moment = found.needs
    assert [pick.kind for pick in transfer.picks] == ["withdrawal", "withdrawal"]
    assert transfer.picks[0].id == HERS
    assert moment.picks == ()
    row = shown(found)["needs"][0]
    assert row["picks"][0]["about"] == "Withdrawal · 40 SOL · pending"
    assert row["found"] == []


def test_what_is_theirs_is_matched_and_tells_when() -> None:
    found = of_withdrawals(f"where is {HERS}?", of(OLIVIA))
    assert found.missing == ()
    told = shown(found)["needs"]
    assert told[0]["found"] == [{"value": HERS, "at": "", "own": "Withdrawal · 40 SOL · pending"}]
    assert told[1]["found"][0]["at"]
    assert kept(found) == {
        "found": [{"kind": "transfer", "value": HERS, "own": True}],
        "missing": [],
    }


def test_what_is_somebody_elses_is_not_matched() -> None:
    found = of_withdrawals(f"where is {HIS}?", of(OLIVIA))
    assert names(found) == ["moment"]
    assert found.details[0].record is None


def test_orders_are_offered_for_orders() -> None:
    found = look(category="trading/orders", text="it did not fill", language="en", who=of(ZHANG))
    assert {pick.kind for pick in found.needs[0].picks} == {"order", "trade"}


def test_an_exchange_that_does_not_answer_costs_the_picks_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Silent:
        def find(self, *args: object, **more: object) -> list[object]:
            raise ExchangeUnavailable("The exchange does not answer.")

        references = find

    monkeypatch.setattr(intake, "exchange", Silent)
    assert names(of_withdrawals("where is it?", of(OLIVIA))) == ["transfer", "moment"]
    assert names(of_withdrawals(f"where is {HERS}?", of(OLIVIA))) == ["moment"]


def test_without_an_offer_the_exchange_is_asked_only_for_what_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Never:
        def __init__(self) -> None:
            raise AssertionError("nobody was to be asked")

    monkeypatch.setattr(intake, "exchange", Never)
    found = look(category="trading/orders", text="why?", language="en", who=of(OLIVIA), offer=False)
    assert names(found) == ["order", "moment"]


def test_a_topic_without_needs_asks_for_nothing() -> None:
    found = look(category="fees/fees", text="what does it cost?", language="en", who=of(OLIVIA))
    assert shown(found) == {"needs": [], "estimate": "", "words": {}}


def test_the_answer_is_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        said = shown(of_withdrawals("提现没到", of(OLIVIA)))
    assert said["needs"][0]["label"] == "充值或提现"
    assert said["needs"][0]["picks"][0]["about"] == "提现 · 40 SOL · 处理中"
    assert said["words"]["title"] == "客服处理时需要的信息"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (10, "few seconds"), (40, "half a minute"), (60, "1 minute"), (120, "2 minutes")],
)
def test_the_time_is_said_in_words(seconds: int, words: str) -> None:
    assert words in estimate(seconds)


def test_an_order_of_records_saves_time() -> None:
    assert of_withdrawals("x", of(OLIVIA)).seconds < of_withdrawals("x").seconds


def test_what_is_said_later_is_no_longer_missing() -> None:
    noted = kept(of_withdrawals("where is it?"))
    assert noted == {"found": [], "missing": ["transfer", "moment"]}
    found, missing = still(noted, f"it is {HIS}", "en")
    assert (found, missing) == ([("transfer", HIS, False)], ["moment"])


@pytest.mark.parametrize(
    "noted",
    [None, 3, [], {"found": 3, "missing": "x"}, {"found": [1, {}], "missing": [None, {}, "what"]}],
)
def test_whatever_is_noted_nothing_breaks(noted: object) -> None:
    _found, missing = still(noted, "on Monday", "en")
    assert missing == []


@pytest.mark.parametrize(
    "piece", ["1 BTC ", "提示“", 'error "', "2025年1月到", "a.b-c@", "@a_", "Chrome"]
)
def test_a_hundred_thousand_characters_are_read_in_linear_time(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    begin = time.process_time()
    look(category="api/errors", text=text, language="zh-hans")
    assert time.process_time() - begin < 2.0
