"""What two mails of one customer have in common, whatever their programs put before a subject."""

import pytest

from octant.channels.email.belonging import alike, plain_subject


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Deposit missing",
        "RE: Re[2]: Deposit missing",
        "AW: WG: Deposit missing",
        "R: I: Deposit missing",
        "Odp: Deposit missing",
        "SV: VS: Deposit missing",
        "Ответ: Deposit missing",
        "回复：转发： Deposit missing",
        "答复: Deposit  missing",
        "Deposit missing",
    ],
)
def test_prefixes_in_any_language_are_no_part_of_a_subject(subject: str) -> None:
    assert plain_subject(subject) == "Deposit missing"


@pytest.mark.parametrize("subject", ["Reset: 2FA", "Order: OABCDE", "Reward: not paid", "回复我"])
def test_what_only_begins_alike_stays(subject: str) -> None:
    assert plain_subject(subject) == subject


def test_the_same_said_again_is_alike_and_another_case_is_not() -> None:
    first = "My withdrawal of 0.5 BTC has not arrived since Monday. Please look into it."
    again = "Hello? My withdrawal of 0.5 BTC has not arrived since Monday!! Is anybody there?"
    assert alike(first, again)
    assert alike(
        "我的提现一直没有到账，请帮忙查询一下。", "我的提现一直没有到账！已经三天了，请查询"
    )
    assert not alike(
        "我的提现一直没有到账，请帮忙查询。", "我的账户无法登录，收不到验证码，请帮忙。"
    )
    assert not alike(first, "How do I close my account? I have no use for it any more.")
