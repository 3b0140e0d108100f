"""A real browser. Only one at a time may be open in a process: Playwright's loop runs in the
tests' own thread, and while it does no other loop can start there. Hence one fixture for all
tests, which ends with each module (`browser` in conftest.py)."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from playwright.sync_api import Browser, expect, sync_playwright

# The first is the engine without windows of its own, in a package of Debian's: the same pages for
# two fifths of the processor time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
APPS = ("Chromium", "Google Chrome")
# The last names a host that is not ours, for tests of a page inside a stranger's page.
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP kraken-support.evil.test 127.0.0.1",
]


def program() -> str:
    """Where a Chromium lies. Raises `FileNotFoundError` where there is none."""
    apps = (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in APPS)
    found = next((each for each in map(shutil.which, (*PROGRAMS, *apps)) if each), None)
    if found is None:
        raise FileNotFoundError("No Chromium: tools/system_packages installs one.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window."""
    expect.set_options(timeout=20_000)
    # Django would refuse the database to a thread with a loop; it is asked between calls only.
    with (
        mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program(), args=CHROMIUM) as opened,
    ):
        yield opened
