"""What customers and agents do in a chat, said once for all journeys."""

from playwright.sync_api import Locator, expect
from tests.journeys.people import Person
from tests.journeys.product import Product, until

MAYA = "maya@agents.kraken.example"
SIYUAN = "siyuan@agents.kraken.example"
LUKAS = "lukas@agents.kraken.example"
XIAOTONG = "xiaotong@agents.kraken.example"
WANGBO = "wangbo@agents.kraken.example"
PRIYA = "priya@agents.kraken.example"
OLIVIA = "olivia.hart@example.com"


def fill_form(
    customer: Person, text: str, *, name: str, email: str, topic: str = "funding/withdrawals"
) -> Locator:
    """Fill the pre-chat form as a guest; answers the form."""
    form = customer.page.locator(".chat-form")
    form.locator("[name=name]").fill(name)
    form.locator("[name=email]").fill(email)
    form.locator("[name=category]").select_option(topic)
    form.locator("[name=text]").press_sequentially(text)
    return form


def begin(customer: Person, text: str, *, name: str, email: str, **kwargs: str) -> None:
    """Go to the chat's page, fill the form and start."""
    customer.goto("/{lang}/chat/")
    form = fill_form(customer, text, name=name, email=email, **kwargs)
    form.locator("button[type=submit].button--primary").click()
    expect(customer.page.locator(".chat-room")).to_be_visible()


def bubble(customer: Person, text: str) -> Locator:
    """The customer's view of one delivered message."""
    words = customer.page.locator(".bubble-text", has_text=text)
    return customer.page.locator(".chat-list[role=log] .bubble").filter(has=words)


def write(customer: Person, text: str) -> None:
    """Say something in an open chat."""
    customer.page.locator("#chat-input").fill(text)
    customer.page.locator("#chat-input").press("Enter")


def presence(agent: Person, state: str) -> None:
    """Come online, step away or go offline, through the desk's own menu."""
    agent.page.locator("#desk-presence summary").click()
    agent.page.locator(f'#desk-presence [value="{state}"]').click()
    expect(agent.page.locator("#desk-presence summary .presence")).to_have_attribute(
        "data-state", state
    )


def accept(agent: Person, name: str) -> None:
    """Wait until the chat of the customer called `name` rings, and take it."""
    offer = agent.page.locator("#desk-offers .offer").filter(has_text=name)
    offer.locator("[data-command=accept]").click()
    expect(agent.page.locator("#ticket-trust h2")).to_contain_text(name)


def said(agent: Person, text: str) -> Locator:
    """The agent's view of one message."""
    return agent.page.locator("#desk-thread .bubble").filter(has_text=text)


def reply(agent: Person, text: str) -> None:
    """Answer the customer of the open ticket."""
    agent.page.locator("#composer-text").fill(text)
    agent.page.locator("#composer-text").press("Control+Enter")


def open_ticket(agent: Person, text: str, customer: str = "") -> None:
    """Open the ticket whose row in the list of all has this text, of the customer called
    `customer` (default: `text` is the customer's name)."""
    agent.goto("/desk/?view=all")
    agent.page.locator(".ticket-row").filter(has_text=text).first.click()
    expect(agent.page.locator("#ticket-trust h2")).to_contain_text(customer or text)


def link_in_mail(customer: Person, product: Product, address: str) -> str:
    """The customer's own link in the newest mail to `address`, once it has come."""
    mail = until(customer.page, lambda: product.mail_to(address), seconds=150)[-1]
    body = mail.get_content()
    return next(word for word in body.split() if "#ticket=" in word)
