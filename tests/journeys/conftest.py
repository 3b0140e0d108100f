"""The product, a browser, and the people who use both. All of it starts once."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.live import CHROMIUM
from tests.journeys.people import DESK, Person, newcomer
from tests.journeys.product import Product, running

Someone = Callable[..., Person]
LANGUAGES = ["en", "zh-hans"]
NOWHERE = "--host-resolver-rules=MAP kraken-support.evil.test 127.0.0.1"


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """The running demo, shared by all journeys of one xdist group."""
    with running() as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, where Django would refuse to ask the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*CHROMIUM, NOWHERE]
        )
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def person(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Someone]:
    """`person(language, viewport, theme)`: another browser. At the end none may have complained
    of anything but what `expected` (parts of console lines) names."""
    made: list[tuple[Person, tuple[str, ...]]] = []

    def make(
        language: str = "en",
        viewport: tuple[int, int] = DESK,
        theme: str = "light",
        *,
        expected: tuple[str, ...] = (),
        at: Product | None = None,
    ) -> Person:
        where = at or request.getfixturevalue("product")
        one = newcomer(browser, where.url, language, viewport, theme)
        made.append((one, expected))
        return one

    yield make
    heard = [line for one, expected in made for line in one.complaints(expected)]
    for one, _expected in made:
        one.context.close()
    assert heard == []


@pytest.fixture
def agent(person: Someone) -> Iterator[Callable[..., Person]]:
    """`agent(address, language)`: a member of staff at the desk, who goes home at the end."""
    made: list[Person] = []

    def make(address: str, language: str = "en", **kwargs: object) -> Person:
        one = person(language, **kwargs)
        one.sign_in(address)
        made.append(one)
        return one

    yield make
    for one in made:
        one.context.request.post(
            f"{one.url}/desk/presence/",
            form={"presence": "offline", "csrfmiddlewaretoken": _token(one)},
            headers={"Referer": one.url},
        )


def _token(one: Person) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in one.context.cookies()}
    return next((value for name, value in cookies.items() if "csrf" in name), "")
