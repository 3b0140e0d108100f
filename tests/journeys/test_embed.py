"""The chat on an exchange's own page, and on a page that only looks like one."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import LANGUAGES, Someone
from tests.journeys.people import PHONE, axe, newly_named, wider_than_the_window
from tests.journeys.product import Product

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
EVIL = "kraken-support.evil.test"


@pytest.fixture
def host_page(product: Product) -> Iterator[int]:
    """The port of a tiny site whose one page carries the exchange's snippet."""
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Exchange</title>'
        '<meta name="viewport" content="width=device-width"><h1>Trade</h1>'
        f'<script src="{product.url}/chat/widget.js" data-octant-language="{{language}}"></script>'
    )

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            language = "zh-hans" if "zh-hans" in self.path else "en"
            body = html.replace("{language}", language).encode()
            self.send_response(200 if self.path.startswith("/page") else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Requests of a test are not news."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_listed_site_carries_the_chat_on_a_phone(
    person: Someone, host_page: int, language: str
) -> None:
    name, email = newly_named("Hal")
    hal = person(language, PHONE, expected=("favicon",))
    hal.page.goto(f"http://localhost:{host_page}/page?{language}")
    frame = hal.page.frame_locator("iframe")
    frame.locator("[data-launch]").click()
    expect(frame.locator(".chat-form")).to_be_visible()
    assert hal.page.locator("iframe").bounding_box()["width"] == PHONE[0]  # type: ignore[index]
    assert wider_than_the_window(hal.page) == 0
    assert axe(hal.page) == []
    form = frame.locator(".chat-form")
    form.locator("[name=name]").fill(name)
    form.locator("[name=email]").fill(email)
    form.locator("[name=category]").select_option("trading/orders")
    form.locator("[name=text]").fill(hal.either("From your own page", "来自你们的页面"))
    form.locator("button[type=submit].button--primary").click()
    expect(frame.locator(".chat-list .bubble")).to_contain_text(
        hal.either("From your own page", "来自你们的页面")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_listed_site_says_which_way_suits(person: Someone, host_page: int, language: str) -> None:
    hal = person(language, PHONE, expected=("favicon",))
    hal.page.goto(f"http://localhost:{host_page}/page?{language}")
    frame = hal.page.frame_locator("iframe")
    frame.locator("[data-launch]").click()
    frame.locator(".chat-form a[href$='/contact/']").click()
    said = hal.either("my order is stuck and I cannot cancel it", "我的订单卡住了撤不了单")
    which = frame.locator(".chat-which")
    which.locator("textarea").fill(said)
    which.locator("button[type=submit]").click()
    mail = which.locator("li.card[data-key=email] a")
    expect(mail).to_have_attribute("target", "_top")  # the page around may forbid it to frames
    expect(which.locator("li.card[data-key=help_center] a")).to_have_attribute("target", "_blank")
    assert wider_than_the_window(hal.page) == 0
    assert axe(hal.page) == []
    which.locator("li.card[data-key=live_chat] button").click()
    expect(frame.locator(".chat-form [name=text]")).to_have_value(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_that_is_not_listed_gets_a_warning_instead(
    product: Product, person: Someone, host_page: int, language: str
) -> None:
    ivy = person(language, PHONE, expected=("favicon", "403", "Opener-Policy"))
    refusal = ivy.either("one of", "不在其中")
    ivy.page.goto(f"http://{EVIL}:{host_page}/page?{language}")
    expect(ivy.page.get_by_role("alert")).to_contain_text(refusal)
    expect(ivy.page.locator("iframe")).to_have_count(0)

    # A forger takes the script's own check out; the server looks again.
    origin = f"http://{EVIL}:{host_page}"
    frame = f"{product.url}/chat/frame?lang={language}&parent={origin}"
    answer = ivy.context.request.get(frame, headers={"Referer": f"{origin}/page"})
    assert answer.status == 403 and refusal in answer.text()
    begun = ivy.context.request.post(
        f"{product.url}/chat/start",
        headers={"Origin": origin, "Accept": "application/json", "Accept-Language": language},
        data={"text": "hello", "language": language},
    )
    assert begun.status == 403 and begun.json()["code"] in ("wrong_host", "csrf")

    # The pages of the product under a name that is not its own say so and offer no chat.
    port = product.url.rpartition(":")[2]
    ivy.page.goto(f"http://{EVIL}:{port}/{language}/chat/")
    expect(ivy.page.locator(".chat-form")).to_have_count(0)


def test_the_frame_is_not_shown_inside_another_page(
    product: Product, person: Someone, host_page: int
) -> None:
    ivy = person("en", expected=("frame", "403", "favicon", "Framing", "refused"))
    ivy.page.goto(f"http://{EVIL}:{host_page}/page")
    parent = f"http://localhost:{host_page}"
    ivy.page.evaluate(
        """address => {
            const frame = document.createElement("iframe");
            frame.src = address;
            document.body.append(frame);
            return new Promise((done) => (frame.onload = done));
        }""",
        f"{product.url}/chat/frame?lang=en&parent={parent}",
    )
    inside = ivy.page.frames[-1]
    assert inside.locator("[data-launch]").count() == 0
