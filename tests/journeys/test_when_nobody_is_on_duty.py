"""Nobody is there: the chat becomes a ticket, and its answer comes by mail."""

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, begin, link_in_mail, open_ticket, reply
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import Person, newly_named
from tests.journeys.product import Product, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]

QUESTION = ("How long does a bank transfer take?", "银行转账需要多久？")
ANSWER = ("One to three working days.", "需要一到三个工作日。")
THANKS = ("Thank you, that is all.", "谢谢，没有其他问题了。")


def arrive_at_night(customer: Person) -> None:
    """Who is on duty is kept for ten seconds (live_chat.selectors.waits): an agent of the journey
    before this one may have gone home within them."""

    def nobody_is_there() -> bool:
        customer.goto("/{lang}/chat/")
        expect(customer.page.locator(".chat-duty")).to_be_visible()
        return customer.page.locator(".chat-duty--away").is_visible()

    until(customer.page, nobody_is_there)


def test_a_message_left_at_night_is_answered_by_mail_with_a_way_back(
    product: Product, person: Someone, agent: Agent
) -> None:
    asked = {language: newly_named("Eve") for language in LANGUAGES}
    maya = agent(MAYA)
    for language, (name, email) in asked.items():
        eve = person(language)
        arrive_at_night(eve)
        begin(eve, eve.either(*QUESTION), name=name, email=email, topic="funding/bank-transfers")
        expect(eve.page.locator(".chat-promise")).to_contain_text(email)
        eve.context.close()
        open_ticket(maya, name)
        reply(maya, eve.either(*ANSWER))
        expect(maya.page.locator("#desk-thread .bubble--mine [data-state=sent]")).to_be_visible()

    # The mail waits a while, so that a second message of the agent goes along.
    for language, (name, email) in asked.items():
        link = link_in_mail(maya, product, email)
        eve = person(language)
        assert eve.either(*ANSWER) in product.mail_to(email)[-1].get_content()
        eve.page.goto(link)
        thread = eve.page.locator("#request-thread")
        expect(thread).to_contain_text(eve.either(*QUESTION))
        expect(thread).to_contain_text(eve.either(*ANSWER))
        eve.page.fill("[name=text]", eve.either(*THANKS))
        eve.page.locator("[data-send]").click()
        expect(thread).to_contain_text(eve.either(*THANKS))
        open_ticket(maya, name)
        thanks = maya.page.locator("#desk-thread .bubble").filter(has_text=eve.either(*THANKS))
        expect(thanks).to_be_visible()
