"""Somebody wrote a mail and signed up later: an agent sees that it is they, joins both, and can
take it back; the customer has one history in between."""

import re
import uuid
from itertools import product as every

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, in_colours, wider_than_the_window
from tests.journeys.product import Product, until
from tests.journeys.test_my_requests import a_mail

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
PASSWORD = "correct horse 42 battery"


def sign_up(customer: Person, product: Product, address: str) -> None:
    """Open an account, prove the address by the link in the mail, and sign in."""
    page = customer.page
    customer.goto("/accounts/signup/")
    page.fill("[name=name]", "Ada Example")
    page.fill("[name=email]", address)
    page.fill("[name=password1]", PASSWORD)
    customer.button("Create the account").click()

    def link() -> str:
        for mail in product.mail_to(address):
            body = mail.get_body(("plain",))
            text = str(body.get_content()) if body else ""
            if found := re.search(r"https?://\S+/confirm-email/\S+", text):
                return found[0]
        return ""

    page.goto(until(page, link, seconds=90))
    customer.button("Yes, confirm it").click()
    customer.goto("/accounts/login/?next=/accounts/")
    if page.locator("[name=login]").count():
        page.fill("[name=login]", address)
        page.fill("[name=password]", PASSWORD)
        customer.button("Sign in").click()
    page.wait_for_url("**/accounts/")


def subjects(customer: Person) -> str:
    customer.goto("/{lang}/requests/?show=all")
    return customer.page.locator("main").inner_text()


def open_at_desk(agent: Person, subject: str) -> None:
    def there() -> bool:
        agent.goto("/desk/?view=all")
        return agent.page.locator(".ticket-row").filter(has_text=subject).count() > 0

    until(agent.page, there, seconds=90)
    agent.page.locator(".ticket-row").filter(has_text=subject).first.click()
    expect(agent.page.locator("#desk-person .identities")).to_be_attached()


def good_in_every_look(agent: Person, name: str) -> None:
    """What is shown now, on a phone and a screen, light and dark."""
    page = agent.page
    for size, theme in every((PHONE, DESK), ("dark", "light")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        in_colours(page, theme)
        assert axe(page) == [], f"{name} {size[0]} {theme}"
        assert wider_than_the_window(page) == 0, f"{name} {size[0]} {theme}"
    # What axe measured leaves empty attributes behind, which HTMX would carry over and our
    # policy refuse.
    page.evaluate(
        """for (const e of document.querySelectorAll('[style=""]')) e.removeAttribute("style")"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_and_a_sign_in_become_one_history_and_two_again(
    person: Someone, agent: Agent, product: Product, language: str
) -> None:
    number = uuid.uuid4().hex[:6]
    address = f"{number}@people.example"
    early, late = f"Early {number}", f"Late {number}"
    ada = person(language)
    a_mail(ada, address, early, ada.either("My card was refused.", "我的银行卡被拒绝了。"))
    maya = agent(MAYA, language)
    open_at_desk(maya, early)
    sign_up(ada, product, address)
    a_mail(ada, address, late, ada.either("And my deposit is late.", "另外我的充值没有到账。"))
    open_at_desk(maya, late)
    assert late in subjects(ada) and early not in subjects(ada)

    page = maya.page
    page.locator("#desk-person [data-command=same]").click()
    dialog = page.locator("#desk-dialog")
    expect(dialog.get_by_role("radio")).to_be_checked()
    maya.button("Join", dialog).click()
    expect(dialog.get_by_role("textbox").last).to_have_attribute("aria-invalid", "true")
    good_in_every_look(maya, "same")
    reason = maya.either("Wrote that it is the same person.", "来信说明是同一人。")
    dialog.locator("[name=reason]").fill(reason)
    maya.button("Join", dialog).click()
    expect(page.locator("#desk-person .merger")).to_contain_text(reason)
    expect(page.locator("#desk-person .identities li")).to_have_count(2)
    expect(page.locator("#desk-past")).to_contain_text(early)
    good_in_every_look(maya, "pane")
    assert late in subjects(ada) and early in subjects(ada)

    page.locator("#desk-person .merger button").click()
    expect(dialog).to_be_visible()
    good_in_every_look(maya, "apart")
    dialog.locator("[name=reason]").fill(maya.either("Two people after all.", "其实是两个人。"))
    maya.button("Separate", dialog).click()
    expect(page.locator("#desk-person .merger")).to_have_count(0)
    expect(page.locator("#desk-past")).not_to_contain_text(early)
    assert late in subjects(ada) and early not in subjects(ada)
