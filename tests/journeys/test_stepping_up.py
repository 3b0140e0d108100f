"""An agent asks in one browser, the customer proves in another that it is they."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.core.people.conftest import totp
from tests.journeys.chat import MAYA, accept, presence
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import PHONE, Person, axe, wider_than_the_window

# Demo customers whom no other journey signs in as: from now on they have a second step.
SOFIA, DANIEL = "sofia.lindqvist@example.org", "daniel.reyes@example.net"
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]


def in_a_chat(customer: Person, maya: Person, name: str) -> None:
    """A customer, signed in, chats with Maya."""
    customer.goto("/en/chat/")
    form = customer.page.locator(".chat-form")
    form.locator("[name=category]").select_option("security/two-factor")
    form.locator("[name=text]").fill("Please change something on my account")
    form.locator("button[type=submit].button--primary").click()
    expect(customer.page.locator(".chat-room")).to_be_visible()
    accept(maya, name)


def by_host_name(customer: Person) -> None:
    """By the name localhost: passkeys do not work on bare addresses."""
    customer.url = customer.url.replace("127.0.0.1", "localhost")
    cookie = {"name": "octant_language", "value": "en", "url": customer.url}
    customer.context.add_cookies([cookie])


def asked(customer: Person, maya: Person) -> Page:
    """Maya asks; the customer opens the card's page."""
    trust = maya.page.locator("#ticket-trust")
    expect(trust).to_contain_text("Signed in")
    trust.get_by_role("button", name="Ask to confirm").click()
    expect(trust).to_contain_text("waiting for their answer")
    card = customer.page.locator(".chat-room .chat-lock").last
    expect(card).to_contain_text("Agents never see what you type there")
    assert axe(customer.page) == []
    with customer.context.expect_page() as opened:
        card.get_by_role("link", name="Confirm it is me").click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    expect(page.locator("main")).to_contain_text("Maya asks for this")
    expect(page).to_have_url(re.compile(r"/en/confirm/$"))  # no key in the address
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert wider_than_the_window(page) == 0
    return page


def stepped_up(customer: Person, maya: Person, page: Page, how: str) -> None:
    """Both sides see it, for a limited time."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, it is you")
    trust = maya.page.locator("#ticket-trust")
    expect(trust).to_contain_text("Signed in and confirmed")
    expect(trust.locator("[data-until]")).to_have_text(re.compile(r"^1[45]:\d\d$"))
    expect(maya.page.locator("#desk-thread")).to_contain_text(how)
    expect(customer.page.locator(".chat-room")).to_contain_text("You confirmed that it is you")
    expect(customer.page.locator(".chat-room .chat-lock").get_by_role("link")).to_have_count(0)
    assert axe(maya.page) == []


def test_by_a_code_of_the_app(person: Someone, agent: Agent) -> None:
    maya = agent(MAYA)
    presence(maya, "online")
    sofia = person("en", PHONE, expected=("400 (Bad Request)",))  # a wrong code
    sofia.sign_in(SOFIA, "/accounts/")
    sofia.goto("/accounts/2fa/totp/activate/")
    key = str(sofia.page.locator(".secret").text_content())
    sofia.page.fill("[name=code]", totp(key))
    sofia.button("Turn it on").click()
    expect(sofia.page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    in_a_chat(sofia, maya, "Sofia")
    page = asked(sofia, maya)
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="Confirm with this code").click()
    expect(page.get_by_role("alert").first).to_contain_text("did not fit")
    assert axe(page) == []
    page.fill("[name=code]", totp(key))
    page.get_by_role("button", name="Confirm with this code").click()
    stepped_up(sofia, maya, page, "confirmed with a code of their app")

    sofia.goto("/accounts/logout/")
    sofia.page.locator("main form button").click()
    trust = maya.page.locator("#ticket-trust")
    expect(trust.get_by_role("button", name="Ask to confirm")).to_be_visible()
    expect(maya.page.locator("#desk-thread")).to_contain_text("the confirmation has ended")


def test_by_a_passkey_from_any_page_of_the_site(person: Someone, agent: Agent) -> None:
    maya = agent(MAYA)
    presence(maya, "online")
    daniel = person("en")
    by_host_name(daniel)
    authenticator(daniel.page)
    daniel.sign_in(DANIEL, "/accounts/")
    daniel.goto("/accounts/2fa/webauthn/add/")
    daniel.page.fill("[name=name]", "My laptop")
    daniel.button("Add the passkey").click()
    expect(daniel.page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    in_a_chat(daniel, maya, "Daniel")
    daniel.goto("/en/")
    line = daniel.page.locator(".topline--asked")
    expect(line).to_have_count(0)
    trust = maya.page.locator("#ticket-trust")
    trust.get_by_role("button", name="Ask to confirm").click()
    expect(trust).to_contain_text("waiting for their answer")
    daniel.page.reload()
    assert axe(daniel.page) == []
    line.get_by_role("link").click()
    expect(daniel.page.locator("main")).to_contain_text("Maya asks for this")
    daniel.button("Use a passkey").click()
    expect(daniel.page.get_by_role("heading", level=1)).to_have_text("Thank you, it is you")
    expect(trust).to_contain_text("Signed in and confirmed")
    expect(maya.page.locator("#desk-thread")).to_contain_text("confirmed with a passkey")
    daniel.page.reload()
    expect(line).to_have_count(0)


def authenticator(page: Page) -> Any:
    """A device that keeps passkeys and whose finger print always fits."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
