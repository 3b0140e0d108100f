"""A customer who found no answer talks to an agent: two browsers, one conversation."""

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import (
    SIYUAN,
    XIAOTONG,
    accept,
    begin,
    bubble,
    fill_form,
    open_ticket,
    presence,
    reply,
    said,
    write,
)
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, PICTURE, axe, newly_named

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
# The specification's own examples: nobody's wallet.
SEED = {
    "en": "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "zh-hans": "各 川 激 援 强 祝 放 萧 郎 硬 有 扑 偏 敏 映 丽 圣 粒",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_in_vain_then_a_chat_from_the_queue_to_the_rating(
    person: Someone, agent: Agent, language: str
) -> None:
    name, email = newly_named("Ada")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    ada = person(language, PHONE if language == "en" else DESK)

    ada.goto("/{lang}/search/?q=zxqvwkjh")
    ada.page.locator(f'.ways a[href="/{language}/chat/"]').click()
    question = ada.either("My withdrawal takes too long", "提币延迟，一直没有到账")
    form = fill_form(ada, question, name=name, email=email)
    expect(form.locator(".chat-advice")).to_contain_text(ada.either("withdrawal", "我们会直接"))
    form.locator("button[type=submit].button--primary").click()
    expect(ada.page.locator(".queue-place")).to_be_visible()

    accept(siyuan, name)
    expect(said(siyuan, question)).to_be_visible()
    expect(ada.page.locator(".chat-agent")).to_contain_text("思远")
    expect(ada.page.locator(".chat-queue")).to_be_hidden()

    siyuan.page.locator("#composer-text").press_sequentially("H")
    expect(ada.page.locator(".chat-typing")).to_contain_text("思远")
    hello = ada.either("Hello, I am looking at it.", "您好，我来看一下。")
    reply(siyuan, hello)
    expect(bubble(ada, hello)).to_be_visible()
    read = siyuan.words("Read")
    expect(said(siyuan, hello).locator(".bubble-state")).to_have_text(read)

    ada.page.locator("#chat-input").press_sequentially("a")
    expect(siyuan.page.locator("#desk-typing")).not_to_be_empty()
    ada.page.locator(".chat-attach input[type=file]").set_input_files(PICTURE)
    expect(ada.page.locator(".tray-item small")).to_be_visible()
    write(ada, ada.either("This is what I see", "这是我看到的"))
    expect(bubble(ada, ada.either("This is what", "这是我")).locator("img")).to_be_visible()
    picture = said(siyuan, ada.either("This is what", "这是我")).locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") == 96
    expect(bubble(ada, ada.either("This is what", "这是我"))).to_contain_text(
        ada.either("Read", "已读")
    )

    field = siyuan.page.locator("#composer-text")
    field.press_sequentially("/greet")
    siyuan.page.locator("#composer-picker [role=option]").first.click()
    expect(field).not_to_have_value("/greet")
    prepared = field.input_value()
    assert name in prepared and "{" not in prepared
    field.press("Control+Enter")
    expect(bubble(ada, prepared[:12])).to_be_visible()

    siyuan.page.locator('#desk-composer [role=tab][data-mode="note"]').click()
    note = ada.either("Suspects a stuck batch", "怀疑是批次卡住")
    reply(siyuan, note)
    expect(siyuan.page.locator("#desk-thread .bubble--note")).to_contain_text(note)

    # Closed and opened again, the window shows the same chat with all that was said so far.
    ada.page.goto(f"{ada.url}/{language}/article/passkeys/")
    if ada.page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        ada.page.locator("[data-launch]").click()
    else:
        ada.page.locator("[data-launch]").click()
        expect(ada.page.locator(".chat-panel")).to_be_visible()
        ada.page.keyboard.press("Escape")
        expect(ada.page.locator(".chat-panel")).to_be_hidden()
        ada.page.locator("[data-launch]").click()
    expect(bubble(ada, question)).to_be_visible()
    expect(bubble(ada, hello)).to_be_visible()
    expect(ada.page.get_by_text(note)).to_have_count(0)
    assert axe(ada.page) == []

    siyuan.page.locator("#ticket-head [data-command=solve]").click()
    stars = ada.page.locator(".chat-ending .rating")
    expect(stars).to_be_visible()
    stars.get_by_role("radio").nth(4).check(force=True)
    ada.page.locator(".chat-ending textarea").fill(ada.either("Thank you!", "谢谢！"))
    ada.page.locator(".chat-ending .stack-s button").click()
    expect(ada.page.locator(".rating-box [role=status]")).to_contain_text(
        ada.either("Thank", "谢谢")
    )
    open_ticket(siyuan, name)
    expect(siyuan.page.locator("#ticket-trust")).to_contain_text(ada.either("5", "5"))
    assert axe(siyuan.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_recovery_words_never_reach_the_agent(person: Someone, agent: Agent, language: str) -> None:
    name, email = newly_named("Bo")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    bo = person(language)
    begin(bo, bo.either("I cannot withdraw", "我无法提现"), name=name, email=email)
    accept(siyuan, name)

    words = SEED[language]
    write(bo, bo.either("My wallet: ", "我的助记词是：") + words)
    warning = bo.page.locator(".chat-warning")
    expect(warning).to_be_visible()
    expect(bo.page.locator(".chat-list .bubble").filter(has_text=words[:20])).to_have_count(0)
    bo.button("Send it with the secret removed", warning).click()

    expect(bo.page.locator(".chat-list[role=log] .mask-chip")).to_be_visible()
    masked = siyuan.page.locator("#desk-thread .bubble").filter(has=siyuan.page.locator(".badge"))
    expect(masked).to_contain_text(bo.either("My wallet: [", "我的助记词是：["))
    expect(siyuan.page.locator("body")).not_to_contain_text(words[:20])
    expect(bo.page.locator(".chat-room")).not_to_contain_text(words[:20])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stolen_account_is_locked_first_and_goes_straight_to_an_agent(
    person: Someone, agent: Agent, language: str
) -> None:
    name, email = newly_named("Cai")
    siyuan = agent(XIAOTONG, language)
    presence(siyuan, "online")
    cai = person(language)
    cai.goto("/{lang}/chat/")
    question = cai.either("I have been hacked, someone signed in", "我的账户被盗了")
    form = fill_form(cai, question, name=name, email=email, topic="security/compromised")
    lock = form.locator(".chat-lock")
    expect(lock.get_by_role("link")).to_have_attribute("href", f"/{language}/compromised/")
    expect(form.locator(".chat-articles")).to_have_count(0)
    form.locator("button[type=submit].button--primary").click()
    expect(cai.page.locator(".chat-room .chat-lock")).to_be_visible()
    expect(cai.page.locator(".chat-articles")).to_have_count(0)

    accept(siyuan, name)
    priority = siyuan.page.locator("#prop-priority")
    expect(priority).to_have_value("5")
    siyuan.goto("/desk/?view=live")
    row = siyuan.page.locator(".ticket-row").filter(has_text=name)
    expect(row.locator(".badge--danger")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_written_offline_are_kept_and_sent_once(
    person: Someone, agent: Agent, language: str
) -> None:
    name, email = newly_named("Dee")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    dee = person(language, expected=("ERR_INTERNET_DISCONNECTED",))
    begin(dee, dee.either("Where is my deposit?", "我的充值在哪里？"), name=name, email=email)
    accept(siyuan, name)
    reply(siyuan, "1")
    expect(bubble(dee, "1")).to_be_visible()

    dee.context.set_offline(True)
    expect(dee.page.locator(".offline")).to_be_visible()
    kept = dee.either("Written without a connection", "断网时写的")
    write(dee, kept)
    expect(dee.page.locator(".bubble--sending").filter(has_text=kept)).to_be_visible()
    expect(dee.page.locator(".chat-status")).to_be_visible()
    dee.context.set_offline(False)

    expect(said(siyuan, kept)).to_have_count(1)
    expect(bubble(dee, kept)).to_have_count(1)
    expect(dee.page.locator(".bubble--sending")).to_have_count(0)
    expect(dee.page.locator(".chat-status")).to_be_hidden()
    dee.page.reload()
    expect(bubble(dee, kept)).to_have_count(1)
