"""A running site on the test database, and a real browser to use it with.

A package of tests that wants them imports the fixtures in its conftest.py:

    from tests.journeys.live import page, site, watch  # noqa: F401
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def site(live_server: LiveServer, settings: LazySettings) -> str:
    """The site's address, by the name localhost: passkeys do not work on bare addresses."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    address = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    settings.OCTANT_URL = address
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    return address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def watch(page: Page) -> Iterator[Callable[[], list[str]]]:
    """What the browser complained of: script errors, refused content, broken files."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # Chromium asks for /favicon.ico on answers that are not pages of ours.
        if message.type == "error" and "favicon.ico" not in message.location["url"]:
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield lambda: list(heard)
