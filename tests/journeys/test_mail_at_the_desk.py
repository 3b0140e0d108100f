"""A customer writes a mail with evidence; an agent reads, answers, thinks again; it stays one
ticket. Both sides in a browser: the customer's is the demonstration's mailbox page."""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, OLIVIA, SIYUAN, reply, said
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, PICTURE, Person, axe, wider_than_the_window
from tests.journeys.product import until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ZHANG_WEI = "zhang.wei@example.org"
LEAVES_MS = 45_000  # ten seconds to think again, and a busy machine


def write(customer: Person, address: str, subject: str, text: str) -> None:
    customer.goto(f"/{{lang}}/mailbox/{address}/new/")
    page = customer.page
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=text]").fill(text)
    page.locator("[name=files]").set_input_files(PICTURE)
    assert axe(page) == []
    page.locator("form.mailbox-form button").click()
    expect(page.locator(".mailbox-items a.sent").filter(has_text=subject)).to_be_visible()


def open_mail(customer: Person, address: str, text: str) -> None:
    """Open the newest mail that came with these words in its subject."""
    page = customer.page

    def there() -> bool:
        customer.goto(f"/{{lang}}/mailbox/{address}/")
        return page.locator(".mailbox-items a:not(.sent)").filter(has_text=text).count() > 0

    until(page, there, seconds=60)
    assert axe(page) == []
    page.locator(".mailbox-items a:not(.sent)").filter(has_text=text).first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_answered_at_the_desk_and_stays_one_ticket(
    person: Someone, agent: Agent, language: str
) -> None:
    number = uuid.uuid4().hex[:6]
    ada = person(language)
    address = ada.either(OLIVIA, ZHANG_WEI)
    subject = ada.either(f"Deposit {number} is missing", f"充值 {number} 没有到账")
    first = ada.either(
        "I sent 0.25 BTC yesterday and it has not arrived. A screenshot is attached.",
        "昨天充值了 0.25 BTC，至今没有到账，截图见附件。",
    )
    write(ada, address, subject, first)

    maya = agent(ada.either(MAYA, SIYUAN), language)
    page = maya.page
    maya.goto("/desk/?view=all")
    page.locator(".ticket-row").filter(has_text=subject).first.click()
    came = said(maya, first[:12]).first
    expect(came.locator(".about")).to_contain_text(address)
    expect(came.locator(".about")).to_contain_text(maya.words("Sender confirmed"))
    expect(came.locator(".file-picture, .file-chip").first).to_be_visible()
    maya.button("Original", came).click()
    expect(page.locator("#desk-dialog .original-source")).to_contain_text(address)
    assert axe(page) == []
    page.keyboard.press("Escape")

    begun = maya.either("We look into it now.", "我们正在核查。")
    reply(maya, begun)
    maya.button("Undo", said(maya, begun).last).click()
    expect(page.locator("#composer-text")).to_have_value(begun)
    expect(page.locator(".bubble--note").filter(has_text=begun)).to_be_visible()

    answer = maya.either("Which network did you use?", "请问您使用的是哪个网络？")
    page.locator("#composer-text").fill("")
    reply(maya, answer)
    sent = said(maya, answer).locator('[data-state="sent"]')
    expect(sent).to_be_visible(timeout=LEAVES_MS)

    open_mail(ada, address, subject)
    expect(ada.page.locator(".mailbox-body")).to_contain_text(answer)
    expect(ada.page.locator(".mailbox-main")).not_to_contain_text(begun)
    assert axe(ada.page) == []
    ada.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert wider_than_the_window(ada.page) == 0
    last = ada.either("Bitcoin, on chain.", "比特币链上转账。")
    ada.page.locator("[name=text]").fill(last)
    ada.page.locator("form.mailbox-form button").click()

    expect(said(maya, last)).to_be_visible(timeout=LEAVES_MS)
    maya.goto("/desk/?view=all")
    expect(page.locator(".ticket-row").filter(has_text=number)).to_have_count(1)
