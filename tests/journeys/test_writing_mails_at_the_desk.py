"""An agent writes first, keeps a draft through a crash, copies somebody in, plans a reply, splits
a ticket, and takes a step for many tickets back."""

import os
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, OLIVIA, SIYUAN, reply, said
from tests.journeys.conftest import LANGUAGES, Agent
from tests.journeys.people import PHONE, Person, axe, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
LEAVES_MS = 45_000  # ten seconds to think again, and a busy machine
SHOTS = os.environ.get("OCTANT_SHOTS", "")  # a folder, to look at what was drawn


def look(person: Person, name: str) -> None:
    assert axe(person.page) == []
    assert wider_than_the_window(person.page) == 0
    if SHOTS:
        person.page.screenshot(path=str(Path(SHOTS) / f"{name}-{person.language}.png"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_first_drafts_copies_and_later(agent: Agent, language: str) -> None:
    number = uuid.uuid4().hex[:6]
    too_far_away = ("status of 400",)
    maya = agent(MAYA if language == "en" else SIYUAN, language, expected=too_far_away)
    page = maya.page
    maya.goto("/desk/compose/")
    subject = maya.either(f"Your deposit {number}", f"您的充值 {number}")
    page.locator("[name=to]").fill(OLIVIA)
    page.locator("[name=subject]").fill(subject)
    look(maya, "compose")
    page.locator("[name=text]").fill(maya.either("It has arrived.", "已经到账。"))
    page.locator("form[enctype] button.button--primary").click()
    expect(page.locator("#ticket-head h1")).to_contain_text(number)
    expect(said(maya, maya.either("It has arrived.", "已经到账。"))).to_be_visible()

    begun = maya.either("We looked into the sec", "我们查看了第二")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        page.locator("#composer-text").press_sequentially(begun)
    page.evaluate("localStorage.clear()")  # the browser crashed, or it is another one
    page.reload()
    expect(page.locator("#composer-text")).to_have_value(begun)

    page.locator(".way-head").click()
    page.locator("#way-cc").fill("law@firm.example")
    look(maya, "copies")
    page.locator(".composer-send summary").click()
    page.locator("#composer-later").fill("2099-01-01T09:00")
    page.locator(".send-later button").click()
    expect(page.locator(".bubble--failed")).to_be_visible()  # 2099
    page.locator(".bubble--failed").evaluate("bubble => bubble.remove()")
    page.locator("#composer-text").fill(begun)
    page.locator(".composer-send summary").click()
    soon = "const at = new Date(Date.now() + 864e5 - new Date().getTimezoneOffset() * 6e4);"
    tomorrow = page.evaluate(f"(() => {{ {soon} return at.toISOString().slice(0, 16) }})()")
    page.locator("#composer-later").fill(tomorrow)
    # The first mail has left by now; its button would lie half under what is open.
    expect(page.locator("[data-undo]")).to_have_count(0, timeout=LEAVES_MS)
    look(maya, "later")
    page.locator(".send-later button").click()
    expect(page.locator(".held--planned")).to_contain_text(begun)
    look(maya, "planned")
    page.locator("[data-unplan]").click()
    expect(page.locator(".held--planned")).to_have_count(0)
    expect(page.locator("#composer-text")).to_have_value(begun)
    reply(maya, begun)
    expect(said(maya, begun).last).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_step_for_many_tickets_and_back(agent: Agent, language: str) -> None:
    maya = agent(MAYA if language == "en" else SIYUAN, language)
    page = maya.page
    maya.goto("/desk/?view=all")
    ticks = page.locator("[data-tick]")
    ticks.nth(0).check()
    ticks.nth(1).check()
    expect(page.locator("#list-many")).to_be_visible()
    page.locator("#list-many summary").click()
    look(maya, "many")
    tag = f"t{uuid.uuid4().hex[:6]}"
    page.locator("#list-many [data-tag]").fill(tag)
    page.locator('#list-many [data-many="tag"]').click()
    toast = page.locator(".toast").last
    expect(toast).to_be_visible()
    maya.goto(f"/desk/?view=all&tag={tag}")
    expect(page.locator(".ticket-row")).to_have_count(2)
    page.locator("[data-tick]").nth(0).check()
    page.locator('#list-many [data-many="assign"]').click()
    page.locator(".toast button").first.click()
    expect(page.locator(".toast").last).to_be_visible()

    # All of a list, over its pages, and back.
    whole = f"w{uuid.uuid4().hex[:6]}"
    maya.goto("/desk/?view=all")
    page.locator("[data-tick]").nth(0).check()
    page.locator("#list-many [data-all]").click()
    expect(page.locator("#list-many [data-count]")).not_to_have_text(re.compile(r"^1\b"))
    page.locator(".list-pages a").last.click()
    expect(page.locator("#list-body")).to_have_attribute("data-first", "")
    expect(page.locator("[data-tick]").last).to_be_checked()
    chosen = int(re.findall(r"\d+", page.locator("#list-many [data-count]").inner_text())[0])
    assert chosen > 30
    page.locator("#list-many summary").click()
    page.locator("#list-many [data-tag]").fill(whole)
    page.locator('#list-many [data-many="tag"]').click()
    back = page.locator(".toast button").filter(has_text=maya.words("Undo"))
    back.last.click()
    expect(page.locator(".toast", has_text=str(chosen)).last).to_be_visible()
    maya.goto(f"/desk/?view=all&tag={whole}")
    expect(page.locator(".ticket-row")).to_have_count(0)
    maya.goto("/desk/?view=all")

    page.locator(".ticket-row").first.click()
    page.locator(".thread-tools details.menu > summary").click()
    page.locator('[data-command="split"]').click()
    expect(page.locator("#desk-dialog")).to_be_visible()
    look(maya, "split")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    maya.goto("/desk/?view=all")
    look(maya, "list-phone")
    page.emulate_media(color_scheme="dark")
    maya.goto("/desk/compose/")
    look(maya, "compose-phone-dark")
