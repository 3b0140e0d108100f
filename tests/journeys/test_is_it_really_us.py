"""A customer wonders whether the agent in the chat is ours, and finds out."""

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import SIYUAN, accept, begin, bubble, presence, reply
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, axe, newly_named

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_checks_a_message_and_its_agent(
    person: Someone, agent: Agent, language: str
) -> None:
    name, email = newly_named("Ada")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    ada = person(language, PHONE if language == "en" else DESK)
    begin(ada, ada.either("Where is my deposit?", "我的充值在哪里？"), name=name, email=email)
    accept(siyuan, name)
    hello = ada.either("Hello, I am looking at it.", "您好，我来看一下。")
    reply(siyuan, hello)

    said = bubble(ada, hello)
    said.locator(".fold summary").click()
    expect(said.locator(".chat-proof-code")).to_be_visible()
    code = said.locator(".chat-proof-code").inner_text()[-9:]
    assert axe(ada.page) == []
    with ada.context.expect_page() as opened:
        said.locator(".fold a").click()
    check = opened.value
    check.wait_for_load_state()
    assert "key" not in check.url

    check.fill("[name=text]", code)
    check.locator(".proof-ask button").click()
    expect(check.locator("#answer")).to_contain_text(ada.words("Yes, we sent this message"))
    expect(check.locator("#answer .verdict-message")).to_have_text(hello)
    check.fill("[name=text]", "思远")
    check.locator(".proof-ask button").click()
    expect(check.locator("#answer")).to_contain_text(ada.words("Yes, this agent works with you"))
    assert axe(check) == []

    eve = person(language)
    eve.goto("/{lang}/verify/")
    for typed in (code, "思远"):
        eve.page.fill("[name=text]", typed)
        eve.page.locator(".proof-ask button").click()
        expect(eve.page.locator("#answer")).to_contain_text(
            eve.words("We cannot confirm this to you")
        )
