"""The form before a chat ticks off what an agent will need; the agent finds it at the top."""

import re

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.chat import MAYA, SIYUAN, open_ticket, presence
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, Person, axe, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
OLIVIA, ZHANG_WEI = "olivia.hart@example.com", "zhang.wei@example.org"
HERS, HIS = "FTkFlJg-7a0NiqOcwvgpQBqtH4dpCt", "FT5j73N-yJd1r4ccGps0QEg9ocTfTO"


def good_to_use(customer: Person) -> None:
    assert axe(customer.page) == []
    assert wider_than_the_window(customer.page) == 0


def written(customer: Person, text: str, topic: str) -> Locator:
    """Write in the form of the chat's page; answers what an agent will need."""
    form = customer.page.locator(".chat-form")
    form.locator("[name=category]").select_option(topic)
    form.locator("[name=text]").press_sequentially(text)
    needs = form.locator(".intake")
    expect(needs).to_be_visible()
    return needs


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_picks_their_withdrawal_and_the_agent_sees_it(
    person: Someone, agent: Agent, language: str
) -> None:
    ada = person(language, PHONE, "dark" if language == "en" else "light")
    page, theirs = ada.page, ada.either(HERS, HIS)
    ada.sign_in(ada.either(OLIVIA, ZHANG_WEI), f"/{language}/chat/")
    needs = written(ada, ada.either("Where is my money?", "我的钱到哪了？"), "funding/withdrawals")
    told = needs.locator(".intake-row--told")
    expect(told).to_have_count(0)
    good_to_use(ada)

    # Where to find it is explained with a picture, by keyboard as well.
    needs.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(needs.locator("svg[role=img]").first).to_be_visible()
    good_to_use(ada)

    # One press on the own withdrawal ticks both: the exchange knows when it was.
    needs.locator(".intake-pick").first.click()
    expect(told).to_have_count(2)
    field = page.locator(".chat-form [name=text]")
    assert theirs in field.input_value()
    expect(needs.locator("h3")).to_be_focused()
    expect(page.locator(".chat-form [role=status]")).to_contain_text(
        ada.words("Everything is there. The agent can begin at once.")
    )
    good_to_use(ada)

    # A draft is still there in another window of the same browser.
    kept = field.input_value()
    page.close()
    ada.page = page = ada.context.new_page()
    ada.goto("/{lang}/chat/")
    expect(page.locator(".chat-form [name=text]")).to_have_value(kept)
    expect(page.locator(".intake-row--told")).to_have_count(2)

    page.locator(".chat-form button[type=submit].button--primary").click()
    expect(page.locator(".chat-room")).to_be_visible()
    maya = agent(ada.either(MAYA, SIYUAN), language)
    presence(maya, "online")
    open_ticket(maya, ada.either("Olivia Hart", "张伟"))
    case = maya.page.locator("#desk-told")
    expect(case.locator(f"[data-copy='{theirs}']")).to_be_visible()
    expect(case.locator(".badge--warn")).to_have_count(0)
    assert axe(maya.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_answers_one_question_and_sends_without_the_other(
    person: Someone, agent: Agent, language: str
) -> None:
    guest = person(language, PHONE, "light" if language == "en" else "dark")
    guest.goto("/{lang}/chat/")
    needs = written(guest, guest.either("I cannot log in", "登录不上去"), "security/sign-in")
    expect(needs.locator(".intake-pick")).to_have_count(0)
    name = f"Ines {guest.language}"
    guest.page.locator("[name=name]").fill(name)
    guest.page.locator("[name=email]").fill("ines@customers.example")
    answer = needs.get_by_label(guest.words("Error message"), exact=True)
    answer.fill(guest.either("it only spins", "一直转圈"))
    answer.press("Enter")
    expect(needs.locator(".intake-row--told")).to_have_count(1)
    said = guest.words("Error message") + guest.either(": it only spins", "：一直转圈")
    assert said in guest.page.locator(".chat-form [name=text]").input_value()
    good_to_use(guest)
    guest.button("Send without", needs).click()
    expect(guest.page.locator(".chat-room")).to_be_visible()
    maya = agent(guest.either(MAYA, SIYUAN), language)
    open_ticket(maya, name)
    case = maya.page.locator("#desk-told")
    expect(case.locator(".badge--warn")).to_have_count(1)
    expect(case).to_contain_text(maya.either("it only spins", "一直转圈"))
    expect(case).to_contain_text(maya.words("Device or app"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_sent_without_is_asked_for_on_the_tickets_own_page(
    person: Someone, language: str
) -> None:
    ada = person(language, PHONE, "light" if language == "en" else "dark")
    page, theirs = ada.page, ada.either(HERS, HIS)
    ada.sign_in(ada.either(OLIVIA, ZHANG_WEI), f"/{language}/chat/")
    said = ada.either("Something is late again", "又有东西没到")
    needs = written(ada, said, "funding/withdrawals")
    ada.button("Send without", needs).click()
    expect(page.locator(".bubble").first).to_contain_text(said)

    ada.goto("/{lang}/requests/")
    page.locator("a[href*='/requests/']", has_text=said).first.click()
    needs = page.locator(".request-answer .intake")
    expect(needs.locator(".intake-row")).to_have_count(2)
    needs.scroll_into_view_if_needed()
    good_to_use(ada)
    needs.locator(".intake-pick").first.click()
    field = page.locator(".request-answer textarea")
    expect(field).to_have_value(re.compile(f"[:：] ?{theirs}$"))
    expect(needs.locator(".intake-row--told")).to_have_count(2)
    good_to_use(ada)
    page.locator("[data-send]").click()
    expect(page.locator(".request-thread")).to_contain_text(theirs)
    expect(page.locator(".request-answer .intake")).to_be_hidden()
