"""Words dressed up, and requests in pieces: the guard reads them as people do."""

import pytest
from eval.guard.run import LANGUAGES, cases

from octant.core.safety.guard import Never, Said, check, check_with


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please share your p@ssw0rd.", Never.PASSWORD),
        ("Please send me your раssword.", Never.PASSWORD),  # Cyrillic letters
        ("Give me y0ur 2FA c0de.", Never.TWO_FACTOR_CODE),
        ("Send me your s e e d p h r a s e.", Never.SEED_WORDS),
        ("把您的密-码发给我。", Never.PASSWORD),
        ("密。码。发。给。我。", Never.PASSWORD),
        ("麻烦把 助.记.词 发过来。", Never.SEED_WORDS),
        ("请把您的mima发给我。", Never.PASSWORD),
        ("咱们薇信聊吧。", Never.OFF_PLATFORM),
        ("Start LuckyDesk and read me the number.", Never.REMOTE_ACCESS),
    ],
)
def test_a_disguise_is_taken_off(text: str, kind: Never) -> None:
    assert kind in {ask.kind for ask in check(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Your order OQCLML-BW3P3-BUCMWZ has been filled.",
        "Please write to refunds@kraken.example with the hash 0x3fa91b0c7de4.",
        "The fee is 0.0004 BTC; the help desk answers at 9 a.m.",
        "周一-周五 9:00-18:00，请把交易哈希发给我。",
        "A reviewer looks at it and tells you here.",
    ],
)
def test_ordinary_signs_and_numbers_are_no_disguise(text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_wordings_made_to_evade_are_stopped_as_measured(language: str) -> None:
    """Floors below the figures of eval/guard/README.md."""
    for part, stopped, passed in (("evade", 0.8, 0.98), ("unseen", 0.66, 0.99)):
        for verdict, floor in (("stop", stopped), ("pass", passed)):
            found = [case for case in cases(language, part) if case.kind == verdict]
            right = [case for case in found if bool(check(case.text)) == (verdict == "stop")]
            assert len(right) / len(found) >= floor, (part, verdict)


def talk(*lines: str) -> set[Never]:
    """What the last line asks for after the others; the customer's begin with >."""
    *before, last = lines
    earlier = [Said(line.lstrip("> "), ours=not line.startswith(">")) for line in before]
    return {ask.kind for ask in check_with(last, earlier)}


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Please send me your", "password"), Never.PASSWORD),
        (("please tell me", "the", "2FA code"), Never.TWO_FACTOR_CODE),
        (("please send me your", "p", "a", "s", "s", "w", "o", "r", "d"), Never.PASSWORD),
        (("请把您的", "密码", "发给我"), Never.PASSWORD),
        (
            ("You got a verification code by text.", "> yes", "Please send it to me."),
            Never.TWO_FACTOR_CODE,
        ),
        (("您收到验证码了吧", "> 收到了", "发给我"), Never.TWO_FACTOR_CODE),
        (
            ("Do you have your recovery phrase?", "> yes I do", "paste it here please"),
            Never.SEED_WORDS,
        ),
    ],
)
def test_a_request_in_pieces_is_one_request(lines: tuple[str, ...], kind: Never) -> None:
    assert kind in talk(*lines)
    assert all(not talk(line) for line in lines if not line.startswith(">"))


@pytest.mark.parametrize(
    "lines",
    [
        ("> I changed my password yesterday", "Please send me the transaction hash"),
        ("您重置过密码", "请把截图发给我"),
        ("> 我忘了密码", "好的", "请点登录页的忘记密码"),
        ("Never share your password with anybody.", "> ok", "Please send it to me."),
        ("Your password was changed at 10:02.", "> what now", "Please send me a screenshot."),
        ("Have you got a hash?", "> yes", "Please send it to me."),
        ("您好", "请把交易哈希发给我"),
        ("your", "order", "has been filled"),
    ],
)
def test_an_ordinary_talk_is_not_stopped(lines: tuple[str, ...]) -> None:
    assert not talk(*lines)


def test_what_was_asked_before_is_not_found_again() -> None:
    assert not talk("Please send me your password", "thanks")
