"""Attack 9: HTML that somebody wrote runs nowhere: not in a message, an article or a mail, not even
in a page without any policy."""

import asyncio
import json
import re

import pytest
from playwright.sync_api import Page
from tests.journeys.live import page  # noqa: F401
from tests.reactions.realtime.conftest import Process, browser, new_ticket
from tests.security.world import World

from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.services.conversation import receive
from octant.kit.html import linkify_inert, render_markdown
from octant.kit.mail.html import clean_html

HIT = "top.octantHit=1"
PAYLOADS = (
    f"<script>{HIT}</script>",
    f"<img src=x onerror={HIT}>",
    f"<svg onload={HIT}><animate onbegin={HIT} attributeName=x dur=1s>",
    f"<svg><script>{HIT}</script></svg>",
    f"<a href='javascript:{HIT}'>click</a>",
    f"<a href='jav&#x09;ascript:{HIT}'>click</a>",
    f"<details open ontoggle={HIT}>x</details>",
    f"<input autofocus onfocus={HIT}>",
    f"<video><source onerror={HIT}></video>",
    f"<iframe srcdoc='<script>{HIT}</script>'></iframe>",
    f"<iframe src='javascript:{HIT}'></iframe>",
    f"<object data='data:text/html,<script>{HIT}</script>'></object>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;"
    f"&lt;img src=1 onerror={HIT}&gt;'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={HIT}>",
    f"<noscript><p title='</noscript><img src=x onerror={HIT}>'>",
    f"<template><img src=x onerror={HIT}></template>",
    f"<style>@import 'javascript:{HIT}'</style><body onload={HIT}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HIT}'>",
    f"<base href='javascript:/a/-{HIT}//'><a href=x>y</a>",
    f"<p style='x:expression({HIT})' onpointerover={HIT}>x",
    f"[x](javascript:{HIT}) ![x](x\"onerror={HIT}) <javascript:{HIT}>",
    f"\\u003cimg src=x onerror={HIT}\\u003e &lt;img src=x onerror={HIT}&gt;",
    f"]]><img src=x onerror={HIT}> --><img src=x onerror={HIT}>",
)  # fmt: skip


def as_article(text: str) -> str:
    return render_markdown(text, image_url=lambda _: None, article_url=lambda _: None).html


def as_mail(text: str) -> str:
    return clean_html(text, inline={})


@pytest.mark.parametrize("made", [as_article, as_mail, linkify_inert])
def test_what_we_make_of_it_runs_in_no_page(page: Page, made: object) -> None:  # noqa: F811
    """A real browser, without a policy, clicking and hovering over everything that is left."""
    for payload in PAYLOADS:
        body = made(payload)  # type: ignore[operator]
        page.set_content(f"<!doctype html><body>{body}</body>")
        page.evaluate(
            """() => { for (const each of document.body.querySelectorAll("*")) {
              each.dispatchEvent(new Event("pointerover")); each.click?.(); } }"""
        )
        page.wait_for_timeout(30)
        assert page.evaluate("() => window.octantHit") is None, payload


def test_the_browser_would_notice(page: Page) -> None:  # noqa: F811
    page.set_content(f"<!doctype html><body>{PAYLOADS[1]}</body>")
    page.wait_for_function("() => window.octantHit === 1")


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_message_is_text_on_every_page_that_shows_it(world: World, payload: str) -> None:
    ticket = world.mine.ticket
    receive(ticket=ticket, customer=ticket.customer, text=screen(payload))
    agent, address = world.client("agent"), f"/desk/tickets/{ticket.public_id}/"
    for path in (
        address,
        f"{address}messages/?after=0",
        f"{address}state/",
        "/desk/list/?view=all",
    ):
        shown = agent.get(path).content.decode()
        assert payload not in shown, path
    headers = world.headers("mine")
    kept = world.client("mine").get("/chat/transcript", headers=headers)
    assert kept.headers["Content-Type"].startswith("text/plain")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    said = world.client("mine").get("/chat/messages", headers=headers)
    assert said.headers["Content-Type"] == "application/json"


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_editors_preview_is_as_clean_as_the_page(world: World, payload: str) -> None:
    form = {"body": payload, "language": "en", "slug": "withdrawal-delayed"}
    shown = world.client("editor").post("/editor/articles/preview", form)
    assert shown.status_code == 200
    written = shown.content.decode()
    assert not re.search(r"<[^>]*\son\w+\s*=|<(?:script|svg|iframe|object|base|meta)\b", written)
    assert not re.search(r"<[^>]*(?:href|src)\s*=\s*[\"']?\s*javascript", written)


def test_over_a_socket_a_message_is_text_in_json(process: Process) -> None:
    ticket = new_ticket()

    async def run() -> list[str]:
        window = await browser(process.port, key=key_for(ticket))
        for payload in PAYLOADS:
            said = await window.say(payload)
            await window.until(lambda f, said=said: f["t"] == "ack" and f["id"] == said)
        return [json.dumps(frame) for frame in await window.drain()]

    frames = asyncio.run(run())
    assert all(isinstance(json.loads(frame), dict) for frame in frames)
    assert not any("html" in json.loads(frame).get("m", {}) for frame in frames)
