"""An agent's day at the desk: views, search, tags, handing over, merging, keys and drafts."""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import (
    LUKAS,
    MAYA,
    OLIVIA,
    SIYUAN,
    accept,
    begin,
    bubble,
    open_ticket,
    presence,
    reply,
    said,
)
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import axe, newly_named

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_views_search_and_keys_lead_to_a_ticket(agent: Agent, language: str) -> None:
    # Going from ticket to ticket gives up what the last one was still asking for.
    maya = agent(MAYA, language, expected=("htmx:sendAbort", "htmx:afterRequest"))
    page = maya.page
    page.locator('.views a[data-view="all"]').click()
    expect(page.locator('.views a[data-view="all"]')).to_have_attribute("aria-current", "true")
    page.locator("#list-words").fill("资金费用")
    page.locator("#list-words").press("Enter")
    rows = page.locator(".ticket-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("资金费用")

    page.locator("#list-words").fill("")
    page.locator("#list-words").press("Enter")
    expect(rows.nth(3)).to_be_visible()
    page.locator("#list-body").focus()
    page.keyboard.press("j")
    expect(page.locator("#ticket-head")).to_be_visible()
    first = page.locator("#ticket-head h1").inner_text()
    page.keyboard.press("j")
    expect(page.locator("#ticket-head h1")).not_to_have_text(first)

    page.keyboard.press("Control+k")
    palette = page.locator("#desk-palette")
    expect(palette).to_be_visible()
    page.keyboard.type(maya.words("Show the shortcuts"))
    expect(palette.get_by_role("option")).to_have_count(1)
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#desk-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#desk-help")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("资金费用")
    palette.get_by_role("option").filter(has_text="资金费用").click()
    expect(page.locator("#ticket-head h1")).to_contain_text("资金费用")

    page.keyboard.press("n")
    expect(page.locator("#desk-composer")).to_have_attribute("data-mode", "note")
    draft = maya.either("Ask the trading desk first", "先问问交易部门")
    page.locator("#composer-text").fill(draft)
    expect(page.locator("#composer-state")).not_to_be_empty()
    page.reload()
    page.locator('#desk-composer [role=tab][data-mode="note"]').click()
    expect(page.locator("#composer-text")).to_have_value(draft)
    page.locator("#composer-text").fill("")


def test_a_chat_is_tagged_handed_over_with_a_note_and_merged(person: Someone, agent: Agent) -> None:
    name, email = newly_named("Finn")
    lukas = agent(LUKAS)
    presence(lukas, "online")
    finn = person("en")
    begin(finn, "My stop order did not fill", name=name, email=email, topic="trading/orders")
    accept(lukas, name)
    lukas.page.locator("#prop-tags").fill("stop-loss, 止损")
    lukas.page.locator("#prop-tags").press("Tab")
    expect(lukas.page.locator("#desk-thread")).to_contain_text("My stop order")
    lukas.goto("/desk/?view=all&tag=止损")
    expect(lukas.page.locator(".ticket-row").filter(has_text=name)).to_have_count(1)
    lukas.page.locator(".ticket-row").filter(has_text=name).click()
    expect(lukas.page.locator("#prop-tags")).to_have_value("stop-loss, 止损")

    siyuan = agent(SIYUAN, "zh-hans")
    presence(siyuan, "online")
    lukas.page.keyboard.press("t")
    dialog = lukas.page.locator("#desk-dialog")
    whom = dialog.locator("select option", has_text="陈思远").get_attribute("value")
    dialog.locator("select").select_option(whom)
    dialog.locator("textarea").fill("She asks about futures, @陈思远 please")
    assert axe(lukas.page) == []
    dialog.get_by_role("button", name="Hand over").click()
    expect(dialog).to_be_hidden()

    accept(siyuan, name)
    expect(siyuan.page.locator(".bubble--note")).to_contain_text("She asks about futures")
    expect(finn.page.locator(".chat-agent")).to_contain_text("思远")
    expect(finn.page.get_by_text("She asks about futures")).to_have_count(0)
    open_ticket(lukas, name)
    expect(lukas.page.locator("#desk-also")).to_contain_text("思远")
    reply(siyuan, "我来处理 I take it from here")
    expect(bubble(finn, "I take it from here")).to_be_visible()
    expect(said(lukas, "I take it from here")).to_be_visible()


def test_two_tickets_about_the_same_thing_become_one(person: Someone, agent: Agent) -> None:
    olivia = person("en")
    olivia.sign_in(OLIVIA, "/en/chat/")
    number = uuid.uuid4().hex[:8]
    for text in (f"Statement {number} is empty", f"Statement {number} is still empty"):
        olivia.goto("/en/chat/")
        if (
            olivia.page.locator(".chat-room")
            .or_(olivia.page.locator(".chat-form"))
            .first.evaluate("shown => shown.matches('.chat-room')")
        ):
            olivia.button("Start a new chat").click()
        form = olivia.page.locator(".chat-form")
        expect(form.locator(".chat-signed-in")).to_contain_text("Olivia Hart")
        form.locator("[name=category]").select_option("records/statements")
        form.locator("[name=text]").fill(text)
        form.locator("button[type=submit].button--primary").click()
        expect(olivia.page.locator(".chat-promise")).to_be_visible()
    olivia.context.close()

    maya = agent(MAYA)
    open_ticket(maya, f"Statement {number} is still empty", customer="Olivia Hart")
    maya.page.keyboard.press("m")
    dialog = maya.page.locator("#desk-dialog")
    dialog.locator(".merge-choice").filter(has_text=f"Statement {number} is empty").click()
    expect(dialog).to_be_hidden()
    expect(maya.page.locator("#ticket-head")).to_have_attribute("data-status", "closed")
