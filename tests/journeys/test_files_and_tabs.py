"""Files reach a chat however they are handed over, and two tabs of one customer stay in step."""

import base64

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.chat import SIYUAN, accept, begin, bubble, presence, reply, said, write
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import PHONE, PICTURE, Person, newly_named
from tests.journeys.product import Product, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
# What a browser hands over when somebody drops or pastes a file: real events, real bytes.
HAND_OVER = """(target, [kind, name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  const data = kind === "paste" ? { clipboardData: transfer } : { dataTransfer: transfer };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  const kinds = kind === "paste" ? ["paste"] : ["dragover", "drop"];
  for (const each of kinds) {
    target.dispatchEvent(new Kind(each, { bubbles: true, cancelable: true, ...data }));
  }
}"""
# What the browser would show is chosen by the person at it; here it is a canvas.
SCREEN = """navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  setInterval(() => pen.fillRect(0, 0, (Date.now() / 20) % 300, 150), 50);
  return canvas.captureStream(15);
};"""


def hand_over(target: Locator, kind: str, name: str) -> None:
    data = base64.b64encode(PICTURE.read_bytes()).decode()
    target.evaluate(HAND_OVER, [kind, name, data])


def tray(customer: Person) -> Locator:
    """The files that are up and not yet sent."""
    return customer.page.locator(".tray-item").filter(has=customer.page.locator("small"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_dropped_pasted_and_captured_pictures_arrive_and_one_is_taken_back(
    person: Someone, agent: Agent, language: str
) -> None:
    name, email = newly_named("Eli")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    eli = person(language, PHONE)
    eli.page.add_init_script(SCREEN)
    begin(eli, eli.either("Where is my deposit?", "我的充值在哪里？"), name=name, email=email)
    accept(siyuan, name)

    field = eli.page.locator("#chat-input")
    hand_over(field, "paste", "pasted.png")
    expect(tray(eli)).to_have_count(1)
    hand_over(eli.page.locator(".chat-list[role=log]"), "drop", "dropped.png")
    expect(tray(eli)).to_have_count(2)
    eli.page.locator(".chat-attach summary").click()
    eli.button("Take a screenshot").click()
    expect(tray(eli)).to_have_count(3)
    tray(eli).filter(has_text="pasted.png").get_by_role("button").click()
    expect(tray(eli)).to_have_count(2)

    words = eli.either("Two pictures", "两张截图")
    write(eli, words)
    expect(bubble(eli, words).locator("img")).to_have_count(2)
    expect(said(siyuan, words).locator("img")).to_have_count(2)
    expect(eli.page.locator(".tray-item")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_tabs_show_one_conversation(person: Someone, agent: Agent, language: str) -> None:
    name, email = newly_named("Fay")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    fay = person(language)
    begin(fay, fay.either("Where is my deposit?", "我的充值在哪里？"), name=name, email=email)
    second = _tab(fay)
    expect(second.page.locator(".chat-room")).to_be_visible()
    accept(siyuan, name)

    here = fay.either("From the first tab", "第一个页面发的")
    there = fay.either("From the second tab", "第二个页面发的")
    write(fay, here)
    expect(bubble(second, here)).to_have_count(1)
    write(second, there)
    expect(bubble(fay, there)).to_have_count(1)
    answer = fay.either("Both tabs hear this", "两个页面都能看到")
    reply(siyuan, answer)
    for tab in (fay, second):
        expect(bubble(tab, answer)).to_have_count(1)
    expect(said(siyuan, here)).to_have_count(1)

    siyuan.page.locator("#ticket-head [data-command=solve]").click()
    for tab in (fay, second):
        expect(tab.page.locator(".chat-ending .rating")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conversation_is_kept_as_a_file_and_by_mail(
    person: Someone, agent: Agent, product: Product, language: str
) -> None:
    name, email = newly_named("Gus")
    siyuan = agent(SIYUAN, language)
    presence(siyuan, "online")
    gus = person(language)
    question = gus.either("Where is my deposit?", "我的充值在哪里？")
    begin(gus, question, name=name, email=email)
    accept(siyuan, name)
    answer = gus.either("It came a minute ago", "一分钟前已到账")
    reply(siyuan, answer)
    expect(bubble(gus, answer)).to_be_visible()

    gus.page.get_by_label(gus.words("More")).click()
    with gus.page.expect_download() as download:
        gus.button("Download the conversation").click()
    text = download.value.path().read_text("utf-8")
    assert question in text and answer in text
    gus.page.get_by_label(gus.words("More")).click()
    gus.button("Email me the conversation").click()
    expect(gus.page.locator(".chat-menu-news")).to_contain_text(email)
    mails = until(gus.page, lambda: product.mail_to(email), seconds=60)
    assert any(answer in mail.get_content() for mail in mails if not mail.is_multipart())


def _tab(who: Person) -> Person:
    """The same browser opens the chat's page once more."""
    page: Page = who.context.new_page()
    page.set_default_timeout(20_000)
    other = Person(who.context, page, who.url, who.language)
    other.goto("/{lang}/chat/")
    return other
