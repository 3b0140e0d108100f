"""A customer lets their browser tell them, and it does, in both languages.

The push service is ours: Chromium's own lies on the internet. What Chromium is asked for and given
is real: permission, service worker, the encrypted message, the notice that the worker asks for.
"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.conftest import PASSWORD
from tests.core.privacy.test_browser import site, usable
from tests.core.tickets.factories import a_ticket, words
from tests.reactions.notifications.browser_side import BrowserSide, receiver, server
from tests.reactions.receiver import Receiver

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.tickets.services.conversation import send
from octant.kit import clock
from octant.reactions.notifications.models import Device
from octant.reactions.notifications.services.pushing import SOON, send_pushes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
__all__ = ["receiver", "server", "site"]
SAID = {
    "en": ("Tell me in this browser", "This browser", "Stop", "There is a new answer"),
    "zh-hans": ("在此浏览器提醒我", "当前浏览器", "关闭", "有 1 条新回复"),
}


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.grant_permissions(["notifications"], origin=site)
    made = context.new_page()
    yield made
    made.goto("about:blank")
    context.close()


def subscribes_at(page: Page, side: BrowserSide) -> None:
    """Let the browser's subscription be with our push service."""
    told = {
        "endpoint": side.given["endpoint"],
        "keys": {"p256dh": side.given["their_key"], "auth": side.given["auth"]},
    }
    page.add_init_script(
        f"""PushManager.prototype.subscribe = async (options) => {{
          globalThis.asked = [options.userVisibleOnly, options.applicationServerKey.length];
          sessionStorage.asked = JSON.stringify(globalThis.asked);
          return {{ toJSON: () => ({json.dumps(told)}) }};
        }};"""
    )


def delivered(page: Page, told: dict[str, str]) -> dict[str, str]:
    """Hand the decrypted message to the service worker; returns the notice that it asks for. This
    Chromium has no windows, and so no notices: that last step is looked at instead of shown."""
    session = page.context.new_cdp_session(page)
    registrations: list[dict[str, str]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    (worker,) = page.context.service_workers
    worker.evaluate(
        """() => {
          self.registration.showNotification = async (title, options) => {
            self.shown = { title, ...options };
          };
        }"""
    )
    found = next(each for each in registrations if each["scopeURL"].endswith("/push/"))
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": re.match(r"https?://[^/]+", page.url)[0],  # type: ignore[index]
            "registrationId": found["registrationId"],
            "data": json.dumps(told),
        },
    )
    shown: dict[str, str] = worker.evaluate(
        """async () => {
          for (let turn = 0; turn < 100 && !self.shown; turn += 1) {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return self.shown;
        }"""
    )
    return shown


def pressed(page: Page, data: dict[str, str]) -> str:
    """The address that the worker opens when a notice with `data` is pressed."""
    (worker,) = page.context.service_workers
    opened: str = worker.evaluate(
        """async (data) => {
          self.clients.openWindow = async (url) => { self.opened = url; };
          const event = new Event("notificationclick");
          event.notification = { data, close() {} };
          event.waitUntil = (promise) => { self.doing = promise; };
          self.dispatchEvent(event);
          await self.doing;
          return self.opened;
        }""",
        data,
    )
    return opened


@pytest.mark.parametrize("language", SAID)
def test_they_are_told_of_an_answer(
    page: Page, site: str, receiver: Receiver, agent: User, language: str
) -> None:
    on, here, stop, new = SAID[language]
    side, wei = BrowserSide(receiver), create_user(email="w@m.example", name="W", role="customer")
    wei.language = language
    wei.set_password(PASSWORD)
    wei.save()
    ticket = a_ticket(of_user(user=wei, language=language), channel="email")
    subscribes_at(page, side)
    page.goto(f"{site}/accounts/login/?next=/accounts/")
    page.fill("[name=login]", wei.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form button[type=submit].button--primary").first.click()
    page.wait_for_url("**/accounts/")
    page.context.add_cookies([{"name": "octant_language", "value": language, "url": site}])
    page.reload()
    page.locator("a[href='/push/']").click()
    usable(page)
    page.get_by_role("button", name=on).click()
    expect(page.locator(".row", has_text=here)).to_be_visible()
    assert json.loads(page.evaluate("sessionStorage.asked")) == [True, 65]
    usable(page)

    assert send_pushes() == 1
    send(ticket=ticket, agent=agent, text=words("Here it is."))
    deliver_due()
    with clock.moved(SOON * 2):
        assert send_pushes() == 1
    trial, told = side.told
    assert trial["tag"] == "trial"
    notice = delivered(page, told)
    assert (notice["title"], notice["body"], notice["tag"]) == (
        told["title"],
        told["body"],
        ticket.public_id,
    )
    assert new in notice["body"] and ticket.public_id in notice["body"]
    url = pressed(page, notice["data"])  # type: ignore[arg-type]
    assert url.startswith(f"{site}/{language}/requests/")
    page.goto(url)
    expect(page.locator("main")).to_contain_text("Here it is.")

    page.goto(f"{site}/push/")
    page.get_by_role("button", name=stop).click()
    expect(page.locator(".row")).to_have_count(0)
    assert not Device.objects.exists()


def test_whoever_forbade_it_is_told_so(
    browser: Browser, site: str, receiver: Receiver, agent: User
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    page.goto(f"{site}/accounts/login/?next=/push/")
    page.fill("[name=login]", agent.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form button[type=submit].button--primary").first.click()
    page.goto(f"{site}/push/")
    page.get_by_role("button", name="Tell me in this browser").click()
    expect(page.get_by_text("Notices from this site are forbidden")).to_be_visible()
    assert not Device.objects.exists()
    page.goto("about:blank")
    context.close()
