"""A phished customer freezes their account, and the security team answers."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, XIAOTONG, accept, begin, bubble, presence, reply
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import PHONE, axe, newly_named, wider_than_the_window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]

ZHANG_WEI = "zhang.wei@example.org"


def test_a_phished_customer_goes_through_the_lane_in_chinese(person: Someone, agent: Agent) -> None:
    maya = agent(MAYA, "en")
    xiaotong = agent(XIAOTONG, "zh-hans")
    presence(xiaotong, "online")
    wei = person("zh-hans", PHONE)
    wei.sign_in(ZHANG_WEI, "/zh-hans/chat/")
    form = wei.page.locator(".chat-form")
    form.locator("[name=category]").select_option("funding/withdrawals")
    form.locator("[name=text]").press_sequentially("我在假网站输入了密码，账号被盗了")
    expect(form.locator(".chat-lock")).to_contain_text(wei.words("Freeze my account"))
    form.locator("button[type=submit].button--primary").click()
    accept(xiaotong, "张伟")

    card = wei.page.locator(".chat-room .chat-lock")
    expect(card).to_contain_text("先冻结账户")
    expect(card.locator("li")).to_have_count(4)
    expect(card).to_contain_text("客服看不到您在那里输入的内容")
    assert axe(wei.page) == []
    with wei.context.expect_page() as opened:
        card.get_by_role("link", name="冻结我的账户").click()
    lane = opened.value
    expect(lane.get_by_role("heading", level=1)).to_have_text("我们正在处理")
    expect(lane).to_have_url(re.compile(r"/zh-hans/compromised/$"))  # no key in the address
    lane.wait_for_load_state("networkidle")
    assert axe(lane) == []
    assert wider_than_the_window(lane) == 0

    lane.get_by_role("button", name="马上冻结我的账户").click()
    expect(lane.get_by_role("heading", level=1)).to_have_text("请确认是您本人")
    assert axe(lane) == []
    lane.get_by_role("button", name="在交易所应用里确认").click()
    expect(lane.locator(".step-number")).to_be_visible()
    assert axe(lane) == []
    lane.get_by_role("button", name="是我本人").click()
    expect(lane.locator(".lane-done")).to_contain_text("自")
    expect(lane.locator(".lane")).to_contain_text("只有我们的安全团队能解除冻结")
    assert axe(lane) == []
    lane.reload()
    expect(lane.get_by_role("button", name="马上冻结我的账户")).to_have_count(0)

    expect(wei.page.locator(".chat-room")).to_contain_text("您的账户已冻结")
    expect(card.get_by_role("link")).to_have_count(0)

    maya.goto("/desk/takeovers/")
    number = lane.locator(".lead .mono").inner_text()
    row = maya.page.locator(".held--row").filter(has_text=number)
    expect(row).to_contain_text("Unanswered")
    expect(row).to_contain_text("Frozen")
    assert axe(maya.page) == []
    case = xiaotong.page.locator(".danger-case")
    expect(case).to_contain_text("已冻结")
    expect(case).to_contain_text("无人响应")
    expect(xiaotong.page.locator("#prop-priority")).to_have_value("5")
    case.get_by_role("button", name="我来处理").click()
    expect(case).to_contain_text("林晓彤 正在处理")
    assert axe(xiaotong.page) == []
    reply(xiaotong, "您好，账户已经冻结，我正在查看最近的提现。")
    expect(bubble(wei, "账户已经冻结")).to_be_visible()
    maya.page.reload()
    expect(row).to_contain_text("林晓彤 is on it")


def test_words_of_a_guest_in_the_middle_of_a_chat_bring_the_card(person: Someone) -> None:
    name, email = newly_named("Ned")
    ned = person("en")
    begin(ned, "Where is my deposit?", name=name, email=email)
    expect(ned.page.locator(".chat-room .chat-lock")).to_have_count(0)
    ned.page.locator("#chat-input").fill("There is more: somebody hacked me, my coins are stolen")
    ned.page.locator("#chat-input").press("Enter")
    card = ned.page.locator(".chat-room .chat-lock")
    expect(card).to_contain_text("Freeze your account first")
    with ned.context.expect_page() as opened:
        card.get_by_role("link").click()
    lane = opened.value
    expect(lane.get_by_role("heading", level=1)).to_have_text("We are on it")
    expect(lane.get_by_role("link", name="Sign in and freeze")).to_be_visible()
    expect(lane.locator(".lane-line")).to_contain_text("+1 555 0199")
    assert axe(lane) == []
