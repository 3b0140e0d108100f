"""Leads see what goes on now without loading the page again, while customers chat."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import LUKAS, MAYA, accept, begin, presence
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, newly_named, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]

NOW = "#board-now > div:nth-of-type({}) dd"
WAITING, ONLINE = NOW.format(1), NOW.format(5)


def shows(lead: Person, tile: str, figure: int) -> None:
    """The tile's figure, which stands before its small print."""
    expect(lead.page.locator(tile)).to_have_text(re.compile(rf"^{figure}\s"), use_inner_text=True)


def load_of(lead: Person, name: str, load: int) -> None:
    row = lead.page.locator("#board-people .board-person").filter(has_text=name)
    expect(row.locator("meter")).to_have_attribute("value", str(load))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_moves_while_chats_come_and_are_taken(
    person: Someone, agent: Agent, language: str
) -> None:
    # The lead watches; an agent has to be there before a chat begins, or it becomes a ticket.
    maya = agent(MAYA, language, "/desk/team/", viewport=PHONE if language == "en" else DESK)
    shows(maya, WAITING, 0)
    shows(maya, ONLINE, 0)
    maya.page.evaluate("window.stays = true")
    lukas = agent(LUKAS)
    presence(lukas, "online")
    shows(maya, ONLINE, 1)

    customers = []
    for waiting in (1, 2):
        name, email = newly_named(f"Eve {waiting}")
        customers.append(name)
        begin(person("en"), "Where is my withdrawal?", name=name, email=email)
        shows(maya, WAITING, waiting)
    expect(maya.page.locator("#board-now .timer")).to_be_visible()
    for taken, name in enumerate(customers, 1):
        accept(lukas, name)
        shows(maya, WAITING, 2 - taken)
        load_of(maya, "Lukas", 2)  # what rings is held for them, like what they took
    assert axe(maya.page) == [] and not wider_than_the_window(maya.page)

    presence(lukas, "offline")
    shows(maya, ONLINE, 0)
    assert maya.page.evaluate("window.stays"), "the page was not loaded again"
