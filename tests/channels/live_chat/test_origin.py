"""The official check: the chat answers pages of listed hosts and no others."""

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.channels.live_chat.conftest import Window

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "origin", ["http://testserver", "https://www.kraken.example", "http://localhost:9999"]
)
def test_listed_hosts_are_answered(window: Window, origin: str) -> None:
    assert window.get("config", Origin=origin).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://kraken-support.example",
        "https://kraken.example.evil.example",
        "https://evilkraken.example",
        "null",
        "https://[bad",
        "kraken.example@evil.example",
    ],
)
@pytest.mark.parametrize("path", ["config", "state", "messages"])
def test_other_hosts_are_refused_with_the_reason(window: Window, origin: str, path: str) -> None:
    answer = window.get(path, Origin=origin)
    refusal = json.loads(answer.content)
    assert (answer.status_code, refusal["code"]) == (403, "wrong_host")
    assert "only on our own sites" in refusal["sentence"]


def test_a_copy_that_hides_origin_is_known_by_its_referer(window: Window) -> None:
    answer = window.client.get("/chat/config", headers={"Referer": "https://copy.example/chat"})
    assert answer.status_code == 403


def test_a_proxy_that_passes_its_own_host_is_refused(
    window: Window, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    answer = window.client.get("/chat/config", headers={"Host": "copy.example"})
    assert answer.status_code == 403
    page = window.client.get("/en/chat/", headers={"Host": "copy.example"})
    assert page.status_code == 403
    assert b"kraken.example" in page.content


def test_nothing_can_be_written_by_a_plain_form(window: Window) -> None:
    """A foreign page can send forms without asking; the chat takes JSON only."""
    answer = window.client.post("/chat/start", data=window.form())
    assert json.loads(answer.content)["code"] == "bad_type"


def frame(parent: str, **headers: str) -> Any:
    return Client().get(f"/chat/frame?lang=en&parent={parent}", headers=headers)


def test_the_frame_may_stand_in_listed_pages_only() -> None:
    answer = frame("https://www.kraken.example", Referer="https://www.kraken.example/trade")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    ancestors = next(part for part in policy.split(";") if "frame-ancestors" in part)
    assert "www.kraken.example:*" in ancestors
    assert "'none'" not in ancestors
    assert "X-Frame-Options" not in answer
    assert b'data-parent="https://www.kraken.example"' in answer.content


@pytest.mark.parametrize(
    "parent", ["https://evil.example", "", "javascript:alert(1)", "https://[", "//kraken.example"]
)
def test_the_frame_refuses_other_parents(parent: str) -> None:
    answer = frame(parent)
    assert answer.status_code == 403
    assert b"octant-chat" not in answer.content


def test_the_frame_refuses_a_page_that_lies_about_itself() -> None:
    assert frame("https://www.kraken.example", Referer="https://evil.example/").status_code == 403


def test_every_other_page_may_stand_in_no_frame() -> None:
    answer = Client().get("/en/chat/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_widget_knows_its_hosts_and_both_languages() -> None:
    script = Client().get("/chat/widget.js")
    assert script["Content-Type"].startswith("text/javascript")
    settings_line = script.content.decode().splitlines()[0]
    about = json.loads(settings_line.removeprefix("globalThis.octantChat = ").rstrip(";"))
    assert "www.kraken.example" in about["hosts"]
    assert about["texts"]["zh-hans"]["title"] == "在线客服"


def test_a_demonstration_may_be_opened_by_its_number_in_the_house(
    window: Window, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    home = {"Host": "192.168.7.20:8000", "Origin": "http://192.168.7.20:8000"}
    settings.OCTANT_DEMO = False
    assert window.client.get("/chat/config", headers=home).status_code == 403
    settings.OCTANT_DEMO = True
    assert window.client.get("/chat/config", headers=home).status_code == 200
    outside = {"Host": "203.0.113.9", "Origin": "http://8.8.8.8"}
    assert window.client.get("/chat/config", headers=outside).status_code == 403
