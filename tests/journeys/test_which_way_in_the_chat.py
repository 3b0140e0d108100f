"""The launcher's compact advice: open the chat's window, ask which way suits, take one."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import LANGUAGES, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
EVIDENCE = (
    "fourteen trades do not match my statement, spreadsheet and screenshots attached",
    "有十四笔交易和对账单对不上，附上表格和截图",
)
STUCK = (
    "my order is stuck and I cannot cancel it, the price runs away",
    "我的订单卡住了撤不了单，价格都跑了",
)
TAKEN = ("someone got into my account and withdrew my coins", "有人登录了我的账户，把币都提走了")


def ask(reader: Person, said: tuple[str, str]) -> Locator:
    """Open the launcher on an ordinary page and ask; answers the window's advice."""
    reader.goto("/{lang}/")
    reader.page.locator("[data-launch]").click()
    reader.link("Not sure that chat is the right way?").click()
    which = reader.page.locator(".chat-which")
    which.locator("textarea").fill(reader.either(*said))
    reader.button("Show me the best way", which).click()
    expect(which.locator("li.card")).to_have_count(3)
    return which


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_leads_to_a_mail_that_is_begun(person: Someone, language: str) -> None:
    reader = person(language, DESK)
    which = ask(reader, EVIDENCE)
    best = which.locator("li.card").first
    expect(best).to_have_attribute("data-key", "email")
    mail = best.locator("a")
    expect(best.locator(".badge")).to_have_text(reader.words("Suits this best"))
    expect(mail).to_have_text(reader.words("Write the mail"))
    expect(mail).to_have_attribute("target", "_top")
    told = parse_qs(urlsplit(str(mail.get_attribute("href"))).query)
    assert reader.either(*EVIDENCE).startswith(told["subject"][0])
    assert reader.either(*EVIDENCE) in told["body"][0]
    expect(which.locator(f"a[href='/{language}/contact/']")).to_have_attribute("target", "_blank")
    assert axe(reader.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_begins_in_the_form_with_text_and_topic(person: Someone, language: str) -> None:
    reader = person(language, PHONE, "dark")
    which = ask(reader, STUCK)
    assert wider_than_the_window(reader.page) == 0
    assert axe(reader.page) == []
    which.locator("li.card[data-key=live_chat] button").click()
    form = reader.page.locator(".chat-form:not(.chat-which)")
    expect(form.locator("[name=text]")).to_have_value(reader.either(*STUCK))
    expect(form.locator("[name=category]")).to_have_value("trading/orders")
    expect(form.locator("[name=name]")).to_be_focused()
    assert axe(reader.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stolen_account_is_frozen_before_anything_is_ranked(
    person: Someone, language: str
) -> None:
    reader = person(language, PHONE)
    which = ask(reader, TAKEN)
    steps = which.locator("section > *")
    expect(steps.first).to_contain_text(reader.words("Freeze your account first"))
    expect(steps.first).to_be_in_viewport()
    assert axe(reader.page) == []
    with reader.context.expect_page() as opened:
        reader.link("Freeze my account").click()
    expect(opened.value).to_have_url(re.compile(f"/{language}/compromised/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_understood_is_corrected_in_the_window(person: Someone, language: str) -> None:
    reader = person(language, PHONE, "dark" if language == "en" else "light")
    which = ask(reader, STUCK)
    expect(which.locator("li.card").first).to_have_attribute("data-key", "live_chat")
    reading = which.locator(".chat-read")
    expect(reading.locator("select").first).to_be_hidden()
    reading.locator("summary").click()
    urgency = reading.get_by_label(reader.words("How urgent is it?"))
    expect(urgency).to_have_value("high")
    assert axe(reader.page) == []
    assert wider_than_the_window(reader.page) == 0
    wish = reading.get_by_label(reader.words("How would you like to be helped?"))
    wish.focus()
    wish.select_option("write")
    expect(which.locator("li.card").first).to_have_attribute("data-key", "email")
    expect(wish).to_have_value("write")
    expect(wish).to_be_focused()
    urgency.select_option("low")
    expect(which.locator("li.card[data-key=live_chat]")).to_contain_text(reader.words("Have ready"))
    expect(urgency).to_have_value("low")
    expect(wish).to_have_value("write")  # a correction stays while another is made


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_says_what_to_have_ready(person: Someone, language: str) -> None:
    reader = person(language, DESK)
    ready = ask(reader, EVIDENCE).locator("li.card[data-key=email] details")
    expect(ready.locator("li").first).to_be_hidden()
    ready.get_by_text(reader.words("Have ready")).press("Enter")
    expect(ready.locator("li").first).to_be_visible()
    assert ready.locator("li").count() > 1
    assert axe(reader.page) == []
