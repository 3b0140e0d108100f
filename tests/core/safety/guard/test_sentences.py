"""What may be said to a customer, and what never: the sentences of eval/guard and more."""

import pytest
from eval.guard.run import LANGUAGES, cases, right, workspace_alarms

from octant.core.safety.guard import Never, check, check_article
from octant.project.settings import SOURCE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["stop", "pass"])
def test_every_sentence_that_was_tuned_for_comes_out_right(language: str, verdict: str) -> None:
    found = list(cases(language, verdict))
    assert len(found) >= 120
    assert [case.text for case in found if not case.held_out and not right(case)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_held_out_comes_out_right_as_measured(language: str) -> None:
    """Floors below the figures of eval/guard/README.md, so that a change for the worse shows."""
    for verdict, floor in (("stop", 0.95), ("pass", 0.97)):
        half = [case for case in cases(language, verdict) if case.held_out]
        assert sum(map(right, half)) / len(half) >= floor


def test_nothing_that_the_demo_publishes_is_stopped() -> None:
    texts, alarms = workspace_alarms(SOURCE / "workspaces" / "kraken")
    assert texts > 200 and alarms == []


@pytest.mark.parametrize(
    "text",
    [
        "Please send me your p a s s w o r d.",
        "Please send me your pass\u200bword.",
        "ＰＬＥＡＳＥ ＳＥＮＤ ＭＥ ＹＯＵＲ ＰＡＳＳＷＯＲＤ.",
        "**Please** send me your *password*.",
        "Don't worry, just send me your password.",
        "I cannot find your account and need your password.",
        "Never mind the form, send me your password.",
        "Why don't you send me your password?",
        "請把您的密碼發給我。",
        "請 把 密 碼 發 給 我。",
        "别担心，把密码发给我就行。",
        "Hello!\n\nI had a look.\nPlease send me your password.\nBest, Mia",
        "- your password, please: send it to me",
        "您好，please send me your password 谢谢",
    ],
)
def test_dress_does_not_hide_a_request(text: str) -> None:
    assert Never.PASSWORD in {ask.kind for ask in check(text)}


@pytest.mark.parametrize(
    "text",
    [
        "We never ask for:\n- your password;\n- a code from your app: send it to nobody.",
        "Support never does any of this:\n- install AnyDesk on your computer\n- share your screen",
        "我们从不索要以下内容：\n- 提供密码\n- 把验证码发给我们",
        "We will never ask you to install AnyDesk, share your screen, or turn off 2FA.",
        "Do not type, paste or send your password anywhere.",
        "Never share your password, 2FA code or recovery phrase with anyone.",
        "密码、验证码和助记词都不要告诉任何人。",
        "Reset your password here.",
        "",
    ],
)
def test_a_warning_passes_however_it_is_laid_out(text: str) -> None:
    assert check(text) == ()


def test_the_finding_quotes_the_sentence_that_asks() -> None:
    (ask,) = check("Thank you for waiting. Please tell me your master key! Then I go on.")
    assert (ask.kind, ask.quote) == (Never.MASTER_KEY, "Please tell me your master key!")


def test_a_secret_named_in_the_sentence_before_is_the_one_that_is_asked_for() -> None:
    assert {a.kind for a in check("You got a verification code. Please send it to me.")} == {
        Never.TWO_FACTOR_CODE
    }
    assert check("Your deposit has come. Please send it to me.") == ()


@pytest.mark.parametrize(
    ("harmless", "asks"),
    [
        (
            "To open an account, give an email address and a password.",
            "Give us your email address and the password.",
        ),
        (
            "Copy the receiving address of your account or scan its code.",
            "Open the app of your account and send its code.",
        ),
    ],
)
def test_a_new_password_and_a_picture_of_an_address_are_no_secret(harmless: str, asks: str) -> None:
    assert not check_article(harmless)
    assert check_article(asks)


def test_an_article_may_tell_how_a_setting_is_changed() -> None:
    told = "Turn off two-factor authentication under Security."
    assert {ask.kind for ask in check(told)} == {Never.SECURITY_CHANGE}
    assert check_article(told) == ()
    assert check_article("Send us your password.") != ()


@pytest.mark.parametrize(
    "unit", ["send, or ", "请把密码，", "move ", "a ", "please tell me the ", "转", "((", "…\u200b"]
)
def test_a_long_text_is_looked_at_in_pieces_and_still_judged(unit: str) -> None:
    text = unit * (60_000 // len(unit)) + "\nPlease send me your password."
    assert Never.PASSWORD in {ask.kind for ask in check(text)}
