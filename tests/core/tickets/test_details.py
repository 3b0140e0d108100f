"""What texts tell of their case."""

import time

import pytest

from octant.core.tickets.details import details_in
from octant.core.tickets.needs import missing, words

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def told(text: str, language: str = "en") -> set[tuple[str, str]]:
    return {(each.kind, each.value) for each in details_in(text, language)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 2026-11-28 14:05 UTC it failed", "2026-11-28 14:05 UTC"),
        ("at 14:05 on 28 Nov 2026", "14:05"),
        ("November 28, 2026 at 2:05 pm", "November 28, 2026 at 2:05 pm"),
        ("28th of November, around 3pm PST", "28th of November, around 3pm PST"),
        ("11月28日下午2点05分（北京时间）", "11月28日下午2点05分"),
        ("昨天晚上8点左右", "昨天晚上8点"),
        ("2026年11月28日 14:05", "2026年11月28日 14:05"),
        ("yesterday at 9:30 am", "yesterday at 9:30 am"),
        ("on Friday", "on Friday"),
        ("上周三", "上周三"),
    ],
)
def test_moments(text: str, value: str) -> None:
    assert any(each.kind == "moment" and each.value.startswith(value) for each in details_in(text))


@pytest.mark.parametrize(
    "text",
    ["my order did not fill", "the ratio is 3:2 of 10", "version 1.2.3", "我的提现没有到账", HASH],
)
def test_no_moments(text: str) -> None:
    assert not [each for each in details_in(text) if each.kind == "moment"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("call me at +1 650-253-0000 please", "en", ("phone", "+16502530000")),
        ("手机 138 0013 8000，谢谢", "zh-hans", ("phone", "+8613800138000")),
        ("Telegram: @mei_lin88", "en", ("telegram", "@mei_lin88")),
        ("我的电报号是 mei_lin88", "zh-hans", ("telegram", "mei_lin88")),
        ("https://t.me/mei_lin88", "en", ("telegram", "mei_lin88")),
        ("skype live:mei.lin_1", "en", ("skype", "live:mei.lin_1")),
        ("on the withdrawal page", "en", ("page", "withdrawal page")),
        ("在提现页面报错", "zh-hans", ("page", "在提现页面")),
        ("POST /0/private/AddOrder fails", "en", ("page", "POST /0/private/AddOrder")),
        (f"hash {HASH}", "en", ("hash", HASH)),
    ],
)
def test_the_rest(text: str, language: str, found: tuple[str, str]) -> None:
    assert found in told(text, language)


@pytest.mark.parametrize(
    "text",
    ["order OABCDE-FGHIJ-KLMNOP", HASH, "FTQcuak-V6Za8qrWnhzTx67yYHz8Tg", "0.12345678 BTC",
     "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "card ends in 4242", "2026-11-28 14:05:33"],
)  # fmt: skip
def test_no_phone_where_none_is(text: str) -> None:
    for language in ("en", "zh-hans"):
        assert not [kind for kind, _value in told(text, language) if kind == "phone"]


@pytest.mark.django_db
def test_what_is_missing_follows_the_topic() -> None:
    asked = missing("", "My withdrawal has not arrived", [])
    assert words(asked) == [
        "the id of the deposit or withdrawal, or the transaction hash",
        "when it happened, with your time zone",
    ]
    told_all = details_in(f"withdrawal {HASH} on 2026-11-28 14:05")
    assert missing("", "My withdrawal has not arrived", told_all) == []
    assert len(missing("trading/orders", "x", [])) == 2
    assert missing("", "Thank you for your help", []) == []


def test_it_is_linear() -> None:
    for piece in ("11月", "1:", "a b ", "28 ", "telegram ", "+1 650 ", "skype: ", "2026-"):
        begin = time.process_time()
        details_in(piece * 20_000)
        assert time.process_time() - begin < 2.0, piece
