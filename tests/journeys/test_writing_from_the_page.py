"""A customer writes to us by email from the page that advises it; the answer is a mail.

The words go along from the contact page, what the agent needs is picked from the customer's own
records, a draft survives the window, and a file is pasted, taken away and chosen again.
"""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, SIYUAN, open_ticket, reply, said
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, PICTURE, Person, axe, wider_than_the_window
from tests.journeys.product import until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
OLIVIA, ZHANG_WEI = "olivia.hart@example.com", "zhang.wei@example.org"
PASTED = """(name) => {
  const held = new DataTransfer();
  held.items.add(new File(["id,amount\\n1,2\\n"], name, { type: "text/csv" }));
  const given = { clipboardData: held, bubbles: true, cancelable: true };
  const event = new ClipboardEvent("paste", given);
  document.querySelector("[name=text]").dispatchEvent(event);
}"""


def good_to_use(customer: Person) -> None:
    assert axe(customer.page) == []
    assert wider_than_the_window(customer.page) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_sentence_to_an_answer_by_mail(person: Someone, agent: Agent, language: str) -> None:
    number = uuid.uuid4().hex[:6]
    ada = person(language, PHONE if language == "en" else DESK, "dark")
    page, address = ada.page, ada.either(OLIVIA, ZHANG_WEI)
    words = ada.either(
        f"Several withdrawals do not match my statement {number}, screenshots attached",
        f"好几笔提现和对账单 {number} 对不上，附上截图",
    )
    ada.sign_in(address, f"/{language}/contact/")
    page.locator("[data-contact] [name=text]").fill(words)
    best = page.locator(".contact-way--best")
    expect(best).to_have_attribute("data-key", "email")
    best.locator("button[name=begin]").click()
    page.wait_for_url("**/email/")
    field = page.locator("[name=text]")
    expect(field).to_have_value(words)
    page.locator("[name=category]").select_option("funding/withdrawals")
    needs = page.locator(".intake")
    expect(needs).to_be_visible()
    good_to_use(ada)

    # One press names their own withdrawal, and the exchange knows when it was.
    needs.locator(".intake-pick").first.click()
    expect(needs.locator(".intake-row--told")).to_have_count(2)
    whole = field.input_value()

    # The window goes and comes again.
    page.goto("about:blank")
    again = ada.context.new_page()
    page.close()
    ada.page = page = again
    ada.goto("/{lang}/email/")
    field = page.locator("[name=text]")
    expect(field).to_have_value(whole)
    expect(page.locator(".intake-row--told")).to_have_count(2)

    # Files, one after the other; without words nothing goes.
    page.evaluate(PASTED, "trades.csv")
    page.evaluate(PASTED, "wrong.csv")
    page.set_input_files("[name=files]", PICTURE)
    chosen = page.locator("[data-picked] li")
    expect(chosen).to_have_count(3)
    chosen.filter(has_text="wrong.csv").get_by_role("button").click()
    expect(chosen).to_have_count(2)
    good_to_use(ada)
    field.fill("")
    page.locator("[data-send]").click()
    expect(page.locator("#answer-error")).to_be_visible()
    field.fill(whole)
    page.locator("[data-send]").click()
    page.wait_for_url("**/requests/**")
    thread = page.locator("#request-thread")
    expect(thread).to_contain_text(number)
    expect(thread).to_contain_text("trades.csv")
    good_to_use(ada)
    ada.goto("/{lang}/email/")
    expect(page.locator("[name=text]")).to_have_value("")

    # The agent finds all of it, and the answer is a mail.
    maya = agent(ada.either(MAYA, SIYUAN), language, then="/desk/?view=all")
    open_ticket(maya, number, ada.either("Olivia", "张伟"))
    expect(said(maya, number)).to_be_visible()
    expect(said(maya, "trades.csv")).to_be_visible()
    hello = maya.either(f"We compare them now, {number}.", f"我们正在核对 {number}。")
    reply(maya, hello)

    def mailed() -> bool:
        ada.goto(f"/{{lang}}/mailbox/{address}/")
        newest = page.locator(".mailbox-items a").filter(has_text=number).first
        if newest.count():
            newest.click()
        return hello in page.content()

    until(page, mailed, seconds=60)
