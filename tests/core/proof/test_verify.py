"""The verify page: official, known scam, or not ours; and nothing more to strangers."""

import re

import pytest
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import User
from octant.core.people.services.staff import create_user
from octant.core.proof import limits
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def ask(client: Client, text: str, link: str = "", language: str = "en") -> str:
    """What the page answers, without what differs from one page to the next."""
    answer = client.post(f"/{language}/verify/", {"text": text, "link": link})
    assert answer.status_code == 200
    found = re.search(r'<section class="verdict.*?</section>', answer.content.decode(), re.S)
    assert found, answer.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


@pytest.mark.parametrize(
    ("text", "verdict", "sentence"),
    [
        ("support@kraken.example", "official", "can be forged"),
        ("+1 555 0142", "official", "hang up and call this number yourself"),
        ("@kraken_demo", "official", "Reddit, X"),
        ("https://www.kraken.example/a", "official", "address bar"),
        ("kraken-support.example", "scam", "Copy of our sign-in page"),
        ("0x0000000000000000000000000000000000000bad", "scam", "Send nothing"),
        ("kraken-help.example", "not_ours", "Unknown is not safe"),
        ("+1 555 0100", "not_ours", "Unknown is not safe"),
        ("Mia", "not_ours", "Anybody can use a name"),
        ("BCDF-GHJK", "not_ours", "Only the owner"),
    ],
)
def test_one_box_answers_for_every_kind(
    client: Client, text: str, verdict: str, sentence: str
) -> None:
    answer = ask(client, text)
    assert f"verdict--{verdict}" in answer and sentence in answer


def test_it_answers_in_chinese(client: Client) -> None:
    assert "这是官方的" in ask(client, "support@kraken.example", language="zh-hans")
    assert "未知不等于安全" in ask(client, "kraken-help.example", language="zh-hans")


def test_a_secret_is_not_shown_again_and_its_owner_is_warned(client: Client) -> None:
    words = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    answer = client.post("/en/verify/", {"text": words}).content.decode()
    assert "verdict--secret" in answer and "Do not type this anywhere" in answer
    verdict = answer[answer.index('<section class="verdict') :]
    assert "sausage" not in verdict


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    answer = client.post("/en/verify/", {"text": "<img src=x onerror=alert(1)>"}).content.decode()
    assert "<img src=x" not in answer


def test_an_empty_and_a_long_question_are_sent_back(client: Client) -> None:
    for text, sentence in (("", "Type or paste"), ("x" * 301, "not the whole message")):
        page = client.post("/en/verify/", {"text": text}).content.decode()
        assert sentence in page and "verdict" not in page


def test_the_signed_in_owner_confirms_a_message_and_sees_its_words(
    client: Client, olivia: User, ticket: Ticket, code: str
) -> None:
    client.force_login(olivia)
    answer = ask(client, code)
    assert "verdict--official" in answer
    assert "<strong>Mia</strong>" in answer and ticket.public_id in answer
    assert "Your deposit is here." in answer and "hunter2secret" not in answer


def test_a_guest_confirms_with_the_link_to_their_ticket(
    client: Client, ticket: Ticket, code: str
) -> None:
    key = key_for(ticket)
    mailed = f"http://localhost/en/requests/AAAA-BBBB/#ticket={key}"
    for link in (mailed, f"/en/chat/#key={key}", f"key={key}", key.replace(":", "%3A")):
        given = link if "key=" in link else f"#key={link}"
        assert "verdict--official" in ask(client, code, given)


def test_nobody_else_learns_anything_from_a_code_or_a_name(
    client: Client, ticket: Ticket, code: str, agent: User
) -> None:
    """The oracle: what strangers hear of a real code is, letter for letter, what they hear of
    one that was never given; likewise for an agent's name."""
    never = "BCDF-GHJK"
    other = create_user(email="eve@mail.example", name="Eve", password=PASSWORD)
    elsewhere = a_ticket()
    strangers = {"guest": ("", None), "customer": ("", other), "staff": ("", agent)}
    strangers["another ticket"] = (f"key={key_for(elsewhere)}", None)
    strangers["a forged key"] = (f"key={key_for(ticket)}x", None)
    for who, (link, user) in strangers.items():
        visitor = Client()
        if user:
            visitor.force_login(user)
        real, invented = ask(visitor, code, link), ask(visitor, never, link)
        assert real.replace(code, never) == invented, who
        assert "verdict--not_ours" in real, who
        real, invented = ask(visitor, "Mia", link), ask(visitor, "Tom", link)
        assert real.replace("Mia", "Tom") == invented, who


def test_a_customer_checks_that_an_agent_works_on_their_ticket(
    client: Client, olivia: User, ticket: Ticket
) -> None:
    client.force_login(olivia)
    answer = ask(client, "mia")
    assert "verdict--official" in answer and ticket.public_id in answer
    assert "is working on ticket" in answer
    assert "verdict--not_ours" in ask(client, "Maria Schmidt")


def test_nothing_that_is_asked_is_kept_in_an_address_or_a_shared_page(client: Client) -> None:
    answer = client.post("/en/verify/", {"text": "support@kraken.example"})
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/en/verify/?text=support@kraken.example").content.count(b"verdict") == 0


def test_asking_too_often_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tight = type(limits.ASK_ADDRESS)(limits.ASK_ADDRESS.name, 2, 10)
    monkeypatch.setattr(limits, "ASK_ADDRESS", tight)
    for _turn in range(2):
        assert client.post("/en/verify/", {"text": "a.example"}).status_code == 200
    assert client.post("/en/verify/", {"text": "a.example"}).status_code == 429


@pytest.mark.parametrize("path", ["/en/", "/en/chat/", "/en/search/?q=fees", "/accounts/login/"])
def test_the_page_is_found_from_every_page(client: Client, path: str) -> None:
    page = client.get(path, SERVER_NAME="localhost").content.decode()
    assert page.count('href="/en/verify/"') >= 2


def test_what_we_never_ask_for_and_all_that_is_ours_stands_on_the_page(client: Client) -> None:
    page = client.get("/zh-hans/verify/").content.decode()
    assert "您的密码" in page and "support@kraken.example" in page
    assert "kraken-support.example" not in page
