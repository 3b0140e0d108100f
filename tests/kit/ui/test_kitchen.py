"""Every component, in both languages and themes, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_wrong(
    browser: Browser, site: str, language: str, theme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{site}/ui/?lang={language}", wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    found = Axe().run(page, options=RULES)

    assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, site: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/ui/?lang={language}", wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_obeys_a_policy_without_inline_script_or_style(page: Page, site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{site}/ui/", wait_until="networkidle")

    assert complaints == []
    assert page.evaluate("document.styleSheets.length") >= 9


def test_what_a_thumb_has_to_hit_is_44_pixels_high(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/ui/", wait_until="networkidle")

    small = page.evaluate(
        """() => [...document.querySelectorAll(
             'main .button:not(.button--small), .site-tools summary, .rating label, ' +
             'main input:not([type=radio], [type=checkbox])')]
           .filter(e => e.checkVisibility())
           .map(e => [e.className || e.tagName, e.getBoundingClientRect().height])
           .filter(([, height]) => height < 44)"""
    )

    assert small == []


def test_the_components_speak_the_language_asked_for(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/?lang=zh-hans")

    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert page.get_by_role("heading", level=1).inner_text() == "需要什么帮助？"
    assert page.get_by_role("button", name="锁定我的账户").first.is_visible()
