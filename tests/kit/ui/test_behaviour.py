"""What the small modules promise, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def in_shanghai(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def test_a_chosen_theme_lasts_and_is_known_to_the_server(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    page.locator(".theme-menu summary").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["octant_theme"] == "dark"


def test_the_device_decides_again_when_asked_to(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    for choice in ("Dark", "Same as the device"):
        page.locator(".theme-menu summary").click()
        page.get_by_role("button", name=choice).click()
    page.reload()

    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_times_are_in_the_readers_zone_and_say_which(in_shanghai: Page, site: str) -> None:
    in_shanghai.goto(f"{site}/ui/")

    expect(in_shanghai.locator("time[data-style=datetime]").first).to_contain_text("GMT+8")
    expect(in_shanghai.locator("time[data-style=relative]").first).to_have_text("12 minutes ago")


def test_escape_closes_a_menu_and_gives_focus_back(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    button = page.locator(".theme-menu summary")
    button.click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Light")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator(".theme-menu .menu-panel")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_dialog_returns_focus_to_what_opened_it(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    opener = page.get_by_role("button", name="Open a dialog")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_copying_is_said_aloud(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/ui/")
    page.locator(".copy-button").first.click()

    expect(page.locator("#page-toasts")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "OQCLML-BW3P3-BUCMWZ"


def test_what_was_typed_survives_a_reload(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    page.get_by_label("What happened?").first.fill("提现没有到账")
    page.reload()

    expect(page.get_by_label("What happened?").first).to_have_value("提现没有到账")


def test_the_official_address_is_confirmed_where_it_is_true(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/?official=127.0.0.1")

    expect(page.locator(".official")).to_contain_text("You are on 127.0.0.1")


def test_a_notice_put_away_stays_away(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    page.get_by_role("button", name="Hide this notice").click()
    page.reload()

    expect(page.locator(".official")).to_be_hidden()
    expect(page.locator(".demo-banner")).to_be_visible()


def test_losing_the_network_is_said_and_getting_it_back_too(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()

    page.context.set_offline(False)
    expect(page.locator(".offline")).to_be_hidden()


def test_a_chosen_star_is_put_into_words(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/")
    expect(page.locator("[data-rating-output]")).to_have_text("Good")

    page.locator(".rating label").nth(4).click()

    expect(page.locator("[data-rating-output]")).to_have_text("Very good")
