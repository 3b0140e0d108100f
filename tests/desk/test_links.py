"""Links at the desk: inert with a verdict in the thread, and the lists that leads keep."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from tests.core.tickets.factories import a_customer, a_ticket, words
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.safety.links.services import add_rule
from octant.core.safety.models import LinkFeed, LinkRule
from octant.core.tickets.models import Message
from octant.core.tickets.services.conversation import receive, send
from octant.core.tickets.transcript import transcript
from octant.desk.bubbles import message_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_HOME = tmp_path
    settings.OCTANT_LINK_FEED = ""


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def test_the_verdict_is_stored_beside_the_message_and_the_agent_sees_why(desk: Client) -> None:
    customer = a_customer()
    ticket = a_ticket(customer)
    text = "Is 🐙 https://kraken-login.com/x real? Or kraken.example?"
    receive(ticket=ticket, customer=customer, text=words(text))
    message = Message.objects.filter(ticket=ticket).latest("seq")
    found = [(text[f["start"] : f["end"]], f["verdict"], f["action"]) for f in message.findings]
    assert found == [
        ("https://kraken-login.com/x", "dangerous", "warn"),
        ("kraken.example", "official", "none"),
    ]
    page = desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()
    assert "Dangerous link" in page and "joins that of kraken.example" in page
    assert "Official site" in page
    assert 'href="https://kraken-login.com' not in page
    chinese = desk.get(f"/desk/tickets/{ticket.public_id}/?lang=zh-hans").content.decode()
    assert "危险链接" in chinese and "该网站不属于我们" in chinese


def test_what_agents_write_is_checked_alike(agent: User) -> None:
    ticket = a_ticket()
    send(ticket=ticket, agent=agent, text=words("请打开 bit.ly/abc 查看"))
    found = Message.objects.filter(ticket=ticket).latest("seq").findings
    assert [f["reasons"] for f in found] == [[["shortener", "bit.ly"]]]


def test_nothing_in_a_link_or_its_finding_becomes_markup() -> None:
    text = "<b>x</b> https://a.test/<i> ⟦secret:password⟧\nend"
    reasons = [["homoglyphs", "<script>"], ["later", "x"]]
    found = {"kind": "link", "start": 9, "end": 24, "verdict": "new", "reasons": reasons}
    html = message_body(text, [found])
    assert "<b>" not in html and "<script>" not in html and "<i>" not in html
    assert "https://a.test/" in html and "[password removed]" in html and "Unknown site" in html


def test_findings_that_do_not_fit_the_text_are_left_out() -> None:
    found = [
        {"kind": "link", "start": 0, "end": 99, "verdict": "official", "reasons": []},
        {"kind": "password", "start": 0, "end": 3, "action": "redact"},
    ]
    assert message_body("short", found) == "short"


def test_a_transcript_breaks_what_must_not_be_followed() -> None:
    customer = a_customer()
    ticket = a_ticket(customer)
    receive(
        ticket=ticket, customer=customer, text=words("https://kraken-login.com or kraken.example")
    )
    text = transcript(ticket)
    assert "https[:]//kraken-login[.]com [Dangerous link] or kraken.example" in text
    assert not mail.outbox


def test_a_lead_adds_tries_and_removes(leading: Client) -> None:
    added = {"entry": "https://Bad.test/", "which": "block", "note": "fake prizes"}
    assert leading.post("/desk/links/", added).status_code == 302
    rule = LinkRule.objects.get()
    page = leading.get("/desk/links/", {"try": "kraken-login.com"}).content.decode()
    assert "bad.test" in page and "fake prizes" in page and "Dangerous link" in page
    assert leading.post(f"/desk/links/{rule.pk}/remove/").status_code == 302
    assert not LinkRule.objects.exists()
    assert leading.post(f"/desk/links/{rule.pk}/remove/").status_code == 404


def test_what_cannot_be_listed_comes_back_with_a_sentence(leading: Client) -> None:
    page = leading.post("/desk/links/", {"entry": "co.uk", "which": "allow"}).content.decode()
    assert "Anybody can register names below this one" in page and 'value="co.uk"' in page
    chinese = leading.post(
        "/desk/links/?lang=zh-hans", {"entry": "kraken.example", "which": "block"}
    )
    assert "这是我们自己的网站" in chinese.content.decode()
    assert (
        "请填写网站"
        in leading.post(
            "/desk/links/?lang=zh-hans", {"entry": "", "which": "block"}
        ).content.decode()
    )


def test_a_long_list_leads_on(leading: Client, lead: User) -> None:
    for number in range(51):
        add_rule(actor=lead, entry=f"s{number:02}.test/a&b", allowed=False)
    page = leading.get("/desk/links/").content.decode()
    assert "?blocked=s49.test%2Fa%26b" in page
    assert "s50.test" in leading.get("/desk/links/", {"blocked": "s49.test/a&b"}).content.decode()


def test_a_lead_names_the_feed(leading: Client) -> None:
    assert leading.post("/desk/links/feed/", {"address": "ftp://x.test"}).status_code == 200
    assert not LinkFeed.objects.exists()
    leading.post("/desk/links/feed/", {"address": "https://feed.test/list"})
    assert LinkFeed.objects.get().address == "https://feed.test/list"
    LinkFeed.objects.update(error="private_address")
    assert "private network" in leading.get("/desk/links/").content.decode()


@pytest.mark.parametrize("way", ["/desk/links/", "/desk/links/feed/", "/desk/links/1/remove/"])
def test_agents_keep_no_lists(desk: Client, way: str) -> None:
    assert desk.post(way, {"entry": "bad.test", "address": ""}).status_code == 403
    assert desk.get("/desk/links/").status_code == 403
