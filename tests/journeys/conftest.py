"""The product, a browser, and the people who use both. All of it starts once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.journeys.people import DESK, Person, newcomer
from tests.journeys.product import Product, running

Someone = Callable[..., Person]
Agent = Callable[..., Person]
LANGUAGES = ["en", "zh-hans"]


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The running demo, shared by all journeys of one xdist group."""
    with running() as started:
        yield started


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
    assert not heard, "\n".join(heard)


@pytest.fixture
def agent(person: Someone) -> Iterator[Callable[..., Person]]:
    """`agent(address, language)`: a member of staff at the desk, who ends every chat and goes
    home at the end, so that the next journey finds nobody on duty."""
    made: list[Person] = []

    def make(address: str, language: str = "en", then: str = "/desk/", **kwargs: Any) -> Person:
        one = person(language, **kwargs)
        one.sign_in(address, then)
        made.append(one)
        return one

    yield make
    for one in made:
        go_home(one)


def go_home(one: Person) -> None:
    """Solve the chats that are still open, and go offline. Without the pages: a test may have
    ended in the middle of one."""
    listed = one.context.request.get(f"{one.url}/desk/?view=live").text()
    token = re.search(r'data-csrf="(\w+)"', listed)
    if token is None:
        return  # an editor's pages, or nobody signed in
    fields = {"csrfmiddlewaretoken": token[1]}
    headers = {"Referer": f"{one.url}/desk/"}
    for address in sorted(set(re.findall(r"/desk/tickets/[\w-]+/", listed))):
        one.context.request.post(f"{one.url}{address}do/solve/", form=fields, headers=headers)
    fields["presence"] = "offline"
    one.context.request.post(f"{one.url}/desk/presence/", form=fields, headers=headers)
