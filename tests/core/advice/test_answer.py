"""What customers are told of the surfaces: why, when, what it costs, what to have ready."""

from datetime import UTC, datetime

import pytest
from tests.core.advice.closed import SUNDAY

from octant.core.advice.answer import advise
from octant.core.advice.facts import gather
from octant.kit import clock

MONDAY = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_account_in_other_hands_is_frozen_first_and_then_told_to_a_person() -> None:
    for text, language in (
        ("someone got into my account and withdrew my coins", "en"),
        ("有人登录了我的账户把币提走了", "zh-hans"),
    ):
        found = advise(text, language=language)
        assert found.freeze_first
        assert found.read.urgency == "critical"
        assert {way.key for way in found.ways[:2]} == {"live_chat", "phone"}


def test_the_line_for_accounts_in_danger_never_shuts_and_the_other_one_says_when_it_opens() -> None:
    with clock.moved(SUNDAY - clock.now()):
        danger = gather(category="", language="en", kind="takeover")["phone"]
        usual = gather(category="", language="en", kind="question")["phone"]
        said = advise("please call me about my verification", language="en")
    assert (danger.open, danger.number) == (True, "+1 555 0199")
    assert usual.open is False
    assert usual.minutes in (19 * 60, 19 * 60 - 1)
    phone = next(way for way in said.ways if way.key == "phone")
    assert any("opens on Monday, 07:00 UTC" in sentence for sentence in phone.why)
    with clock.moved(MONDAY - clock.now()):
        assert gather(category="", language="en", kind="question")["phone"].open is True


def test_nobody_on_duty_is_said_only_where_the_system_runs() -> None:
    running = advise("my order is stuck", language="en", live=True).ways
    stopped = advise("my order is stuck", language="en", live=False).ways
    said = {way.key: " ".join(way.why) for way in running}["live_chat"]
    assert "Nobody is on duty" in said
    assert "Nobody is on duty" not in {w.key: " ".join(w.why) for w in stopped}["live_chat"]


def test_the_best_that_cannot_be_used_yet_is_named_together_with_the_next_best() -> None:
    found = advise("what is a blockchain", language="en")
    assert found.ways[0].key == "learn"
    assert not found.ways[0].available
    assert found.first_usable is not None and found.first_usable.available
    assert "Learn would suit you best" in found.instead
    assert str(found.first_usable.surface.name) in found.instead


def test_only_what_is_missing_is_to_be_had_ready() -> None:
    bare = advise("my withdrawal has not arrived", language="en", category="funding/withdrawals")
    told = advise(
        "my withdrawal FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt of yesterday 14:05 UTC has not arrived",
        language="en",
        category="funding/withdrawals",
    )
    chat = [next(w for w in a.ways if w.key == "live_chat") for a in (bare, told)]
    assert any("deposit or withdrawal" in each for each in chat[0].prepare)
    assert not any("deposit or withdrawal" in each for each in chat[1].prepare)
    assert not any("when it happened" in each for each in chat[1].prepare)


def test_what_the_customer_corrects_stands_above_what_was_understood() -> None:
    text = "how do I change my password"
    assert advise(text, language="en").ways[0].key == "help_center"
    corrected = advise(text, language="en", urgency="high", complexity="moderate")
    assert corrected.ways[0].key == "live_chat"
    assert advise(text, language="en", preference="write").ways[0].key == "email"
    spoken = advise("please call me", language="en", preference="none")
    assert spoken.read.preference == ""


def test_calls_cost_what_the_workspace_says_and_the_rest_is_free() -> None:
    for language, word in (("en", "Example rate"), ("zh-hans", "示例资费")):
        costs = {way.key: way.cost for way in advise("help", language=language).ways}
        assert word in costs["phone"]
        assert costs["email"] in ("Free", "免费")


def test_every_surface_says_why_in_the_readers_language() -> None:
    for way in advise("我的提币卡住了", language="zh-hans").ways:
        assert way.why
        assert all(not sentence.isascii() for sentence in way.why)
