"""The search box that suggests: keyboard, screen reader and input methods."""

import re

from playwright.sync_api import CDPSession, Page, Request, expect

SUGGEST = re.compile(r"/ui/suggest\?")


def open_box(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/", wait_until="networkidle")
    page.locator("#hero-search").focus()


def asked(page: Page) -> list[str]:
    """The queries sent from now on, in order."""
    queries: list[str] = []

    def note(request: Request) -> None:
        if "/ui/suggest" in request.url:
            queries.append(request.url.split("q=")[1])

    page.on("request", note)
    return queries


def test_typing_shows_suggestions_and_says_how_many(page: Page, site: str) -> None:
    open_box(page, site)
    page.keyboard.type("withdrawal")

    expect(page.locator("#hero-search")).to_have_attribute("aria-expanded", "true")
    options = page.locator(".hero [role=option]")
    expect(options).to_have_count(3)
    expect(page.locator(".hero [role=status]")).to_have_text("3 suggestions")


def test_arrows_choose_enter_opens_and_focus_stays_in_the_box(page: Page, site: str) -> None:
    open_box(page, site)
    page.keyboard.type("withdrawal")
    expect(page.locator(".hero [role=option]")).to_have_count(3)
    box = page.locator("#hero-search")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".hero [aria-selected=true]")
    expect(chosen).to_contain_text("Withdrawal limits and fees")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(box).to_be_focused()

    page.keyboard.press("Enter")
    page.wait_for_url("**/ui/#limits")


def test_going_up_from_the_words_reaches_the_last_and_down_returns_to_them(
    page: Page, site: str
) -> None:
    open_box(page, site)
    page.keyboard.type("withdrawal")
    expect(page.locator(".hero [role=option]")).to_have_count(3)

    page.keyboard.press("ArrowUp")
    expect(page.locator(".hero [aria-selected=true]")).to_contain_text("Cancel a withdrawal")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hero [aria-selected=true]")).to_have_count(0)


def test_escape_closes_the_list_and_keeps_the_words(page: Page, site: str) -> None:
    open_box(page, site)
    page.keyboard.type("limits")
    expect(page.locator(".hero [role=option]")).to_have_count(1)

    page.keyboard.press("Escape")

    expect(page.locator(".hero [role=listbox]")).to_be_hidden()
    expect(page.locator("#hero-search")).to_have_value("limits")


def test_escape_gives_up_the_answer_that_is_still_to_come(page: Page, site: str) -> None:
    open_box(page, site)
    page.keyboard.type("limit")
    expect(page.locator(".hero [role=option]")).to_have_count(1)
    page.route(SUGGEST, lambda route: None)  # never answers
    with page.expect_request(SUGGEST):
        page.keyboard.type("s")

    with page.expect_event("requestfailed"):
        page.keyboard.press("Escape")

    expect(page.locator(".hero [role=listbox]")).to_be_hidden()


def test_nothing_found_is_said_and_enter_still_sends_the_form(page: Page, site: str) -> None:
    open_box(page, site)
    page.keyboard.type("zzzz")
    expect(page.locator(".hero [role=status]")).to_have_text("No suggestions")

    page.keyboard.press("Enter")
    page.wait_for_url("**/ui/?q=zzzz")


def test_only_the_last_of_fast_keys_is_asked(page: Page, site: str) -> None:
    open_box(page, site)
    queries = asked(page)
    page.locator("#hero-search").evaluate(
        """(input) => [..."limit"].forEach((letter) => {
          input.value += letter;
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        })"""
    )
    expect(page.locator(".hero [role=option]")).to_have_count(1)

    assert queries == ["limit"]


def compose(session: CDPSession, text: str) -> None:
    session.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def test_an_input_method_is_left_alone_until_it_has_composed(page: Page, site: str) -> None:
    open_box(page, site)
    queries = asked(page)
    session = page.context.new_cdp_session(page)

    for letters in ("t", "ti", "tix", "tixian"):
        compose(session, letters)
    expect(page.locator("#hero-search")).to_have_value("tixian")
    # Enter and arrows choose among the input method's own candidates.
    page.evaluate(
        """() => { for (const key of ['ArrowDown', 'Enter'])
          document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
            {key, bubbles: true, cancelable: true, isComposing: true})) }"""
    )
    session.send("Input.insertText", {"text": "提现"})

    expect(page.locator(".hero [role=option]")).to_have_count(1)
    expect(page.locator(".hero [role=option]")).to_contain_text("提现延迟怎么办？")
    assert queries == ["%E6%8F%90%E7%8E%B0"]
    assert page.url.endswith("/ui/")


def test_titles_are_text_and_never_markup(page: Page, site: str) -> None:
    page.route(
        SUGGEST,
        lambda route: route.fulfill(json={"results": [{"title": "<img src=x>", "url": "#"}]}),
    )
    open_box(page, site)
    page.keyboard.type("x")

    expect(page.locator(".hero [role=option]")).to_have_text("<img src=x>")
    assert page.locator(".hero [role=option] img").count() == 0


def test_a_server_that_fails_leaves_the_box_usable(page: Page, site: str) -> None:
    page.route(SUGGEST, lambda route: route.abort())
    open_box(page, site)
    page.keyboard.type("limits")
    page.keyboard.press("Enter")

    page.wait_for_url("**/ui/?q=limits")
