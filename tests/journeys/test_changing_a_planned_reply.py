"""A reply that waits for its time is changed on its ticket: by its author, by a lead at the same
time, without scripts, and while it leaves."""

import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect
from tests.journeys.chat import LUKAS, MAYA, OLIVIA, XIAOTONG, said
from tests.journeys.conftest import LANGUAGES, Agent
from tests.journeys.people import (
    DESK,
    PHONE,
    PICTURE,
    Person,
    axe,
    in_colours,
    wider_than_the_window,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
LEAVES_MS = 45_000
SHOTS = os.environ.get("OCTANT_SHOTS", "")  # a folder, to look at what was drawn
REFUSED = ("status of 409", "status of 422")


def look(person: Person, name: str) -> None:
    assert axe(person.page) == []
    assert wider_than_the_window(person.page) == 0
    if SHOTS:
        person.page.screenshot(path=str(Path(SHOTS) / f"{name}-{person.language}.png"))


def begin(person: Person) -> str:
    """A ticket by mail, with nothing planned yet; its address."""
    page = person.page
    person.goto("/desk/compose/")
    page.locator("[name=to]").fill(OLIVIA)
    page.locator("[name=subject]").fill(f"A deposit {uuid.uuid4().hex[:6]}")
    page.locator("[name=text]").fill(person.either("We look into it.", "我们正在核实。"))
    page.locator("form[enctype] button.button--primary").click()
    expect(page.locator("#ticket-head")).to_be_visible()
    return page.url.removeprefix(person.url)


def plan(person: Person, at: str, text: str, after: timedelta) -> None:
    """As the composer does; it takes no seconds."""
    token = person.page.locator("#desk-config").get_attribute("data-csrf") or ""
    answer = person.context.request.post(
        f"{person.url}{at}say/",
        form={
            "csrfmiddlewaretoken": token,
            "id": str(uuid.uuid4()),
            "mode": "reply",
            "text": text,
            "then": "later",
            "at": (datetime.now(UTC) + after).isoformat(),
        },
        headers={"Referer": person.url},
    )
    assert answer.ok, answer.text()


def planned(person: Person, text: str) -> Locator:
    return person.page.locator(".held--planned").filter(has_text=text)


def change(section: Locator) -> Locator:
    """Its form, opened."""
    section.locator(".planned-change > summary").click()
    return section.locator("[data-replan]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planned_reply_is_changed_in_place(agent: Agent, browser: Browser, language: str) -> None:
    english = language == "en"
    author = agent(LUKAS if english else XIAOTONG, language, expected=REFUSED)
    lead = agent(MAYA, language, expected=REFUSED)
    at = begin(author)
    first = author.either("Good morning, it has come.", "早上好，款项已到账。")
    plan(author, at, first, timedelta(days=1))

    form = change(planned(author, first))
    text = form.locator("[name=text]")
    expect(text).to_be_focused()
    look(author, "planned-form")
    second = author.either("Good evening, it has come.", "晚上好，款项已到账。")
    text.fill(second)
    form.locator("[name=cc]").fill("law@firm.example")
    form.locator("[name=more]").set_input_files(PICTURE)
    tomorrow = form.locator("[name=at]").input_value()
    form.locator("[name=at]").fill(tomorrow[:-5] + "23:59")
    author.button("Save", form).click()
    section = planned(author, second)
    expect(section.locator(".planned-along")).to_contain_text("law@firm.example")
    expect(section.locator(".planned-along")).to_contain_text(PICTURE.name)
    expect(section.locator("time")).to_contain_text("59")
    expect(section.locator("summary")).to_be_focused()
    look(author, "planned-changed")

    two_change_it(author, lead, at, second)
    stopped_by_the_guard(author)
    by_another_clock(author, browser, at)
    without_scripts(author, browser, at)
    it_leaves_meanwhile(author, at)


def two_change_it(author: Person, lead: Person, at: str, now: str) -> None:
    """The second hears of the first at once, and again when they save; then theirs counts."""
    lead.goto(at)
    theirs = change(planned(lead, now))
    of_lead = lead.either("It has come, says the lead.", "款项已到账，主管确认。")
    theirs.locator("[name=text]").fill(of_lead)
    mine = change(planned(author, now))
    of_author = author.either("It has come, says the agent.", "款项已到账，客服确认。")
    mine.locator("[name=text]").fill(of_author)
    author.button("Save", mine).click()
    expect(planned(author, of_author)).to_be_visible()
    expect(theirs.locator('[data-meanwhile="changed"]')).to_be_visible()
    lead.button("Save", theirs).click()
    section = planned(lead, of_author)
    expect(section.locator(".planned-news[role=alert]")).to_be_visible()
    expect(section.locator("[name=text]")).to_have_value(of_lead)
    look(lead, "planned-meanwhile")
    lead.button("Save", section).click()
    expect(planned(lead, of_lead).locator(".planned-change")).not_to_have_attribute("open", "")
    expect(planned(author, of_lead)).to_be_visible()
    expect(author.page.locator(".toast").last).to_be_visible()


def stopped_by_the_guard(author: Person) -> None:
    page = author.page
    section = page.locator(".held--planned").first
    before = section.locator(".held-text").inner_text()
    form = change(section)
    asks = author.either("Please send me your password.", "请把您的密码发给我。")
    form.locator("[name=text]").fill(asks)
    author.button("Save", form).click()
    expect(section.locator(".planned-news[role=alert]")).to_contain_text(
        author.words("This asks the customer for a password.")
    )
    expect(section.locator("[name=text]")).to_have_value(asks)
    expect(section.locator(".held-text")).to_have_text(before)
    expect(section.get_by_role("button", name=author.words("Make it a draft"))).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    look(author, "planned-guard-phone")
    in_colours(page, "dark")
    look(author, "planned-guard-phone-dark")
    # The browser crashes over it: what was typed is there again.
    page.reload()
    again = change(page.locator(".held--planned").first)
    expect(again.locator("[name=text]")).to_have_value(asks)
    look(author, "planned-form-phone-dark")
    author.button("Leave it as it is", again).click()
    expect(page.locator(".planned-change[open]")).to_have_count(0)
    expect(page.locator(".held--planned [name=text]").first).to_have_value(before)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def by_another_clock(author: Person, browser: Browser, at: str) -> None:
    """Whoever sits in Shanghai sees and sets Shanghai's time."""
    shown = author.page.locator(".held--planned [name=at]").first.get_attribute("data-moment")
    assert shown is not None
    here = datetime.fromisoformat(shown).astimezone(ZoneInfo("Asia/Shanghai"))
    context = browser.new_context(
        storage_state=author.context.storage_state(), timezone_id="Asia/Shanghai"
    )
    try:
        page = context.new_page()
        page.goto(author.url + at)
        form = change(page.locator(".held--planned").first)
        expect(form.locator("[name=at]")).to_have_value(here.strftime("%Y-%m-%dT%H:%M"))
        expect(form.locator("[data-zone]")).to_have_text("Asia/Shanghai")
        later = (here + timedelta(days=1)).replace(hour=9, minute=30)
        form.locator("[name=at]").fill(later.strftime("%Y-%m-%dT%H:%M"))
        form.locator("button[value=save]").click()
        expect(page.locator(".planned-change[open]")).to_have_count(0)
    finally:
        context.close()
    moment = later.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    told = author.page.locator(".held--planned time").first
    expect(told).to_have_attribute("datetime", re.compile(re.escape(moment)))


def without_scripts(author: Person, browser: Browser, at: str) -> None:
    context = browser.new_context(
        storage_state=author.context.storage_state(), java_script_enabled=False
    )
    try:
        page = context.new_page()
        page.goto(author.url + at)
        form = change(page.locator(".held--planned").first)
        form.locator("[name=cc]").fill("no address")
        form.locator("button[value=save]").click()
        expect(page.locator(".planned-change .field-error")).to_be_visible()
        form = page.locator("[data-replan]").first
        plain = author.either("Without any script.", "不用脚本也能改。")
        form.locator("[name=text]").fill(plain)
        form.locator("[name=cc]").fill("")
        form.locator("button[value=save]").click()
        expect(page.locator(".held--planned .held-text").first).to_have_text(plain)
        expect(page.locator(".planned-change[open]")).to_have_count(0)
    finally:
        context.close()
    expect(planned(author, plain)).to_be_visible()  # told by the socket


def it_leaves_meanwhile(author: Person, at: str) -> None:
    page = author.page
    leaving = author.either("It leaves right now.", "这条马上发出。")
    plan(author, at, leaving, timedelta(seconds=12))
    form = change(planned(author, leaving))
    late = author.either("One more word.", "再补充一句。")
    form.locator("[name=text]").fill(f"{leaving} {late}")
    expect(said(author, leaving)).to_be_visible(timeout=LEAVES_MS)
    expect(form.locator('[data-meanwhile="gone"]')).to_be_visible()
    look(author, "planned-left")
    author.button("Save", form).click()
    expect(page.locator("#composer-text")).to_have_value(f"{leaving} {late}")
    expect(planned(author, leaving)).to_have_count(0)
    expect(page.locator(".toast").last).to_contain_text(re.compile("draft|草稿"))
    page.reload()
    expect(page.locator("#composer-text")).to_have_value(f"{leaving} {late}")
