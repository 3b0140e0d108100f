"""A customer takes their data along, a lead looks after it, and two of staff erase it."""

import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from tests.conftest import PASSWORD
from tests.core.privacy.conftest import Traces

from octant.core.people.models import Customer, User
from octant.core.privacy.models import Erasure, Sight
from octant.core.privacy.services.exports import make_due
from octant.core.privacy.services.steps import erase_due
from octant.core.tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.fixture
def site(live_server: Any, settings: LazySettings) -> str:
    settings.OCTANT_URL = live_server.url
    settings.OCTANT_DEMO = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    return str(live_server.url)


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Any]:
    """`window(user, language)`: a browser in which this person is signed in."""
    opened = []

    def open_(user: User, language: str = "en") -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{site}/accounts/login/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", PASSWORD)
        page.locator("form button[type=submit].button--primary").first.click()
        page.wait_for_url(lambda url: "/login/" not in url)
        context.add_cookies([{"name": "octant_language", "value": language, "url": site}])
        return page

    yield open_
    for context in opened:
        context.pages[0].goto("about:blank")
        context.close()


def usable(page: Page) -> None:
    """No barrier that axe knows, and nothing wider than the window."""
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def confirm_by_mail(page: Page, send: str, confirm: str) -> None:
    """The customer has nothing stronger: a code comes to their registered address."""
    usable(page)
    page.get_by_role("button", name=send).click()
    page.wait_for_selector("#mailed-code")
    usable(page)
    page.fill("#mailed-code", re.findall(r"\d{4} \d{4}", str(mail.outbox[-1].body))[0])
    page.get_by_role("button", name=confirm).click()


@pytest.mark.parametrize(
    ("language", "heading", "make", "fetch", "send", "confirm"),
    [
        (
            "en",
            "Your data",
            "Make the archive",
            "Download the archive",
            "Send me a code by mail",
            "Confirm with this code",
        ),
        (
            "zh-hans",
            "您的数据",
            "生成压缩包",
            "下载压缩包",
            "把验证码发到我的邮箱",
            "用此验证码确认",
        ),
    ],
)
def test_a_customer_takes_all_their_data_along(
    window: Any,
    site: str,
    traces: Traces,
    language: str,
    heading: str,
    make: str,
    fetch: str,
    send: str,
    confirm: str,
) -> None:
    User.objects.filter(pk=traces.user.pk).update(language=language)
    page = window(traces.user, language)
    page.goto(f"{site}/accounts/")
    page.get_by_role("link", name=heading).first.click()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("body")).to_contain_text("730")  # days, from what really holds
    usable(page)
    page.get_by_role("button", name=make).click()
    confirm_by_mail(page, send, confirm)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_role("button", name=make)).to_have_count(0)
    assert make_due() == 1
    page.reload()
    with page.expect_download() as coming:
        page.get_by_role("link", name=fetch).click()
    with zipfile.ZipFile(coming.value.path()) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["messages"][0]["text"] == "My zebramessage has not come."
    usable(page)


def test_a_customer_asks_to_be_erased_and_thinks_better_of_it(
    window: Any, site: str, traces: Traces
) -> None:
    page = window(traces.user, "zh-hans")
    page.goto(f"{site}/accounts/data/erase/")
    usable(page)
    page.get_by_role("button", name="删除我的数据").click()
    expect(page.get_by_role("alert")).to_contain_text("请先勾选此项")
    assert not Erasure.objects.exists()
    page.get_by_label("我明白此操作无法撤销。").check()
    page.get_by_role("button", name="删除我的数据").click()
    confirm_by_mail(page, "把验证码发到我的邮箱", "用此验证码确认")
    expect(page.locator("h1")).to_have_text("删除您的数据")
    assert not Erasure.objects.exists()  # they say so again themselves
    page.get_by_label("我明白此操作无法撤销。").check()
    page.get_by_role("button", name="删除我的数据").click()
    expect(page.locator("body")).to_contain_text("您的数据即将删除")
    usable(page)
    page.get_by_role("button", name="取消删除").click()
    expect(page.locator("body")).to_contain_text("没有删除任何内容")
    assert Erasure.objects.get().state == "cancelled" and Ticket.objects.exists()


def test_an_administrator_asks_a_lead_confirms_and_the_report_says_what_became_of_it(
    window: Any, site: str, traces: Traces, admin: User, lead: User
) -> None:
    page = window(admin)
    page.goto(f"{site}/desk/tickets/{traces.ticket.public_id}/")
    page.evaluate("document.querySelector('#ticket-trust a').click()")
    expect(page.locator("h1")).to_have_text("Data of Zebulon Quartz")
    usable(page)
    page.get_by_role("button", name="Ask for erasure").click()
    expect(page.locator("body")).to_contain_text("somebody else has to confirm it")
    assert page.get_by_role("button", name="Confirm and erase now").count() == 0
    second = window(lead, "zh-hans")
    second.goto(page.url)
    usable(second)
    second.get_by_role("button", name="确认并立即删除").click()
    expect(second.locator("body")).to_contain_text("等待开始")
    assert erase_due() == 1
    second.reload()
    expect(second.locator("body")).to_contain_text("已删除的内容")
    expect(second.locator("body")).to_contain_text("保留的内容及原因")
    assert "Zebulon" not in second.content()
    usable(second)
    assert not Customer.objects.filter(pk=traces.customer.pk).exists()


def test_a_lead_sees_who_looked_and_what_a_shorter_time_would_delete(
    window: Any, site: str, traces: Traces, lead: User
) -> None:
    Ticket.objects.update(status="solved", last_activity_at="2025-01-01T00:00:00Z")
    page = window(lead)
    page.goto(f"{site}/desk/tickets/{traces.ticket.public_id}/")
    page.goto(f"{site}/desk/privacy/seen/")
    expect(page.locator("table")).to_contain_text("Opened a ticket")
    usable(page)
    page.goto(f"{site}/desk/privacy/")
    page.get_by_label("Kind of data").select_option("chats")
    page.get_by_label("Days").fill("30")
    page.get_by_role("button", name="Show what it would delete").click()
    expect(page.get_by_role("alert")).to_contain_text("would delete 1 entry now")
    usable(page)
    page.get_by_role("button", name="Keep it for that long from now on").click()
    expect(page.get_by_role("row", name="Chats", exact=False).first).to_contain_text("30")
    assert Sight.objects.filter(agent=lead).exists()
