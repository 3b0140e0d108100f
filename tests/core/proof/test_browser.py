"""The verify page in a real browser: with a screen reader, on a phone, without JavaScript."""

from itertools import product

import pytest
from playwright.sync_api import Browser, expect
from tests.conftest import PASSWORD
from tests.journeys.people import DESK, LOCALES, PHONE, PICTURE, axe, wider_than_the_window

from octant.core.people.models import User
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Ticket

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {
    "support@kraken.example": "official",
    "kraken-support.example": "scam",
    "kraken-help.example": "not_ours",
}


@pytest.mark.parametrize(("language", "size"), list(product(LOCALES, (PHONE, DESK))))
def test_every_answer_can_be_read_by_everybody(
    browser: Browser, site: str, language: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale=LOCALES[language]
    )
    page = context.new_page()
    page.goto(f"{site}/{language}/verify/")
    wrong = axe(page)
    for text, verdict in ASKED.items():
        page.fill("[name=text]", text)
        page.locator(".proof-ask button").click()
        expect(page.locator(f"#answer.verdict--{verdict}")).to_be_focused()
        wrong += axe(page)
    page.locator(".verdict-actions button").click()
    expect(page.locator("[name=about]")).to_have_value("kraken-help.example")
    wrong += axe(page)
    assert not wrong, "\n".join(wrong)
    assert wider_than_the_window(page) == 0
    context.close()


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/verify/")
    page.fill("[name=text]", "kraken-help.example")
    page.locator(".proof-ask button").click()
    page.locator(".verdict-actions button").click()
    page.fill("[name=text]", "They asked for my password.")
    page.fill("[name=name]", "Ada")
    page.fill("[name=email]", "ada@mail.example")
    page.set_input_files("[name=evidence]", [PICTURE])
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you for the report")).to_be_visible()
    assert Ticket.objects.get().public_id in page.content()
    assert File.objects.exclude(message=None).count() == 1
    context.close()


def test_a_link_from_a_chat_says_which_ticket_and_leaves_no_trace(
    browser: Browser, site: str, ticket: Ticket, code: str
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/en/verify/#ticket={key_for(ticket)}")
    expect(page.locator("[name=link]")).to_be_visible()
    assert page.url == f"{site}/en/verify/"
    page.fill("[name=text]", code)
    page.locator(".proof-ask button").click()
    expect(page.locator("#answer")).to_contain_text("Sent by Mia")
    context.close()


def test_a_signed_in_customer_confirms_a_message(
    browser: Browser, site: str, olivia: User, ticket: Ticket, code: str
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/accounts/login/?next=/en/verify/")
    page.fill("[name=login]", olivia.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.fill("[name=text]", code.lower())
    page.locator(".proof-ask button").click()
    expect(page.locator("#answer")).to_contain_text("Yes, we sent this message")
    assert axe(page) == []
    context.close()
