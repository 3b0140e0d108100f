"""A large recording from a real browser, over a lost connection and over a reload."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from tests.core.safety.files import samples

from octant.core.people.models import User
from octant.core.safety import store
from octant.core.tickets.models import File, Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

FILM = samples.mp4(media=b"frames" * 900_000)  # 5.4 MB: two pieces from a browser
TICKED = "Waiting for the connection"


class Line:
    """Between the browser and the uploads: lets `pieces` through while it is cut."""

    def __init__(self, page: Page) -> None:
        self.cut = False
        self.pieces = 0
        page.route("**/uploads/*", self.pass_on)

    def pass_on(self, route: Route) -> None:
        if not self.cut:
            route.continue_()
        elif route.request.method == "PATCH" and self.pieces:
            self.pieces -= 1
            route.continue_()
        else:
            route.abort("internetdisconnected")

    def cut_after(self, pieces: int) -> None:
        self.cut, self.pieces = True, pieces


def begin(page: Page, site: str) -> None:
    page.goto(f"{site}/en/chat/")
    page.get_by_label("Your name").fill("Mei Lin")
    page.get_by_label("Registered email").fill("mei@customers.example")
    page.get_by_label("What is it about?").select_option("trading/orders")
    page.get_by_label("What happened?").fill("My order did not fill")
    page.locator("form.chat-form button[type=submit]").click()
    expect(page.get_by_label("Write a message")).to_be_visible()


def choose(page: Page, data: bytes = FILM, name: str = "film.mp4") -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "video/mp4", "buffer": data}
    )


def send(page: Page) -> None:
    expect(page.locator(".tray-item progress")).to_have_count(0)
    page.get_by_label("Write a message").fill("Here it is")
    page.keyboard.press("Enter")
    expect(page.locator("[role=log] .file-card")).to_contain_text("film.mp4")


def kept_whole() -> bool:
    stored = b"".join(store.get(File.objects.get().digest))
    return len(stored) == len(FILM) and stored[-5_400_000:] == FILM[-5_400_000:]


def received(page: Page, at_least: int) -> None:
    for _try in range(100):
        if (upload := Upload.objects.first()) and upload.received >= at_least:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the first piece did not arrive")


def test_a_lost_connection_pauses_the_upload_and_it_goes_on_by_itself(
    page: Page, site: str, on_duty: User
) -> None:
    line = Line(page)
    begin(page, site)
    line.cut_after(1)
    choose(page)
    expect(page.locator(".tray-item")).to_contain_text(TICKED)
    assert Upload.objects.get().received == 4 * 1024 * 1024
    assert not Axe().run(page).response["violations"]

    line.cut = False

    send(page)
    assert kept_whole()


def test_a_reload_in_the_middle_costs_nothing(page: Page, site: str, on_duty: User) -> None:
    line = Line(page)
    begin(page, site)
    line.cut_after(1)
    choose(page)
    expect(page.locator(".tray-item")).to_contain_text(TICKED)

    page.reload()
    expect(page.locator(".tray-item")).to_contain_text("film.mp4")
    line.cut = False

    send(page)
    assert kept_whole()
    assert Upload.objects.count() == 1
    page.reload()
    expect(page.locator("[role=log] .file-card")).to_contain_text("film.mp4")
    assert page.locator(".tray-item").count() == 0


def test_an_upload_is_given_up(page: Page, site: str, on_duty: User) -> None:
    line = Line(page)
    begin(page, site)
    line.cut_after(1)
    choose(page)
    received(page, 4 * 1024 * 1024)
    line.cut = False
    page.get_by_role("button", name="Remove film.mp4").click()
    expect(page.locator(".tray-item")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Write a message")).to_be_visible()
    expect(page.locator(".tray-item")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("film.mp4", lambda: FILM + b"<script>alert(1)</script>", "something besides picture"),
        ("film.mp4", lambda: b"<html>" + FILM, "can run code"),
    ],
)
def test_a_hostile_recording_is_refused_with_its_sentence(
    page: Page, site: str, on_duty: User, name: str, make: Callable[[], bytes], sentence: str
) -> None:
    begin(page, site)
    choose(page, make(), name)
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    expect(page.locator(".tray-item")).to_have_count(0)
    assert not File.objects.exists()
