"""What an agent will need, ticked off in a real browser without sockets."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.journeys.people import axe, wider_than_the_window

from octant.core.people.models import User
from octant.core.tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
ORDER = "OPYCDY-BK377-OXTZQ6"
KEY = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"


def write(page: Page, site: str, text: str, language: str = "en") -> Locator:
    page.goto(f"{site}/{language}/chat/")
    page.locator("#chat-category").select_option("trading/orders")
    page.locator("#chat-text").fill(text)
    return page.locator(".intake")


def asked(page: Page) -> list[str]:
    """Bodies of what is posted to the form's help from now on."""
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/chat/intake"):
            sent.append(request.post_data or "")

    page.on("request", note)
    return sent


def test_what_is_written_is_ticked_and_the_rest_is_asked_for(
    page: Page, site: str, on_duty: User
) -> None:
    needs = write(page, site, "My order did not fill")
    rows = needs.locator(".intake-row")
    expect(rows).to_have_count(2)
    expect(needs.locator(".intake-row--told")).to_have_count(0)
    assert axe(page) == [] and wider_than_the_window(page) == 0
    page.locator("#chat-text").press_sequentially(f" {ORDER}")
    expect(needs.locator(".intake-row--told")).to_contain_text(ORDER)
    expect(page.locator(".chat-form [role=status]")).to_have_text(
        "Order or trade: found in what you wrote"
    )
    expect(page.locator("#chat-text")).to_be_focused()
    moment = needs.get_by_label("When", exact=True)
    moment.fill("2026-11-28T14:05")
    needs.get_by_role("button", name="Add to your message: When").click()
    expect(needs.locator(".intake-row--told")).to_have_count(2)
    expect(page.locator("#chat-text")).to_have_value(
        f"My order did not fill {ORDER}\nWhen: 2026-11-28 14:05 "
        f"({page.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone')})"
    )
    expect(needs.get_by_role("button", name="Send without")).to_have_count(0)
    assert axe(page) == []


def test_targets_are_large_enough_for_a_thumb(page: Page, site: str, on_duty: User) -> None:
    needs = write(page, site, "My order did not fill")
    expect(needs.locator(".intake-row")).to_have_count(2)
    for each in needs.locator("button, input, summary").all():
        box = each.bounding_box()
        assert box is not None and box["height"] >= 44


def test_nothing_is_asked_in_the_middle_of_a_word(page: Page, site: str, on_duty: User) -> None:
    page.clock.install()
    write(page, site, "", "zh-hans")
    expect(page.locator(".intake")).to_be_visible()
    sent, field = asked(page), page.locator("#chat-text")
    field.dispatch_event("compositionstart")
    field.evaluate("f => { f.value = 'wo de ding dan'; f.dispatchEvent(new Event('input')); }")
    page.clock.run_for(2_000)  # longer than the pause after which it would ask
    assert sent == []
    field.evaluate("f => { f.value = '我的订单'; f.dispatchEvent(new Event('input')); }")
    with page.expect_request("**/chat/intake"):
        field.dispatch_event("compositionend")


def test_what_is_typed_in_an_answer_stays_while_the_text_goes_on(
    page: Page, site: str, on_duty: User
) -> None:
    needs = write(page, site, "My order did not fill")
    answer = needs.get_by_label("Order or trade", exact=True)
    answer.fill("the one of Mon")
    with page.expect_response("**/chat/intake"):
        page.locator("#chat-text").press_sequentially(" on Monday")
    expect(needs.locator(".intake-row--told")).to_have_count(1)
    expect(answer).to_have_value("the one of Mon")


@pytest.mark.parametrize("status", [None, 500, 429])
def test_without_an_answer_the_chat_begins_all_the_same(
    page: Page, site: str, on_duty: User, status: int | None
) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=status, json={}) if status else route.abort()

    page.route("**/chat/intake", fail)
    needs = write(page, site, "My order did not fill")
    page.locator("#chat-name").fill("Mei Lin")
    page.locator("#chat-email").fill("mei@customers.example")
    page.locator(".chat-form button[type=submit]").click()
    expect(page.locator(".chat-room")).to_be_visible()
    expect(needs).to_have_count(0)
    assert Ticket.objects.get().context["intake"]["missing"] == ["order", "moment"]


def test_without_its_script_the_form_is_as_it_was(page: Page, site: str, on_duty: User) -> None:
    page.route("**/tickets/intake.js", lambda route: route.abort())
    write(page, site, "My order did not fill")
    page.locator("#chat-name").fill("Mei Lin")
    page.locator("#chat-email").fill("mei@customers.example")
    page.locator(".chat-form button[type=submit]").click()
    expect(page.locator(".chat-room")).to_be_visible()


def test_a_secret_is_not_sent_to_be_ticked_off(page: Page, site: str, on_duty: User) -> None:
    page.clock.install()
    sent = asked(page)
    write(page, site, "My order did not fill")
    expect(page.locator(".intake")).to_be_visible()
    page.locator("#chat-text").fill(f"my key {KEY} does not work")
    page.clock.run_for(2_000)  # longer than the pause after which it would ask
    page.locator("#chat-text").fill("my key does not work")
    with page.expect_request("**/chat/intake"):
        page.clock.run_for(2_000)
    assert sent and not [body for body in sent if KEY in body]
