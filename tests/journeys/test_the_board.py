"""Leads see what goes on now without loading the page again: by people, and by simulated load."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, begin
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, newly_named, wider_than_the_window
from tests.journeys.product import Product, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]

WAITING = "#board-now > div:nth-of-type(1) dd"
ONLINE = "#board-now > div:nth-of-type(5) dd"


def number(lead: Person, tile: str) -> int:
    """The figure of a tile, which stands before its small print."""
    return int(lead.page.locator(tile).inner_text().split()[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_that_waits_and_an_agent_who_comes_show_at_once(
    person: Someone, agent: Agent, language: str
) -> None:
    maya = agent(MAYA, language, "/desk/team/", viewport=PHONE if language == "en" else DESK)
    waiting, online = number(maya, WAITING), number(maya, ONLINE)
    maya.page.evaluate("window.stays = true")
    eve = person(language)
    name, email = newly_named("Eve")
    begin(eve, eve.either("Where is it?", "钱在哪里？"), name=name, email=email)
    until(maya.page, lambda: number(maya, WAITING) > waiting)
    maya.page.locator("#desk-presence summary").click()
    maya.page.locator('#desk-presence [value="online"]').click()
    until(maya.page, lambda: number(maya, ONLINE) > online)
    assert maya.page.evaluate("window.stays"), "the page was not loaded again"
    expect(maya.page.locator("#board-people .board-person").first).to_be_visible()
    assert axe(maya.page) == [] and not wider_than_the_window(maya.page)
    maya.page.locator("#desk-presence summary").click()
    maya.page.locator('#desk-presence [value="offline"]').click()


def test_the_board_moves_under_simulated_load(product: Product, agent: Agent) -> None:
    maya = agent(MAYA, "en", "/desk/team/")
    command = [sys.executable, "-m", "octant.project.cli", "simulate", "--minutes", "0.4"]
    simulated = subprocess.Popen(
        [*command, "--rate", "60", "--home", str(product.home)], stdout=subprocess.PIPE, text=True
    )
    try:
        until(maya.page, lambda: number(maya, ONLINE) >= 3)
        taken = "#board-now > div:nth-of-type(5) small"
        until(maya.page, lambda: not maya.page.locator(taken).inner_text().startswith("0 "))
    finally:
        said, _error = simulated.communicate(timeout=120)
    assert simulated.returncode == 0 and '"begun"' in said
    until(maya.page, lambda: number(maya, WAITING) == 0)
