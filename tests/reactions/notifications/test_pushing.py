"""Browsers are told of answers: when, with what words, and until when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from tests.core.tickets.factories import a_ticket, words
from tests.desk.conftest import SignIn, sign_in
from tests.reactions.notifications.browser_side import BrowserSide, receiver, server
from tests.reactions.receiver import Receiver

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.people.services.customers import of_user
from octant.core.people.services.reach import set_reach
from octant.core.people.services.staff import create_user
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send
from octant.core.tickets.services.reading import seen
from octant.kit import clock
from octant.reactions.notifications.models import Device, Push
from octant.reactions.notifications.services.devices import MOST, add_device
from octant.reactions.notifications.services.pushing import MOST_TRIES, send_pushes

pytestmark = pytest.mark.django_db
__all__ = ["receiver", "server", "sign_in"]
SOON = timedelta(seconds=20)


@pytest.fixture
def olivia() -> User:
    return create_user(email="olivia@mail.example", name="Olivia", role="customer")


@pytest.fixture
def ticket(olivia: User) -> Ticket:
    return a_ticket(of_user(user=olivia, language="en"), channel="email")


@pytest.fixture
def browser(receiver: Receiver, olivia: User) -> Iterator[BrowserSide]:
    """Hers, that was told once how a notice looks."""
    made = BrowserSide(receiver)
    add_device(user=olivia, name="Firefox on Linux", language="en", **made.given)
    assert send_pushes() == 1
    (trial,) = made.told
    assert trial["body"] == "This is how we tell you of answers." and trial["url"] == "/push/"
    receiver.received.clear()
    return made


def answer(ticket: Ticket, agent: User, text: str = "The secret is out.") -> None:
    send(ticket=ticket, agent=agent, text=words(text))
    deliver_due()


def test_an_answer_is_told_of_without_its_words(
    ticket: Ticket, agent: User, browser: BrowserSide
) -> None:
    answer(ticket, agent)
    assert send_pushes() == 0  # an agent may write a second message
    answer(ticket, agent, "And more.")
    with clock.moved(SOON):
        assert send_pushes() == 1
        assert send_pushes() == 0
    assert browser.told == [
        {
            "title": "Kraken",
            "body": f"There are 2 new answers to your request {ticket.public_id}.",
            "url": f"/en/requests/{ticket.public_id}/",
            "tag": ticket.public_id,
        }
    ]
    headers, body = browser.receiver.received[0]
    assert headers["content-encoding"] == "aes128gcm" and headers["ttl"] == "172800"
    assert headers["authorization"].startswith("vapid t=")
    assert b"secret" not in body and ticket.public_id.encode() not in body
    assert Device.objects.get().told_at is not None


def test_what_was_seen_is_not_told(ticket: Ticket, agent: User, browser: BrowserSide) -> None:
    answer(ticket, agent)
    ticket.refresh_from_db()
    seen(ticket_id=ticket.pk, by="customer", seq=ticket.last_seq)
    with clock.moved(SOON):
        assert send_pushes() == 0
    assert not browser.told and not Push.objects.exists()


def test_quiet_hours_hold_and_the_morning_tells_once(
    ticket: Ticket, agent: User, browser: BrowserSide, olivia: User
) -> None:
    at = clock.now()
    quiet = {"quiet_from": at.time(), "quiet_until": (at + timedelta(hours=2)).time()}
    set_reach(user=olivia, chosen=quiet)
    answer(ticket, agent)
    with clock.moved(SOON):
        assert send_pushes() == 0
    with clock.moved(timedelta(hours=1)):
        answer(ticket, agent)
        assert send_pushes() == 0
    with clock.moved(timedelta(hours=2, minutes=1)):
        assert send_pushes() == 1
    assert [told["body"][:9] for told in browser.told] == ["There are"]


def test_whoever_sits_before_the_chat_is_left_alone(
    agent: User, browser: BrowserSide, olivia: User
) -> None:
    chat = a_ticket(of_user(user=olivia, language="en"), channel="live_chat", live=True)
    chat.customer_online_at = clock.now() + timedelta(seconds=10)
    chat.save()
    answer(chat, agent)
    with clock.moved(SOON):
        assert send_pushes() == 0
    with clock.moved(timedelta(minutes=3)):
        assert send_pushes() == 1


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (500, 1), (429, 1), (302, 1)])
def test_a_browser_that_took_it_back_is_forgotten(
    ticket: Ticket, agent: User, browser: BrowserSide, status: int, left: int
) -> None:
    answer(ticket, agent)
    browser.receiver.status = status
    with clock.moved(SOON):
        assert send_pushes() == 0
    assert Device.objects.count() == left
    browser.receiver.status = 201
    with clock.moved(timedelta(hours=1)):
        assert send_pushes() == left


def test_it_is_given_up_in_the_end(ticket: Ticket, agent: User, browser: BrowserSide) -> None:
    answer(ticket, agent)
    browser.receiver.status = 500
    for hour in range(1, MOST_TRIES + 1):
        assert Push.objects.exists()
        with clock.moved(timedelta(hours=hour)):
            send_pushes()
    assert not Push.objects.exists() and Device.objects.exists()
    assert len(browser.receiver.received) == MOST_TRIES


def test_whoever_died_while_sending_sends_again(
    ticket: Ticket, agent: User, browser: BrowserSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object) -> None:
        raise SystemExit

    answer(ticket, agent)
    with monkeypatch.context() as patch, clock.moved(SOON), pytest.raises(SystemExit):
        patch.setattr("octant.reactions.notifications.services.pushing.post", killed)
        send_pushes()
    with clock.moved(SOON):
        assert send_pushes() == 0
    with clock.moved(timedelta(minutes=2)):
        assert send_pushes() == 1


def test_a_person_has_so_many_and_the_oldest_goes(receiver: Receiver, olivia: User) -> None:
    for number in range(MOST + 2):
        given = BrowserSide(receiver, name=str(number)).given
        add_device(user=olivia, name="Firefox", language="en", **given)
    ends = [row.endpoint.rpartition("/")[2] for row in Device.objects.order_by("made_at")]
    assert ends == [str(number) for number in range(2, MOST + 2)]


def test_the_page_adds_this_browser_and_takes_it_away(
    receiver: Receiver, olivia: User, sign_in: SignIn
) -> None:
    client, side = sign_in(olivia), BrowserSide(receiver)
    assert "Tell me in this browser" in client.get("/push/").content.decode()
    client.post("/push/", side.given, headers={"user-agent": "Firefox/1 Linux"})
    device = Device.objects.get()
    assert (device.user, device.name) == (olivia, "Firefox on Linux")
    cookie = client.cookies["octant_notices"]
    assert cookie.value == device.key and cookie["httponly"]
    assert "This browser" in client.get("/push/").content.decode()
    assert device.endpoint not in client.get("/push/").content.decode()
    client.post("/push/", {"remove": device.pk + 1})
    assert Device.objects.exists()
    client.post("/push/", {"remove": device.pk})
    assert not Device.objects.exists()


def test_signing_out_ends_it_in_that_browser_alone(
    receiver: Receiver, olivia: User, sign_in: SignIn
) -> None:
    other = BrowserSide(receiver, name="other")
    add_device(user=olivia, name="Other", language="en", **other.given)
    client = sign_in(olivia)
    client.post("/push/", BrowserSide(receiver).given)
    client.post("/accounts/logout/")
    assert [row.name for row in Device.objects.all()] == ["Other"]


def test_a_browser_that_changes_hands_tells_the_new_person_alone(
    receiver: Receiver, olivia: User, agent: User
) -> None:
    given = BrowserSide(receiver).given
    for user in (olivia, agent):
        add_device(user=user, name="Firefox", language="en", **given)
    assert [row.user for row in Device.objects.all()] == [agent]


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://10.0.0.1/x"},
        {"endpoint": "https://127.0.0.1.evil.example/x"},
        {"endpoint": "http://127.0.0.1/x"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": ""},
        {"their_key": "AAAA"},
        {"their_key": "%%%"},
        {"auth": "AAAA"},
        {"auth": "ü"},
    ],
)
def test_nonsense_is_refused_in_words(
    receiver: Receiver, olivia: User, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    answer = sign_in(olivia).post("/push/", BrowserSide(receiver).given | wrong)
    assert answer.status_code == 200 and "field-error" in answer.content.decode()
    assert not Device.objects.exists()


def test_strangers_get_the_worker_and_nothing_else(client: Client) -> None:
    assert client.get("/push/").status_code == 302
    worker = client.get("/push/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in worker.content
