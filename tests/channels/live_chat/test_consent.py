"""A recording of the screen is asked for first, and the answer is kept."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.channels.live_chat.conftest import Window

from octant.core.people.models import User
from octant.core.privacy.models import Consent
from octant.core.tickets.models import Ticket

# What the browser would show is chosen by the person at it; here it is a canvas that moves.
SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const paint = () => {
    pen.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
    pen.fillRect(0, 0, 300, 150);
  };
  setInterval(paint, 50);
  window.shown = (window.shown ?? 0) + 1;
  window.began = Date.now();
  return canvas.captureStream(15);
};
"""


def answer(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.content)
    return found


@pytest.mark.django_db
def test_the_words_are_asked_for_agreed_to_and_taken_back(window: Window, on_duty: User) -> None:
    window.begin()
    asked = answer(window.get("consent"))
    assert not asked["given"] and "without sound" in asked["text"]
    chinese = answer(window.get("consent", **{"X-Octant-Language": "zh-hans"}))
    assert chinese["version"] == asked["version"] and chinese["text"] != asked["text"]
    assert answer(window.post("consent", {"version": asked["version"]}))["given"]
    assert Consent.objects.get().customer == Ticket.objects.get().customer
    assert not answer(window.post("consent", {"withdraw": True}))["given"]
    assert Consent.objects.get().withdrawn_how == "chat"


@pytest.mark.django_db
def test_other_words_and_other_people_are_refused(window: Window, on_duty: User) -> None:
    assert window.post("consent", {"version": "x"}).status_code in (401, 403)
    window.begin()
    assert window.post("consent", {"version": "1999-01-01"}).status_code == 409
    assert window.post("consent", {"version": ["\0"]}).status_code == 409
    assert not Consent.objects.exists()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_customer_reads_agrees_records_and_is_not_asked_twice(
    page: Page, site: str, on_duty: User
) -> None:
    page.add_init_script(SCREEN)
    page.goto(f"{site}/zh-hans/chat/")
    page.locator("#chat-name").fill("林梅")
    page.locator("#chat-email").fill("mei@customers.example")
    page.locator("#chat-category").select_option("trading/orders")
    page.locator("#chat-text").fill("我的订单显示有误")
    page.locator("form.chat-form button[type=submit]").click()
    menu = page.locator(".chat-attach summary")
    film = page.locator(".chat-attach .menu-item").nth(2)
    menu.click()
    film.click()
    asked = page.locator(".chat-warning")
    expect(asked).to_contain_text("不录制声音")
    assert page.evaluate("window.shown ?? 0") == 0
    asked.get_by_role("button", name="暂不录制").click()
    expect(asked).to_be_hidden()
    assert not Consent.objects.exists()
    menu.click()
    film.click()
    asked.get_by_role("button", name="同意并选择录制内容").click()
    expect(asked).to_contain_text("正在录制")
    given = Consent.objects.get()
    assert (given.kind, given.language) == ("screen", "zh-hans")
    page.wait_for_function("() => Date.now() - window.began > 1200")  # a film of some frames
    asked.get_by_role("button", name="停止录制").click()
    expect(page.locator(".chat-tray .tray-item")).to_have_count(1)
    menu.click()
    film.click()
    expect(asked).to_contain_text("正在录制")  # agreed already: not asked again
    with page.expect_response("**/chat/consent*"):
        asked.get_by_role("button", name="放弃录制并撤回同意").click()
    expect(page.locator(".chat-tray .tray-item")).to_have_count(1)
    expect(asked).to_be_hidden()
    given.refresh_from_db()
    assert given.withdrawn_how == "chat"
