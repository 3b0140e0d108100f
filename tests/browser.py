"""A real browser. Only one at a time may be open in a process: Playwright's loop runs in the
tests' own thread, and while it does no other loop can start there. Hence one fixture for all
tests, which ends with each module (`browser` in conftest.py)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from playwright.sync_api import Browser, expect, sync_playwright

# The last names a host that is not ours, for tests of a page inside a stranger's page.
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP kraken-support.evil.test 127.0.0.1",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    expect.set_options(timeout=20_000)
    # Django would refuse the database to a thread with a loop; it is asked between calls only.
    with (
        mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as opened,
    ):
        yield opened
