"""A customer sends a screenshot of the words that open their wallet. Nobody gets to see them."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from tests.core.safety.pictures import drawing
from tests.journeys.chat import SIYUAN, accept, begin, bubble, presence, said, write
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import PHONE, axe, newly_named

from octant.core.safety import pictures

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
_BYTES = """async image => {
  const answer = await fetch(image.src);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


def what_is_shown(picture: Locator) -> bytes:
    """The bytes of a picture as this browser has them."""
    return base64.b64decode(str(picture.evaluate(_BYTES)))


def test_the_words_are_masked_for_both_sides_and_the_customer_is_told_what_to_do(
    person: Someone, agent: Agent, tmp_path: Path
) -> None:
    words = drawing.phrase(12, "chinese_simplified", seed=11)
    screenshot = tmp_path / "钱包.png"
    screenshot.write_bytes(drawing.saved(drawing.grid(words, chinese=True)[0]))
    assert pictures.read(screenshot.read_bytes()).kinds == ["seed_phrase"]

    name, email = newly_named("Wei")
    siyuan = agent(SIYUAN, "zh-hans")
    presence(siyuan, "online")
    wei = person("zh-hans", PHONE)
    begin(wei, "我的钱包打不开了", name=name, email=email)
    accept(siyuan, name)

    wei.page.locator(".chat-attach input[type=file]").set_input_files(screenshot)
    expect(wei.page.locator(".tray-item small")).to_be_visible()
    write(wei, "请看截图")
    expect(bubble(wei, "请看截图")).to_be_visible()  # at once, checked or not
    expect(said(siyuan, "请看截图")).to_be_visible()

    expect(wei.page.locator(".chat-line", has_text="助记词")).to_contain_text("新建钱包")
    expect(siyuan.page.locator("#desk-thread .event", has_text="助记词")).to_be_visible()
    mine, theirs = bubble(wei, "请看截图"), said(siyuan, "请看截图")
    expect(mine.locator(".file-note")).to_contain_text("遮盖")
    expect(theirs.locator(".badge", has_text="已遮盖")).to_be_visible()
    for picture in (mine.locator("img"), theirs.locator("img")):
        expect(picture).to_be_visible()
    whole = siyuan.page.request.get(str(theirs.locator("a.file-picture").evaluate("a => a.href")))
    assert whole.ok
    for seen in (whole.body(), what_is_shown(theirs.locator("img"))):
        assert not pictures.read(seen).masks
    assert not axe(siyuan.page)
    assert not axe(wei.page)
