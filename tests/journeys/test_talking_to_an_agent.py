"""A customer who found no answer talks to an agent: two browsers, one conversation."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.chat import (
    SIYUAN,
    accept,
    begin,
    bubble,
    fill_form,
    presence,
    reply,
    said,
    write,
)
from tests.journeys.conftest import LANGUAGES, Someone
from tests.journeys.people import DESK, PHONE, PICTURE, Person, axe

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
Agent = Callable[..., Person]


def newly_named(name: str) -> tuple[str, str]:
    """A name and an address that no earlier run has used."""
    number = uuid.uuid4().hex[:8]
    return f"{name} {number}", f"{number}@customers.example"


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
    form.locator("button[type=submit]").click()
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
