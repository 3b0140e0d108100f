"""The chat in a real browser, without a socket process: everything over plain HTTP.

With sockets, two browsers and kills it is driven in tests/journeys.
"""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from octant.core.people.models import User
from octant.core.routing.models import Offer
from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.offers import accept
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def begin(page: Page, text: str) -> None:
    page.get_by_label("Your name").fill("Mei Lin")
    page.get_by_label("Registered email").fill("mei@customers.example")
    page.get_by_label("What is it about?").select_option("trading/orders")
    page.get_by_label("What happened?").fill(text)
    page.locator("form.chat-form button[type=submit]").click()


def no_violations(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


def test_a_conversation_where_sockets_are_blocked(page: Page, site: str, on_duty: User) -> None:
    page.goto(f"{site}/en/chat/")
    no_violations(page)
    begin(page, "My order did not fill")
    expect(page.locator(".queue-place")).to_contain_text("You are next")
    no_violations(page)
    assign_waiting()
    accept(offer_id=Offer.objects.get().pk, agent=on_duty)
    expect(page.get_by_text("Mia has joined the chat.")).to_be_visible()
    ticket = Ticket.objects.get()
    send(ticket=ticket, agent=on_duty, text=screen("See https://evil.example/x <b>now</b>"))
    bubble = page.locator(".bubble--them .bubble-text")
    expect(bubble).to_contain_text("<b>now</b>")
    expect(bubble.locator(".inert-link")).to_have_text("https://evil.example/x")
    bubble.get_by_text("Unknown site").click()
    expect(bubble.get_by_text("We have not checked this site.")).to_be_visible()
    assert page.locator(".chat-log a, .chat-log b").count() == 0
    page.get_by_label("Write a message").fill("Thank you")
    page.keyboard.press("Enter")
    expect(page.locator("[role=log]").get_by_text("Thank you")).to_be_visible()
    no_violations(page)
    page.reload()
    expect(page.locator("[role=log]").get_by_text("Thank you")).to_be_visible()


def test_a_secret_is_held_back_until_the_customer_has_seen_it(
    page: Page, site: str, on_duty: User
) -> None:
    page.goto(f"{site}/en/chat/")
    begin(page, "I cannot sign in. my password is hunter2024!")
    expect(page.locator(".notice--danger")).to_contain_text("password")
    assert not Ticket.objects.exists()
    page.get_by_role("button", name="Send it with the secret removed").click()
    expect(page.locator(".mask-chip")).to_contain_text("password removed")
    assert "hunter2024" not in Ticket.objects.get().messages.get(seq=1).text


def test_with_nobody_on_duty_the_window_says_when_email_answers(page: Page, site: str) -> None:
    page.goto(f"{site}/zh-hans/chat/")
    expect(page.locator(".chat-duty")).to_contain_text("目前没有客服值班")
    page.locator("#chat-name").fill("林梅")
    page.locator("#chat-email").fill("mei@customers.example")
    page.locator("#chat-category").select_option("security/compromised")
    page.locator("#chat-text").fill("我的账号被盗了")
    expect(page.locator(".chat-lock")).to_be_visible()
    page.locator("form.chat-form button[type=submit]").click()
    expect(page.locator(".chat-promise")).to_contain_text("mei@customers.example")
    no_violations(page)


def test_the_way_to_prove_us_stands_out_from_the_head(page: Page, site: str) -> None:
    page.goto(f"{site}/en/chat/")
    link = page.locator(".chat-head").get_by_role("link", name="Is this really us?")
    # Of one colour with its ground it would be no violation to axe, which cannot see it at all.
    colours = link.evaluate(
        "link => [link, link.closest('.chat-head').querySelector('h2')].map((e) => "
        "getComputedStyle(e).color)"
    )
    assert colours[0] == colours[1]


def test_what_was_typed_outlives_a_reload(page: Page, site: str) -> None:
    page.goto(f"{site}/en/chat/")
    page.get_by_label("What happened?").fill("half a sentence")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("half a sentence")


def test_enter_that_ends_a_chinese_word_does_not_send(page: Page, site: str, on_duty: User) -> None:
    page.goto(f"{site}/en/chat/")
    begin(page, "My order did not fill")
    field = page.get_by_label("Write a message")
    field.fill("订单")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(field).to_have_value("订单")
    page.keyboard.press("Enter")
    expect(field).to_have_value("")


class Exchange(http.server.BaseHTTPRequestHandler):
    """The exchange's own page, with our script in it."""

    script = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            f"<!doctype html><html lang=en><title>Exchange</title><body><h1>Trade</h1>"
            f'<script src="{self.script}" async></script></body></html>'.encode()
        )

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def exchange(site: str) -> Iterator[int]:
    handler = type("Page", (Exchange,), {"script": f"{site}/chat/widget.js"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_listed_page_of_the_exchange_holds_the_chat(page: Page, exchange: int) -> None:
    page.goto(f"http://localhost:{exchange}/")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Live Chat").click()
    expect(frame.get_by_label("What happened?")).to_be_visible()
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") == 390


def test_a_page_that_is_not_listed_is_refused_and_says_why(page: Page, exchange: int) -> None:
    page.goto(f"http://kraken.localhost:{exchange}/")
    expect(page.get_by_role("alert")).to_contain_text("only on our own sites")
    assert page.locator("iframe").count() == 0


def test_our_pages_on_a_copys_host_show_no_chat(
    page: Page, site: str, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    port = site.rsplit(":", 1)[1]
    page.goto(f"http://kraken.localhost:{port}/en/chat/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not one of our sites")
    assert page.locator("octant-chat").count() == 0
