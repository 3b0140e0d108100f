"""Processes are killed in the middle of a chat: browsers resume by themselves, and every
acknowledged message stands in the thread exactly once on both sides."""

import os
import signal

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import SIYUAN, accept, begin, bubble, presence, reply, said, write
from tests.journeys.conftest import Agent, Someone
from tests.journeys.people import newly_named
from tests.journeys.product import Product, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys-2")]
VICTIMS = ["realtime", "web", "worker", "database"]
# What browsers write to the console while nobody answers.
OUTAGE = ("Failed to load resource", "WebSocket", "htmx:", "Response Status", "502", "503", "500")
AGAIN_SECONDS = 60


def kill(product: Product, name: str) -> int:
    """Kill the process called `name` without a warning; answers what it was."""
    pid = product.pid(name)
    os.kill(pid, signal.SIGKILL)
    return pid


def test_nothing_said_is_lost_or_doubled_when_processes_are_killed(
    product: Product, person: Someone, agent: Agent
) -> None:
    name, email = newly_named("Jo")
    siyuan = agent(SIYUAN, expected=OUTAGE)
    presence(siyuan, "online")
    jo = person("en", expected=OUTAGE)
    begin(jo, "Please watch while things break", name=name, email=email)
    accept(siyuan, name)
    reply(siyuan, "I am here")
    expect(bubble(jo, "I am here")).to_be_visible()

    said_by_both: list[str] = []
    for victim in VICTIMS:
        for at in range(3):
            said_by_both += [f"<jo {victim} {at}>", f"<agent {victim} {at}>"]
            write(jo, said_by_both[-2])
            reply(siyuan, said_by_both[-1])
            if at == 1:
                gone = kill(product, victim)
        until(jo.page, lambda v=victim, g=gone: product.pid(v) not in (0, g), AGAIN_SECONDS)
        for text in said_by_both[-6:]:
            expect(bubble(jo, text)).to_have_count(1, timeout=AGAIN_SECONDS * 1000)
            expect(said(siyuan, text)).to_have_count(1, timeout=AGAIN_SECONDS * 1000)
    expect(jo.page.locator(".bubble--sending")).to_have_count(0)
    expect(siyuan.page.locator("#desk-thread [data-pending]")).to_have_count(0)
    expect(jo.page.locator(".chat-status")).to_be_hidden()

    # Read anew from the tables, it is the same.
    jo.page.reload()
    siyuan.page.reload()
    siyuan.page.locator("[data-earlier]").click()
    expect(bubble(jo, said_by_both[-1])).to_have_count(1)
    for text in said_by_both:
        expect(bubble(jo, text)).to_have_count(1)
        expect(said(siyuan, text)).to_have_count(1)
