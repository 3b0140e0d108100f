"""A customer follows what they asked: in one list, on one page, by another way, as a guest."""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import (
    MAYA,
    SIYUAN,
    accept,
    begin,
    link_in_mail,
    open_ticket,
    presence,
    reply,
    said,
)
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, PICTURE, Person, axe, newly_named, wider_than_the_window
from tests.journeys.product import Product, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
OLIVIA, ZHANG_WEI = "olivia.hart@example.com", "zhang.wei@example.org"
LEAVES_MS = 45_000  # ten seconds to think again, and a busy machine


def a_mail(customer: Person, address: str, subject: str, text: str) -> None:
    """Write to support from the demonstration's mailbox."""
    customer.goto(f"/{{lang}}/mailbox/{address}/new/")
    customer.page.locator("[name=subject]").fill(subject)
    customer.page.locator("[name=text]").fill(text)
    customer.page.locator("form.mailbox-form button").click()
    sent = customer.page.locator(".mailbox-items a.sent").filter(has_text=subject)
    expect(sent).to_be_visible()


def good_to_use(customer: Person) -> None:
    """For everybody, and without scrolling sideways."""
    assert axe(customer.page) == []
    assert wider_than_the_window(customer.page) == 0


def open_from_the_list(customer: Person, subject: str) -> None:
    def there() -> bool:
        customer.goto("/{lang}/requests/")
        return customer.page.locator(".request-row").filter(has_text=subject).count() > 0

    until(customer.page, there, seconds=60)
    good_to_use(customer)
    customer.page.locator(".request-row").filter(has_text=subject).click()
    expect(customer.page.locator("h1")).to_have_text(subject)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_goes_to_the_chat_and_back_and_is_solved(
    person: Someone, agent: Agent, language: str
) -> None:
    number = uuid.uuid4().hex[:6]
    ada = person(language, PHONE)
    page = ada.page
    address = ada.either(OLIVIA, ZHANG_WEI)
    subject = ada.either(f"Deposit {number} is missing", f"充值 {number} 没有到账")
    a_mail(ada, address, subject, ada.either("I sent it yesterday.", "昨天就转出了。"))
    maya = agent(ada.either(MAYA, SIYUAN), language)
    presence(maya, "online")

    ada.sign_in(address, f"/{language}/requests/")
    open_from_the_list(ada, subject)
    good_to_use(ada)

    # A secret is stopped first; what was written stays. Then it goes, with a picture.
    page.fill("[name=text]", ada.either("my password is hunter2024!", "我的密码是 hunter2024!"))
    page.locator("[data-send]").click()
    expect(page.locator("[data-warning]")).to_be_visible()
    assert axe(page) == []
    page.locator("[data-mend]").click()
    more = ada.either("Here is a screenshot.", "截图在这里。")
    page.fill("[name=text]", more)
    page.set_input_files("[name=files]", PICTURE)
    page.locator("[data-send]").click()
    thread = page.locator("#request-thread")
    expect(thread).to_contain_text(more)
    expect(thread.locator(".request-picture img")).to_be_visible(timeout=LEAVES_MS)
    expect(page.locator("[name=text]")).to_have_value("")

    # To the chat: the agent sees it ring, and what stands on the ticket.
    ada.button("Chat about it now").click()
    expect(page.locator("#request-state")).to_contain_text(ada.words("In the queue of the chat"))
    accept(maya, page.evaluate("document.title") and ada.either("Olivia", "张伟"))
    expect(said(maya, more)).to_be_visible()
    line = maya.words("The customer took this ticket to the chat and waits there.")
    expect(maya.page.locator("#desk-thread .event").filter(has_text=line)).to_be_visible()
    hello = maya.either("Hello, I am here now.", "您好，我在线。")
    reply(maya, hello)
    expect(thread).to_contain_text(hello)  # without a new page
    ada.link("Open the chat").click()
    window = page.locator(".chat-list[role=log]")
    expect(window).to_contain_text(hello)
    page.locator("#chat-input").fill(
        ada.either("Thank you, it is 0.25 BTC.", "谢谢，是 0.25 BTC。")
    )
    page.locator("#chat-input").press("Enter")
    expect(said(maya, "0.25 BTC").last).to_be_visible()

    # And back to mail; the agent's next answer is carried there.
    page.go_back()
    expect(thread).to_contain_text("0.25 BTC")
    ada.button("Answer by email instead").click()
    expect(thread).to_contain_text(ada.words("You chose an answer by email."))
    chosen = maya.words("The customer chose an answer by email.")
    expect(maya.page.locator("#desk-thread .event").filter(has_text=chosen)).to_be_visible()
    last = maya.either("It has arrived.", "已经到账了。")
    reply(maya, last)
    sent = said(maya, last).locator('[data-state="sent"]')
    expect(sent).to_be_visible(timeout=LEAVES_MS)
    expect(thread).to_contain_text(last)

    ada.button("Mark as solved").click()
    expect(page.locator("#request-state")).to_contain_text(ada.words("Solved"))
    page.locator(".rating label").nth(4).click()
    ada.button("Send the rating").click()
    expect(page.get_by_text(ada.words("Thank you for telling us.")).first).to_be_visible()
    good_to_use(ada)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_comes_by_the_link_of_a_mail_to_their_one_ticket(
    product: Product, person: Someone, agent: Agent, language: str
) -> None:
    eve = person(language, PHONE)
    name, email = newly_named(eve.either("Eve", "小伊"))
    question = eve.either("My bank transfer is missing", "我的银行转账没有到账")
    begin(eve, question, name=name, email=email, topic="funding/bank-transfers")
    eve.context.close()  # who is still in the chat is answered there
    maya = agent(MAYA, language)
    open_ticket(maya, name)
    reply(maya, eve.either("Which bank was it?", "请问是哪家银行？"))
    link = link_in_mail(maya, product, email)
    assert "#ticket=" in link and "?" not in link

    other = person(language, PHONE)  # a browser that knows nothing
    page = other.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    thread = page.locator("#request-thread")
    expect(thread).to_contain_text(question)
    assert "#" not in page.url and not any("ticket=" in url for url in asked)
    good_to_use(other)
    answer = other.either("The First Bank.", "第一银行。")
    page.fill("[name=text]", answer)
    page.locator("[data-send]").click()
    expect(thread).to_contain_text(answer)
    expect(said(maya, answer)).to_be_visible()
    other.goto("/{lang}/requests/")
    expect(page.locator(".request-row")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(other.words("Without an account"))
    good_to_use(other)
