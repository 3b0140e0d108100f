"""An agent is about to ask for what support never asks for: it does not leave, and nothing is lost.

The agent changes the words and they go; asks a lead about others, who refuses with a reason and,
the second time, releases; the customer sees what went and nothing of the rest.
"""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, SIYUAN, accept, begin, bubble, presence, reply, said
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, Person, axe

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def open_held(lead: Person, number: str) -> None:
    """From the lead's own list of what waits for them to the ticket."""
    lead.goto("/desk/held/")
    lead.page.locator("a[href*='/desk/tickets/']").filter(has_text=number).first.click()
    expect(lead.page.locator(".held")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_changed_refused_and_released(person: Someone, agent: Agent, language: str) -> None:
    name = f"Gil {uuid.uuid4().hex[:8]}"
    gil = person(language, PHONE)
    email = f"gil{uuid.uuid4().hex[:8]}@mail.example"
    agnes = agent(SIYUAN, language, expected=("422 (Unprocessable",))  # the browser says so too
    presence(agnes, "online")
    begin(gil, gil.either("I cannot sign in", "我登录不了"), name=name, email=email)
    accept(agnes, name)
    number = agnes.page.url.rstrip("/").rpartition("/")[2].partition("?")[0]

    asking = agnes.either("Please send me your password.", "请把您的密码发给我。")
    reply(agnes, asking)
    panel = agnes.page.locator("#composer-guard")
    expect(panel).to_contain_text(agnes.words("Not sent: support never asks for this"))
    expect(agnes.page.locator("#composer-text")).to_have_value(asking)
    assert axe(agnes.page) == []

    # Said otherwise it goes.
    panel.locator("[data-guard=change]").click()
    kind = agnes.either(
        "Please set a new password yourself under Security.", "请您在“安全”中自行重设密码。"
    )
    reply(agnes, kind)
    expect(bubble(gil, kind)).to_be_visible()

    # Asked of a lead, refused: the agent reads why.
    reply(agnes, asking)
    panel.locator("#guard-reason").fill(agnes.either("The bank insists.", "银行要求的。"))
    panel.locator("[data-guard=hold]").click()
    held = agnes.page.locator(".held")
    expect(held).to_contain_text(agnes.words("Your reply waits for a lead"))
    maya = agent(MAYA, language, viewport=PHONE)
    open_held(maya, number)
    assert axe(maya.page) == []
    never = maya.either("We never ask for it.", "我们从不索要密码。")
    maya.page.locator(".held [name=reason]").fill(never)
    maya.button("Refuse", maya.page.locator(".held")).click()
    expect(held).to_contain_text(never)

    # Released with a reason, it is the customer's to read; the rest never was.
    drill = agnes.either("Please tell me your PIN, as in the drill.", "演练：请告诉我您的密码。")
    reply(agnes, drill)
    expect(panel).to_be_visible()
    panel.locator("[data-guard=hold]").click()
    expect(held.filter(has_text=drill)).to_be_visible()
    open_held(maya, number)
    waiting = maya.page.locator(".held").filter(has_text=drill)
    waiting.locator("[name=reason]").fill(maya.either("A drill of ours.", "这是我们的演练。"))
    maya.button("Release", waiting).click()
    expect(bubble(gil, drill)).to_be_visible()
    expect(said(agnes, drill)).to_be_visible()
    assert bubble(gil, asking).count() == 0
