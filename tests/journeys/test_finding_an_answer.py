"""From a question to an answer that helps, with the keyboard, in both languages."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import LANGUAGES, Someone

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
DELAYED = "withdrawal-delayed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_typed_word_by_word_leads_to_the_article_that_answers_it(
    person: Someone, language: str
) -> None:
    ada = person(language)
    ada.goto("/{lang}/")
    box = ada.page.locator("#hero-search")
    box.focus()
    ada.page.keyboard.type(ada.either("withdrawal delayed", "提币延迟"))
    options = ada.page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    ada.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_have_attribute("data-url", f"/{language}/article/{DELAYED}/")
    ada.page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    ada.page.keyboard.press("Enter")

    first = ada.page.locator(".result").first
    expect(first).to_have_attribute("data-slug", DELAYED)
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link").focus()
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_url(f"**/{language}/article/{DELAYED}/")
    expect(ada.page.locator("html")).to_have_attribute("lang", language)
    expect(ada.page.locator(".prose h2").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_people_use_for_a_second_factor_find_it_first(
    person: Someone, language: str
) -> None:
    ada = person(language)
    ada.goto("/{lang}/search/?q=" + ada.either("2FA", "双重验证"))
    expect(ada.page.locator(".result").first).to_have_attribute("data-slug", "set-up-two-factor")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_says_why_an_article_did_not_help(person: Someone, language: str) -> None:
    ada = person(language)
    ada.goto("/{lang}/article/passkeys/")
    feedback = ada.page.locator("#feedback")
    ada.button("No", feedback).click()
    reasons = feedback.get_by_role("radio")
    expect(reasons.first).to_be_visible()
    reasons.nth(1).check()
    feedback.locator("textarea").fill(ada.either("Which phones?", "支持哪些手机？"))
    ada.button("Send", feedback).click()
    thanks = ada.words("Thank you. Editors read every answer.")
    expect(feedback.get_by_role("status")).to_have_text(thanks)


def test_another_language_shows_the_same_page(person: Someone) -> None:
    ada = person("en")
    ada.goto("/en/article/passkeys/")
    ada.page.locator(".site-tools summary[aria-label=Language]").click()
    ada.page.locator('.site-tools a[hreflang="zh-hans"]').click()
    ada.page.wait_for_url("**/zh-hans/article/passkeys/")
    expect(ada.page.locator("html")).to_have_attribute("lang", "zh-hans")
    # The choice is remembered where the address names no language.
    ada.goto("/accounts/login/")
    expect(ada.page.locator("html")).to_have_attribute("lang", "zh-hans")
    ada.goto("/")
    ada.page.wait_for_url("**/zh-hans/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_lead_from_the_front_page_to_an_article_and_back(
    person: Someone, language: str
) -> None:
    ada = person(language)
    ada.goto("/{lang}/")
    ada.page.locator('.topics a[href*="/funding/"]').first.click()
    ada.page.wait_for_url("**/help/funding/")
    ada.page.locator('.section-head a[href*="/funding/withdrawals/"]').click()
    ada.page.wait_for_url("**/help/funding/withdrawals/")
    ada.page.locator(f'main a[href="/{language}/article/withdraw-crypto/"]').first.click()
    crumbs = ada.page.locator(".breadcrumbs a")
    expect(crumbs.last).to_have_attribute("href", f"/{language}/help/funding/withdrawals/")
    crumbs.last.click()
    ada.page.wait_for_url("**/help/funding/withdrawals/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_in_vain_offers_topics_and_people(person: Someone, language: str) -> None:
    ada = person(language)
    ada.goto("/{lang}/search/?q=zxqvwkjh")
    expect(ada.page.get_by_text(ada.words("Nothing found"), exact=True)).to_be_visible()
    expect(ada.page.locator(".topics a").first).to_be_visible()
    ada.page.locator(f'.ways a[href="/{language}/chat/"]').click()
    expect(ada.page.locator(".chat-form")).to_be_visible()
