"""From a sentence to a started channel, by each rule of the mission document, in both languages."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import LANGUAGES, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, wider_than_the_window
from tests.journeys.product import Product

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]

# Rule: what is written in English and in Chinese, and what must stand first.
RULES = {
    "trading interrupted": (
        "I cannot sell, every order is rejected and the market is crashing",
        "下不了单，每一单都被拒，行情正在暴跌",
        {"live_chat", "phone"},  # the phone in its hours, while nobody is on duty in the chat
    ),
    "account security": (
        "someone got into my account and withdrew my coins",
        "有人登录了我的账户，把币都提走了",
        {"live_chat", "phone"},
    ),
    "not urgent": (
        "no rush, where can I see my trade history from last year",
        "不急，想问问去年的交易记录在哪里查",
        {"help_center"},
    ),
    "several transactions and evidence": (
        "fourteen trades do not match my statement, spreadsheet and screenshots attached",
        "有十四笔交易和对账单对不上，附上表格和截图",
        {"email"},
    ),
    "simple": ("how do I change my password", "怎么修改密码", {"help_center"}),
    "prefers to chat": (
        "can I chat with someone about my limits",
        "想找在线客服聊一下限额",
        {"live_chat", "help_center"},  # chat, unless nobody is on duty
    ),
    "prefers to write": (
        "please answer me by email why my verification failed",
        "请用邮件回复我认证为什么没通过",
        {"email"},
    ),
    "prefers to speak": (
        "I would rather talk to a person on the phone about fees",
        "手续费的事想打电话跟客服说",
        {"phone"},
    ),
    "wants to learn": ("what is a blockchain", "区块链到底是什么", {"learn"}),
    "talk of strategies": (
        "what do other traders think about sol",
        "大家怎么看SOL的行情",
        {"community"},
    ),
    "news and opinions": (
        "I have a suggestion for the app, please add widgets",
        "提个建议：希望增加桌面小组件",
        {"social"},
    ),
}


def tell(person: Person, text: str) -> Page:
    page = person.page
    page.fill("#contact-text", text)
    person.button("Show me the best way").click()
    expect(page.locator(".contact-way")).to_have_count(3)
    expect(page.locator("[data-busy]")).to_have_count(0)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_holds_from_the_sentence_to_the_ranked_ways(
    person: Someone, language: str
) -> None:
    reader = person(language, DESK)
    reader.goto("/{lang}/")
    reader.link("Contact us").first.click()
    for rule, (en, zh, first) in RULES.items():
        tell(reader, reader.either(en, zh))
        best = reader.page.locator(".contact-way--best")
        expect(best).to_have_attribute("data-key", re.compile("|".join(first)))
        assert best.locator(".contact-why li").count() >= 1, rule
    assert axe(reader.page) == []
    assert reader.complaints() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_begins_with_what_was_written_and_its_topic(
    person: Someone, language: str
) -> None:
    reader = person(language, PHONE)
    reader.goto("/{lang}/contact/")
    text = reader.either(
        "my order is stuck and I cannot cancel it, the price runs away",
        "我的订单卡住了撤不了单，价格都跑了",
    )
    page = tell(reader, text)
    assert wider_than_the_window(page) == 0
    assert axe(page) == []
    page.locator(".contact-way[data-key=live_chat] .contact-start a").first.click()
    form = page.locator(".chat-form")
    expect(form.locator("[name=text]")).to_have_value(text)
    expect(form.locator("[name=category]")).to_have_value("trading/orders")
    assert reader.complaints() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_understood_can_be_corrected_and_the_ranking_follows(
    person: Someone, language: str
) -> None:
    reader = person(language, DESK)
    reader.goto("/{lang}/contact/")
    page = tell(reader, reader.either("how do I change my password", "怎么修改密码"))
    best = page.locator(".contact-way--best")
    expect(best).to_have_attribute("data-key", "help_center")
    page.locator("[name=preference][value=write]").check(force=True)
    expect(best).to_have_attribute("data-key", "email")
    expect(page.locator("[name=preference][value=write]")).to_be_focused()
    mail = str(best.locator(".contact-start a").first.get_attribute("href"))
    said = parse_qs(urlsplit(mail).query)["subject"]
    assert said == [reader.either("how do I change my password", "怎么修改密码")]
    page.locator("[name=urgency][value=critical]").check(force=True)
    expect(best).to_have_attribute("data-key", "live_chat")
    assert reader.complaints() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_secret_does_not_leave_the_browser_and_a_stolen_account_is_frozen_first(
    person: Someone, language: str
) -> None:
    reader = person(language, DESK)
    reader.goto("/{lang}/contact/")
    page = reader.page
    posted: list[str] = []
    page.on("request", lambda sent: posted.append(sent.url) if sent.method == "POST" else None)
    key = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"
    page.fill("#contact-text", reader.either(f"my key {key} fails", f"我的私钥 {key} 不能用"))
    reader.button("Show me the best way").click()
    expect(page.locator("#contact-error")).to_be_visible()
    assert not [url for url in posted if "/contact/" in url]
    expect(page.locator(".contact-way")).to_have_count(0)

    text = reader.either("someone logged in to my account", "有人登录了我的账户")
    tell(reader, text)
    page.locator("#advice .button--danger").click()
    expect(page).to_have_url(re.compile("/compromised/"))
    assert reader.complaints() == []


def test_it_works_without_scripts(browser: Browser, product: Product) -> None:
    context = browser.new_context(
        java_script_enabled=False, locale="en-GB", viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    page = context.new_page()
    page.goto(f"{product.url}/en/contact/")
    page.fill("#contact-text", "how do I change my password")
    page.get_by_role("button", name="Show me the best way").click()
    best = page.locator(".contact-way--best")
    expect(best).to_have_attribute("data-key", "help_center")
    page.locator("[name=preference][value=write]").check(force=True)
    page.get_by_role("button", name="Rank again").click()
    expect(best).to_have_attribute("data-key", "email")
    context.close()
