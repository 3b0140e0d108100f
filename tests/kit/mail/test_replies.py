"""Of a reply only the new words are shown, and nothing is ever lost."""

import pytest
from eval.mail.replies import Case, chinese_cases, is_right, other_cases
from hypothesis import given
from hypothesis import strategies as st

from octant.kit.mail.replies import split_reply

ATTRIBUTION = "On Mon, May 20, 2024 at 10:12 AM K <k@k.example> wrote:"


@pytest.mark.parametrize("case", [*chinese_cases(), *other_cases()], ids=lambda case: case.name)
def test_a_reply_in_the_layout_of_a_known_program_is_split(case: Case) -> None:
    assert is_right(case, blanks_count=False)


@pytest.mark.parametrize(
    "marker",
    [
        "On Mon, May 20, 2024 at 10:12 AM K <k@k.example> wrote:",
        "Am 20.05.2024 um 10:12 schrieb K <k@k.example>:",
        "Le lun. 20 mai 2024 à 10:12, K <k@k.example> a écrit :",
        "El lun, 20 may 2024 a las 10:12, K (<k@k.example>) escribió:",
        "Il giorno lun 20 mag 2024 alle ore 10:12 K <k@k.example> ha scritto:",
        "Em seg., 20 de mai. de 2024 às 10:12, K <k@k.example> escreveu:",
        "Op ma 20 mei 2024 om 10:12 schreef K <k@k.example>:",
        "пн, 20 мая 2024 г. в 10:12, K <k@k.example>:",
        "pon., 20 maj 2024 o 10:12 K <k@k.example> napisał(a):",
        "Den mån 20 maj 2024 kl 10:12 skrev K <k@k.example>:",
    ],
)
def test_attributions_of_gmail_in_european_languages_are_known(marker: str) -> None:
    split = split_reply(f"New\n\n{marker}\n\n> old\n")
    assert (split.reply, split.quoted) == ("New", f"{marker}\n\n> old")


def test_answers_between_quotes_stay_with_what_they_answer() -> None:
    text = "On Mon, May 20, 2024 at 10:12 AM K <k@k.example> wrote:\n> one?\n\nyes\n\n> two?\n\nno"
    assert split_reply(text).reply == "> one?\n\nyes\n\n> two?\n\nno"


def test_a_signature_is_apart() -> None:
    split = split_reply("Hello\n\n-- \nWang\n+86 000\n")
    assert (split.reply, split.signature) == ("Hello", "-- \nWang\n+86 000")


def test_a_sentence_about_a_wallet_is_no_signature() -> None:
    text = "Which one?\n\nSent from my wallet 0xabc"
    assert split_reply(text).reply == text


def test_mail_headers_that_somebody_shows_us_stay() -> None:
    text = "I got this:\n\nFrom: K <k@evil.example>\nDate: today\nSubject: Airdrop\n\nClick"
    assert split_reply(text).reply == text


@given(
    st.lists(
        st.sampled_from(
            [
                "words",
                "",
                "> quote",
                "-- ",
                "----",
                "From: a",
                "Date: b",
                "To: c",
                "Subject: d",
                "On Mon, May 20, 2024 at 10:12 AM K <k@k.example> wrote:",
                "发自我的 iPhone",
            ]
        ),
        max_size=25,
    )
)
def test_no_line_is_ever_lost(lines: list[str]) -> None:
    split = split_reply("\n".join(lines))
    parts = f"{split.reply}\n{split.quoted}\n{split.signature}".split("\n")
    assert sorted(each.strip() for each in parts if each.strip()) == sorted(
        each.strip() for each in lines if each.strip()
    )
