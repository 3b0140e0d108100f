"""A lead changes which channel is advised, and customers are advised so at once."""

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import PHONE, axe, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
FIELD = "[name='complexity.simple.email']"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_points_are_tried_saved_seen_by_a_customer_and_taken_back(
    person: Someone, agent: Agent, language: str
) -> None:
    maya = agent(MAYA, language, "/desk/")
    asked = maya.either("how do I change my password", "怎么修改密码")
    ada = person(language, PHONE)

    def advised() -> str:
        ada.goto("/{lang}/contact/")
        ada.page.fill("#contact-text", asked)
        ada.button("Show me the best way").click()
        expect(ada.page.locator(".contact-way")).to_have_count(3)
        return str(ada.page.locator(".contact-way").first.get_attribute("data-key"))

    before = advised()
    maya.goto("/desk/advice/")
    maya.page.fill(FIELD, "60")
    maya.page.fill("[name=sentence]", asked)
    maya.button("See what would change").first.click()
    expect(maya.page.locator("#trial .higher").first).to_be_visible()
    expect(maya.page.locator("#trial")).to_contain_text(asked)
    assert axe(maya.page) == []
    assert advised() == before
    maya.button("Save").first.click()
    expect(maya.page.locator(".points-own")).to_be_visible()
    ada.page.wait_for_timeout(1100)  # another process looks at the file once a second
    assert advised() == "email" != before
    maya.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert axe(maya.page) == []
    assert not wider_than_the_window(maya.page)
    maya.button("Back to the workspace’s own").click()
    expect(maya.page.locator(".points-own")).to_have_count(0)
    ada.page.wait_for_timeout(1100)
    assert advised() == before
