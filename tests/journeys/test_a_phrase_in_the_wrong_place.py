"""Somebody types the words that open their wallet where words are asked for: into the search box of
the Help Center, and into a mail. (In the chat: test_talking_to_an_agent.py.)"""

import uuid

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, OLIVIA, SIYUAN
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, axe
from tests.journeys.product import until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ZHANG_WEI = "zhang.wei@example.org"
# The specification's own examples: nobody's wallet.
SEED = {
    "en": "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "zh-hans": "各 川 激 援 强 祝 放 萧 郎 硬 有 扑 偏 敏 映 丽 圣 粒",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_search_box_it_is_not_searched_for_and_leaves_the_address(
    person: Someone, language: str
) -> None:
    bo = person(language, PHONE)
    bo.goto("/{lang}/search/")
    box = bo.page.locator(".search-head [name=q]")
    box.fill(bo.either("my seed phrase ", "我的助记词是 ") + SEED[language])
    box.press("Enter")
    notice = bo.page.locator(".notice--danger")
    expect(notice).to_contain_text(bo.either("create a new wallet", "新建一个钱包"))
    assert SEED[language][:20] not in bo.page.content()
    assert "removed=seed_phrase" in bo.page.url
    bo.page.go_back()
    assert SEED[language][:6] not in bo.page.url
    assert axe(bo.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_mail_the_agent_sees_the_mask_and_the_customer_is_told(
    person: Someone, agent: Agent, language: str
) -> None:
    number = uuid.uuid4().hex[:6]
    ada = person(language)
    address = ada.either(OLIVIA, ZHANG_WEI)
    subject = ada.either(f"Wallet {number} is locked", f"钱包 {number} 打不开")
    ada.goto(f"/{{lang}}/mailbox/{address}/new/")
    ada.page.locator("[name=subject]").fill(subject)
    words = ada.either("My seed phrase is: ", "我的助记词是：") + SEED[language]
    ada.page.locator("[name=text]").fill(words)
    ada.page.locator("form.mailbox-form button").click()
    ada.page.wait_for_url(f"**/mailbox/{address}/")

    maya = agent(ada.either(MAYA, SIYUAN), language)

    def came() -> bool:
        maya.goto("/desk/?view=all")
        return maya.page.locator(".ticket-row").filter(has_text=subject).count() > 0

    until(maya.page, came, seconds=60)
    maya.page.locator(".ticket-row").filter(has_text=subject).first.click()
    masked = maya.page.locator("#desk-thread .bubble").filter(has=maya.page.locator(".badge"))
    expect(masked.first).to_contain_text(ada.either("[seed phrase removed]", "我的助记词是：["))
    assert SEED[language][:20] not in maya.page.content()

    def told() -> bool:
        ada.goto(f"/{{lang}}/mailbox/{address}/")
        ada.page.locator(".mailbox-items a:not(.sent)").first.click()
        said = ada.page.locator(".mailbox-main").inner_text()
        return ada.either("create a new wallet", "新建一个钱包") in said

    until(ada.page, told, seconds=90)
    assert SEED[language][:20] not in ada.page.locator(".mailbox-main").inner_text()
