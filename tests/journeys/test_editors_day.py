"""From a reader's complaint to a better text, and back again."""

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import PRIYA
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import Person, axe

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
SLUG = "sub-account-transfers"


def complain(reader: Person) -> None:
    """Vote no on the article, with a reason."""
    reader.goto("/{lang}/article/" + SLUG + "/")
    feedback = reader.page.locator("#feedback")
    reader.button("No", feedback).click()
    feedback.get_by_role("radio").first.check()
    feedback.locator("textarea").fill("Does it cost anything?")
    reader.button("Send", feedback).click()
    expect(feedback.get_by_role("status")).not_to_be_empty()


def publish(editor: Person, significance: str) -> None:
    """Publish the saved draft."""
    editor.page.locator("#publish-significance").select_option(significance)
    editor.button("Publish now").click()
    expect(editor.page.get_by_text(editor.words("Readers see it now."))).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_complaint_becomes_a_published_revision_and_marks_the_translation(
    person: Someone, agent: Agent, language: str
) -> None:
    reader = person("en")
    complain(reader)
    priya = agent(PRIYA, language, then="/editor/")
    row = priya.page.locator(".board-rows li").filter(
        has=priya.page.locator(f'a[href="/editor/articles/{SLUG}/en/"]')
    )
    expect(row.first).to_contain_text("Does it cost anything?")
    assert axe(priya.page) == []
    row.first.locator(f'a[href="/editor/articles/{SLUG}/en/"]').first.click()

    body = priya.page.locator("textarea[name=body]")
    before = body.input_value()
    sentence = f"Transfers between sub-accounts are free ({language})."
    body.fill(f"{before}\n\n{sentence}\n")
    expect(priya.page.locator("[data-preview]")).to_contain_text(sentence)
    assert axe(priya.page) == []
    priya.page.locator("[name=significance]").first.select_option("major")
    priya.page.locator("[name=comment]").fill("Say what it costs")
    priya.button("Save as a draft").click()
    expect(priya.page.get_by_text(priya.words("The draft is saved."))).to_be_visible()
    publish(priya, "major")

    reader.page.reload()
    expect(reader.page.locator("#article")).to_contain_text(sentence)
    reader.goto(f"/zh-hans/article/{SLUG}/")
    older = person("zh-hans").words("This translation is older than the original")
    expect(reader.page.get_by_text(older)).to_be_visible()

    priya.goto(f"/editor/articles/{SLUG}/en/history/")
    expect(priya.page.locator("ins, .diff").first).to_be_visible()
    priya.page.locator("form[action$='restore'] button").nth(0).click()
    expect(priya.page.locator("textarea[name=body]")).to_have_value(before)
    publish(priya, "typo")
    reader.goto(f"/en/article/{SLUG}/")
    expect(reader.page.locator("#article")).not_to_contain_text(sentence)


def test_news_in_both_languages_is_previewed_refused_and_published(
    person: Someone, agent: Agent
) -> None:
    refused = ("400 (Bad Request)",)
    priya = agent(PRIYA, "zh-hans", then="/editor/news/", expected=refused)
    priya.page.locator("a[href='/editor/news/new']").click()
    for code, title, body in (("en", "Two new networks", "Fees **fell**."), ("zh-hans", "", "好")):
        priya.page.locator(f"[name='title_{code}']").fill(title)
        priya.page.locator(f"[name='body_{code}']").fill(body)
    previews = priya.page.locator("[data-preview]")
    expect(previews.nth(0).locator("strong")).to_have_text("fell")
    expect(previews.nth(1)).to_contain_text("好")
    priya.button("Publish now").click()
    expect(priya.page.locator(".error-summary a")).to_have_attribute("href", "#id_title_zh-hans")
    assert axe(priya.page) == []
    expect(priya.page.locator("[name=body_en]")).to_have_value("Fees **fell**.")
    priya.page.locator("[name='title_zh-hans']").fill("新增两个网络")
    priya.button("Publish now").click()
    expect(priya.page.get_by_text(priya.words("Readers see it now."))).to_be_visible()
    reader = person("zh-hans")
    reader.goto("/{lang}/news/")
    reader.page.get_by_role("link", name="新增两个网络").click()
    expect(reader.page.locator("article")).to_contain_text("好")
    priya.button("Take it back").click()
    again = priya.words("It is a draft again; readers do not see it.")
    expect(priya.page.get_by_text(again)).to_be_visible()
    reader.goto("/{lang}/news/")
    expect(reader.page.get_by_role("link", name="新增两个网络")).to_have_count(0)
    priya.page.locator("summary").filter(has_text=priya.words("Delete this draft")).click()
    priya.button("Delete", priya.page.locator("form[action$='delete']")).click()
    expect(priya.page.get_by_text(priya.words("The draft is deleted."))).to_be_visible()
