"""Sign-in in a real browser: passkeys, codes, and a policy that refuses inline script."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from tests.conftest import PASSWORD
from tests.core.people.conftest import totp

from octant.core.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
Watch = Callable[[], list[str]]


@pytest.fixture
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
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def sign_in(page: Page, site: str, user: User) -> None:
    """Back to one's own account: the desk would want its sockets, which are not running here."""
    page.goto(f"{site}/accounts/login/?next=/accounts/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(f"{site}/accounts/login/?next=/accounts/")


def test_a_passkey_is_added_and_opens_the_account_without_a_password(
    page: Page, site: str, customer: User, authenticator: Any, watch: Watch
) -> None:
    sign_in(page, site, customer)
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "My laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/webauthn/")
    expect(page.get_by_text("My laptop")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert watch() == []


def test_a_passkey_is_the_second_step_after_a_password_too(
    page: Page, site: str, customer: User, authenticator: Any
) -> None:
    sign_in(page, site, customer)
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, site, customer)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site}/accounts/")


def test_who_declines_the_passkey_is_told_what_to_do(
    page: Page, site: str, customer: User, authenticator: Any
) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-error]")).to_have_text(
        "No passkey was used. Try again, or choose another way."
    )


def test_staff_set_up_an_authenticator_app_and_get_to_work(
    page: Page, site: str, agent: User, watch: Watch
) -> None:
    sign_in(page, site, agent)
    page.goto(f"{site}/accounts/2fa/")
    expect(page.get_by_text("Set up a second step first")).to_be_visible()
    page.get_by_role("link", name="Authenticator app").click()
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.naturalWidth") > 0
    page.get_by_text("Cannot scan?").click()
    page.fill("[name=code]", totp(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Go to work")).to_be_visible()
    assert watch() == []


def test_a_wrong_entry_takes_the_focus_to_a_summary_that_links_to_the_field(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/accounts/signup/")
    page.fill("[name=name]", "Nia")
    page.fill("[name=email]", "not an address")
    page.fill("[name=password1]", "short")
    page.get_by_role("button", name="Create the account").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter a valid email address.").click()
    expect(page.locator("[name=email]")).to_be_focused()
    assert page.input_value("[name=email]") == "not an address"
    assert page.input_value("[name=name]") == "Nia"


PAGES_OF_ANYBODY = ["login/", "signup/", "password/reset/", "confirm-email/", "inactive/"]
PAGES_OF_ONESELF = [
    "",
    "profile/",
    "email/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "sessions/",
    "3rdparty/",
    "logout/",
    "staff/",
    "staff/invite/",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_obeys_the_policy_and_is_accessible(
    page: Page, site: str, admin: User, settings: LazySettings, watch: Watch, language: str
) -> None:
    settings.OCTANT_DEMO = True
    heard: list[str] = []

    def look(path: str) -> None:
        page.context.add_cookies([{"name": "octant_language", "value": language, "url": site}])
        answer = page.goto(f"{site}/accounts/{path}")
        assert answer is not None and answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == language
        found = Axe().run(page).response["violations"]
        heard.extend(f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in found)

    for path in PAGES_OF_ANYBODY:
        look(path)
    page.context.clear_cookies()
    sign_in(page, site, admin)
    for path in PAGES_OF_ONESELF:
        look(path)
    assert heard == []
    assert watch() == []
