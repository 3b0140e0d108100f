"""Which way suits, asked inside the chat window, before there is a chat."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.journeys.people import axe, wider_than_the_window

from octant.core.people.models import User
from octant.core.tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SAID = "my order is stuck and I cannot cancel it, the price runs away"
KEY = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"


def ask_which(page: Page, site: str, language: str = "en") -> Locator:
    """Open the chat's page and press the quiet line."""
    page.goto(f"{site}/{language}/chat/")
    page.locator(".chat-form a[href$='/contact/']").click()
    return page.locator(".chat-which")


def test_the_ranking_leads_back_to_the_form_with_text_and_topic(
    page: Page, site: str, on_duty: User
) -> None:
    page.goto(f"{site}/en/chat/")
    page.locator("#chat-category").select_option("trading/orders")
    page.locator(".chat-form a[href$='/contact/']").click()
    which = page.locator(".chat-which")
    field = which.get_by_label("What happened?")
    expect(field).to_be_focused()
    field.fill(SAID)
    which.get_by_role("button", name="Show me the best way").click()
    ways = which.locator("li.card")
    expect(ways.first).to_have_attribute("data-key", "live_chat")
    assert 2 <= ways.count() <= 3
    expect(which.locator("section")).to_be_focused()
    assert wider_than_the_window(page) == 0
    assert axe(page) == []
    ways.first.get_by_role("button", name="Start the chat").click()
    form = page.locator(".chat-form:not(.chat-which)")
    expect(form.locator("[name=text]")).to_have_value(SAID)
    expect(form.locator("[name=category]")).to_have_value("trading/orders")
    expect(form.locator("[name=name]")).to_be_focused()
    assert not Ticket.objects.exists()


def test_what_can_be_used_is_not_called_best_where_another_way_is(
    page: Page, site: str, on_duty: User
) -> None:
    which = ask_which(page, site)
    which.locator("textarea").fill("what is a blockchain")
    which.get_by_role("button", name="Show me the best way").click()
    expect(which.locator("section")).to_contain_text("Learn would suit you best")
    expect(which.locator("li.card").first.locator(".button--primary")).to_be_visible()
    expect(which.locator(".badge")).to_have_count(0)


def test_what_stands_in_the_form_is_asked_at_once_and_what_is_typed_goes_back_there(
    page: Page, site: str, on_duty: User
) -> None:
    page.goto(f"{site}/en/chat/")
    page.get_by_label("What happened?").fill(SAID)
    page.get_by_role("link", name="Not sure that chat is the right way?").click()
    which = page.locator(".chat-which")
    expect(which.locator("li.card").first).to_be_visible()
    which.get_by_label("What happened?").fill("how do I change my password")
    which.get_by_role("button", name="Back to the chat form").click()
    expect(page.get_by_label("What happened?")).to_have_value("how do I change my password")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("how do I change my password")


def test_keys_alone_reach_every_way(page: Page, site: str, on_duty: User) -> None:
    page.goto(f"{site}/en/chat/")
    page.get_by_role("link", name="Not sure that chat is the right way?").focus()
    page.keyboard.press("Enter")
    which = page.locator(".chat-which")
    expect(which.get_by_label("What happened?")).to_be_focused()
    page.keyboard.type("please answer me by email why my verification failed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(which.locator("section")).to_be_focused()
    page.keyboard.press("Tab")
    expect(which.locator("li.card a").first).to_be_focused()
    expect(which.locator("li.card").first).to_have_attribute("data-key", "email")


def test_enter_writes_a_new_line_and_never_asks(page: Page, site: str, on_duty: User) -> None:
    posted: list[str] = []
    page.on("request", lambda sent: posted.append(sent.url) if sent.method == "POST" else None)
    field = ask_which(page, site, "zh-hans").locator("textarea")
    field.fill("订单")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    field.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "bubbles": True})
    page.keyboard.press("Enter")
    expect(field).to_have_value("订单\n")
    assert not [url for url in posted if url.endswith("/contact/advice")]


def test_an_empty_question_says_what_is_missing(page: Page, site: str, on_duty: User) -> None:
    which = ask_which(page, site)
    which.get_by_role("button", name="Show me the best way").click()
    expect(which.locator(".field-error")).to_have_text("Please describe what happened.")
    expect(which.locator("textarea")).to_be_focused()
    assert axe(page) == []


@pytest.mark.parametrize("status", [None, 500, 429])
def test_what_was_typed_is_kept_where_no_answer_comes(
    page: Page, site: str, on_duty: User, status: int | None
) -> None:
    def fail(route: Route) -> Any:
        told = {"code": "too_many", "sentence": "Too many requests.", "field": ""}
        if status == 429:
            return route.fulfill(status=429, json=told)
        return route.fulfill(status=status, body="<h1>") if status else route.abort()

    page.route("**/contact/advice", fail)
    which = ask_which(page, site)
    which.locator("textarea").fill(SAID)
    which.get_by_role("button", name="Show me the best way").click()
    sentence = "Too many requests." if status == 429 else "We could not be reached."
    expect(which.locator(".field-error")).to_contain_text(sentence)
    expect(which.locator("textarea")).to_have_value(SAID)
    page.unroute("**/contact/advice")
    which.get_by_role("button", name="Show me the best way").click()
    expect(which.locator("li.card").first).to_be_visible()
    expect(which.locator(".field-error")).to_be_hidden()


def test_a_secret_stays_in_the_browser(page: Page, site: str, on_duty: User) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    which = ask_which(page, site)
    which.locator("textarea").fill(f"my key {KEY} does not work")
    which.get_by_role("button", name="Show me the best way").click()
    expect(which.locator(".field-error")).to_contain_text("private key")
    assert not [line for line in sent if KEY in line]


def test_no_address_carries_what_was_typed(page: Page, site: str, on_duty: User) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    which = ask_which(page, site)
    which.locator("textarea").fill("anna.smith@mail.example cannot find her trade history 2039581")
    which.get_by_role("button", name="Show me the best way").click()
    articles = which.locator("li.card[data-key=help_center] a")
    expect(articles).to_have_attribute("href", f"{site}/en/search/?q=cannot+find+her+trade+history")
    assert not [url for url in asked if "anna" in url or "trade" in url]


def test_without_its_script_the_line_opens_the_whole_page(
    page: Page, site: str, on_duty: User
) -> None:
    page.route("**/live_chat/which.js", lambda route: route.abort())
    page.goto(f"{site}/en/chat/")
    page.get_by_label("What happened?").fill(SAID)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Not sure that chat is the right way?").click()
    assert opened.value.url == f"{site}/en/contact/"
    expect(page.get_by_label("What happened?")).to_have_value(SAID)
