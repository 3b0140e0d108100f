"""The contact page says which way suits, and starts it with everything filled in."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.core.knowledge import factories

pytestmark = pytest.mark.django_db
KEY = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"


def asked(client: Client, text: str = "", language: str = "en", **more: str) -> str:
    answer = client.post(f"/{language}/contact/", {"text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def ways(page: str) -> list[str]:
    return re.findall(r'data-key="(\w+)"', page)


def button(page: str, key: str) -> str:
    """The first link of a surface's card."""
    card = page.partition(f'data-key="{key}"')[2]
    return unescape(re.findall(r'<a class="button [^>]*href="([^"]*)"', card)[0])


def mail_link(page: str) -> str:
    """What opens the reader's own mail program."""
    return unescape(re.findall(r'href="(mailto:[^"]*body[^"]*)"', page)[0])


def test_every_page_leads_to_it(client: Client) -> None:
    for path in ("/en/", "/en/email/", "/en/verify/", "/zh-hans/compromised/"):
        page = client.get(path, follow=True).content.decode()
        assert re.search(r'href="/(en|zh-hans)/contact/"', page), path


def test_it_asks_and_offers_topics_before_anything_was_said(client: Client) -> None:
    factories.published("withdrawal-delayed")
    page = client.get("/en/contact/").content.decode()
    assert "What happened?" in page
    assert ways(page) == []
    topic = re.findall(r'href="\?topic=([\w%/-]+)"', page)[0]
    assert ways(client.get(f"/en/contact/?topic={topic}").content.decode())


def test_the_answer_stands_in_the_page_that_was_posted_without_scripts(client: Client) -> None:
    page = asked(client, "cannot sell, all my orders are rejected, hurry!!")
    assert ways(page)[0] == "live_chat"
    assert len(ways(page)) == 7
    assert "data-open-chat" in page
    assert 'data-chat-text="cannot sell, all my orders are rejected, hurry!!"' in page


def test_each_control_shows_what_was_understood_and_what_is_corrected_counts(
    client: Client,
) -> None:
    page = asked(client, "how do I change my password")
    assert ways(page)[0] == "help_center"
    understood = dict(re.findall(r'name="was_(\w+)" value="(\w+)"', page))
    assert understood == {"urgency": "low", "complexity": "simple", "preference": "none"}
    was = {f"was_{name}": value for name, value in understood.items()}
    same = asked(client, "how do I change my password", **was, **understood)
    assert ways(same) == ways(page)
    urgent = asked(client, "how do I change my password", **was, urgency="critical")
    assert ways(urgent)[0] == "live_chat"
    written = asked(client, "how do I change my password", **was, preference="write")
    assert ways(written)[0] == "email"


def test_mail_begins_with_what_was_said_and_what_is_needed(client: Client) -> None:
    page = asked(client, "有好几笔充值对不上，附上截图和表格", language="zh-hans")
    assert ways(page)[0] == "email"
    filled = re.search(
        r'<button [^>]*formaction="/zh-hans/email/" name="begin" value="([^"]+)"', page
    )
    assert filled, "the words go along to the form"
    url = urlsplit(mail_link(page))
    assert url.scheme == "mailto"
    assert url.path == "support@kraken.example"
    said = parse_qs(url.query)
    assert said["subject"] == ["有好几笔充值对不上，附上截图和表格"]
    assert "对不上" in said["body"][0]
    long = asked(client, "对账单和交易记录对不上，" * 500)
    assert len(mail_link(long)) < 2000


def test_articles_are_searched_for_with_the_same_words(client: Client) -> None:
    url = urlsplit(button(asked(client, "how do I set up 2fa"), "help_center"))
    assert url.path == "/en/search/"
    assert parse_qs(url.query)["q"] == ["how do I set up 2fa"]


@pytest.mark.parametrize(
    ("language", "said", "searched"),
    [
        (
            "en",
            "how do I change my mail anna.smith@mail.example, id AB-2039581x, call +49 170 123 456",
            "how do I change my mail , id , call",
        ),
        ("zh-hans", "怎么修改邮箱anna@mail.example，编号2039581", "怎么修改邮箱 ，编号"),
    ],
)
def test_the_address_of_the_articles_names_nobody(
    client: Client, language: str, said: str, searched: str
) -> None:
    url = urlsplit(button(asked(client, said, language=language), "help_center"))
    assert parse_qs(url.query)["q"] == [searched]


def test_an_account_in_other_hands_is_told_to_freeze_first(client: Client) -> None:
    page = asked(client, "有人登录了我的账户，正在提币", language="zh-hans")
    assert page.index("/zh-hans/compromised/") < page.index('data-key="')
    assert "请先冻结账户" in page


def test_surfaces_to_come_are_ranked_without_a_button_and_the_next_best_is_named(
    client: Client,
) -> None:
    page = asked(client, "what is a blockchain")
    assert ways(page)[0] == "learn"
    assert "cannot be used here yet. The next best is" in page


def test_a_secret_is_removed_before_it_is_shown_searched_or_handed_on(client: Client) -> None:
    page = asked(client, f"my private key {KEY} does not work")
    assert KEY not in page
    assert "Something secret was removed" in page
    answer = client.post(
        "/en/contact/advice", json.dumps({"text": KEY}), content_type="application/json"
    )
    assert KEY not in answer.content.decode()


def test_programs_get_the_same_answer_as_json(client: Client) -> None:
    def post(body: Any) -> Any:
        return client.post("/en/contact/advice", body, content_type="application/json")

    answer = post(json.dumps({"text": "how do I change my password"})).json()
    keys = [each["key"] for each in answer["channels"]]
    assert keys == ways(asked(client, "how do I change my password"))
    best = answer["channels"][0]
    assert best["start"].startswith("http://testserver/en/search/")
    assert (best["name"], best["start_label"]) == ("Help Center", "See the articles")
    coming = next(each for each in answer["channels"] if not each["available"])
    assert (coming["start"], coming["start_label"]) == (None, None)
    assert post(json.dumps({"urgency": "soon"})).status_code == 400
    assert post("nonsense").status_code == 400
    assert post("[1]").status_code == 400
    assert client.get("/en/contact/advice").status_code == 405


def test_markup_and_broken_input_do_no_harm(client: Client) -> None:
    page = asked(client, "<img src=x onerror=alert(1)> \" ' data-key=")
    assert "<img src=x" not in page
    assert client.post("/en/contact/", {"text": "x" * 9000}).status_code == 200
    assert ways(client.get("/en/contact/?topic=no/such").content.decode()) == []


def test_json_offers_the_controls_and_a_correction_holds_against_what_was_understood(
    client: Client,
) -> None:
    def ask(**given: str) -> Any:
        body = json.dumps({"text": "all my orders are rejected, hurry!!", **given})
        answer = client.post("/zh-hans/contact/advice", body, content_type="application/json")
        return {each["name"]: each for each in answer.json()["controls"]}

    urgency = ask()["urgency"]
    assert (urgency["value"], urgency["was"]) == ("high", "high")
    assert [key for key, _label in urgency["choices"]] == ["low", "normal", "high", "critical"]
    assert all(re.search("[一-龥]", label) for _key, label in urgency["choices"])
    kept = ask(urgency="high", was_urgency="high", preference="write", was_preference="none")
    assert (kept["preference"]["value"], kept["preference"]["was"]) == ("write", "none")
    assert ask(urgency="low", was_urgency="high")["urgency"]["value"] == "low"
