"""Inside a chat: talking, reading on, files, ending, coming back."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image
from tests.channels.live_chat.conftest import Window

from octant.core.people.models import User
from octant.core.routing.models import Offer
from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.offers import accept
from octant.core.safety.text import screen
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services.conversation import note, send
from octant.core.tickets.services.lifecycle import close, solve
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


def body(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.fixture
def talking(window: Window, on_duty: User) -> Ticket:
    """A chat that an agent has accepted."""
    window.begin()
    assign_waiting()
    accept(offer_id=Offer.objects.get().pk, agent=on_duty)
    return Ticket.objects.get()


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "purple").save(made, "PNG")
    return made.getvalue()


def put(window: Window, name: str, content: bytes, kind: str = "image/png") -> HttpResponse:
    return window.client.post(  # type: ignore[return-value]
        "/chat/files",
        {"file": SimpleUploadedFile(name, content, kind)},
        headers=window.headers(),
    )


def test_both_sides_read_the_same_conversation(
    window: Window, talking: Ticket, on_duty: User
) -> None:
    window.say("Is it stuck?")
    send(ticket=talking, agent=on_duty, text=screen("It is on its way."))
    rows = body(window.get("messages"))["messages"]
    assert [(row["from"], row["text"] or row["data"]["code"]) for row in rows] == [
        ("customer", "My withdrawal has been waiting for two hours"),
        ("system", "accepted"),
        ("customer", "Is it stuck?"),
        ("agent", "It is on its way."),
    ]
    assert rows[-1]["name"] == "Mia"


def test_reading_goes_on_after_the_last_number(window: Window, talking: Ticket) -> None:
    window.say("one")
    window.say("two")
    rows = body(window.get("messages?after=3"))["messages"]
    assert [row["text"] for row in rows] == ["two"]


def test_notes_never_reach_the_customer(window: Window, talking: Ticket, on_duty: User) -> None:
    note(ticket=talking, agent=on_duty, text=screen("looks like fraud"))
    assert "fraud" not in window.get("messages").content.decode()
    assert "fraud" not in window.get("transcript").content.decode()


def test_saying_it_again_says_it_once(window: Window, talking: Ticket) -> None:
    said = {"id": str(uuid4()), "text": "Hello?"}
    first, second = (body(window.post("messages", said))["message"] for _try in range(2))
    assert first == second
    assert Message.objects.filter(text="Hello?").count() == 1


def test_secrets_are_masked_on_the_way_in(window: Window, talking: Ticket) -> None:
    said = body(window.say("密码是 hunter2024!"))["message"]
    assert "hunter2024" not in said["text"]
    assert said["findings"][0]["kind"] == "password"


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": None},
        {"text": "x" * 8001},
        {"text": "hi", "id": "nope"},
        {"text": "hi", "files": "all"},
        {"text": "hi", "files": [7]},
        {"text": "hi", "files": ["unknown"]},
        {"text": "hi", "files": ["a", "b", "c", "d", "e", "f"]},
    ],
)
def test_a_bad_message_is_refused_and_not_stored(
    window: Window, talking: Ticket, sent: dict[str, Any]
) -> None:
    before = Message.objects.count()
    answer = window.post("messages", {"id": str(uuid4())} | sent)
    assert answer.status_code in (400, 413)
    assert body(answer)["sentence"]
    assert Message.objects.count() == before


@pytest.mark.parametrize("key", ["", "forged", "a:b:c", "é", "x" * 5000])
@pytest.mark.parametrize("path", ["state", "messages", "transcript"])
def test_without_the_key_there_is_nothing(window: Window, key: str, path: str) -> None:
    window.begin()
    window.key = key
    answer = window.get(path)
    assert (answer.status_code, body(answer)["code"]) == (403, "bad_key")


@pytest.mark.parametrize("after", ["-1", "x", "99999999999999999999", "%00", "1.5"])
def test_a_strange_number_reads_from_the_start(window: Window, after: str) -> None:
    window.begin()
    answer = window.get(f"messages?after={after}")
    assert answer.status_code == 200
    assert body(answer)["messages"][0]["seq"] == 1


def test_an_address_called_in_the_wrong_way_says_so(window: Window) -> None:
    assert window.get("start").status_code == 405
    assert window.post("state").status_code == 405


def test_a_picture_goes_with_a_message(window: Window, talking: Ticket) -> None:
    file = body(put(window, "screen.png", picture()))["file"]
    said = body(window.say("", files=[file["id"]]))["message"]
    assert [f["name"] for f in said["files"]] == ["screen.png"]
    seen = window.client.get(f"/files/{file['id']}", headers=window.headers())
    assert seen["Content-Type"] == "image/png"


def test_a_file_of_another_chat_cannot_be_sent(
    window: Window, talking: Ticket, another: Any
) -> None:
    other = another()
    other.begin()
    file = body(put(other, "screen.png", picture()))["file"]
    assert window.say("mine?", files=[file["id"]]).status_code == 400
    assert window.client.get(f"/files/{file['id']}", headers=window.headers()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tool.exe", b"MZ" + b"\0" * 200),
        ("photo.png", b"<svg onload=alert(1)>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("empty.png", b""),
    ],
)
def test_a_dangerous_file_is_refused_with_a_sentence(
    window: Window, talking: Ticket, name: str, content: bytes
) -> None:
    answer = put(window, name, content)
    assert 400 <= answer.status_code < 500
    assert body(answer)["sentence"]
    assert not File.objects.exists()


def test_a_form_without_a_file_says_so(window: Window, talking: Ticket) -> None:
    answer = window.client.post("/chat/files", {}, headers=window.headers())
    assert body(answer)["code"] == "no_file"


def test_seen_is_written_down_and_never_goes_back(window: Window, talking: Ticket) -> None:
    window.post("read", {"seq": 2})
    window.post("read", {"seq": 1})
    window.post("read", {"seq": 999})
    window.post("read", {"seq": "x"})
    talking.refresh_from_db()
    assert talking.customer_seen_seq == 2


def test_closing_the_window_keeps_the_place(window: Window, another: Any, on_duty: User) -> None:
    first, second = another(), another()
    first.begin()
    second.begin()
    for _return in range(2):
        assert body(second.get("state"))["queue"]["place"] == 2
    first.post("end")
    assert body(second.get("state"))["queue"]["place"] == 1


def test_a_long_wait_can_be_turned_into_an_answer_by_email(window: Window, on_duty: User) -> None:
    window.begin()
    state = body(window.post("end", {"by_email": True}))
    assert (state["live"], state["active"]) == (False, True)
    assert state["answer_by"]
    line = Message.objects.filter(kind="event").latest("seq").data
    assert line == {"code": "chat_ended", "outcome": "email"}


def test_an_ended_chat_is_reopened_within_its_hours(
    window: Window, talking: Ticket, on_duty: User
) -> None:
    solve(ticket=talking, actor=on_duty)
    state = body(window.get("state"))
    assert (state["live"], state["may_reopen"]) == (False, True)
    state = body(window.post("reopen"))
    assert (state["live"], state["status"]) == (True, "open")
    talking.refresh_from_db()
    assert talking.assignee is None
    assert state["queue"]["place"] == 1


def test_after_its_hours_it_takes_a_new_chat(
    window: Window, talking: Ticket, on_duty: User
) -> None:
    solve(ticket=talking, actor=on_duty)
    with moved(timedelta(hours=73)):
        assert body(window.get("state"))["may_reopen"] is False
        assert body(window.post("reopen"))["code"] == "too_late"


def test_a_closed_ticket_takes_no_more_messages(
    window: Window, talking: Ticket, on_duty: User
) -> None:
    solve(ticket=talking, actor=on_duty)
    close(ticket=talking, actor=on_duty)
    assert body(window.say("one more thing"))["code"] == "closed"


@pytest.mark.parametrize("rating", [0, 6, -1, "5", True, None, 2.5])
def test_stars_are_one_to_five(window: Window, talking: Ticket, rating: Any) -> None:
    answer = window.post("rate", {"rating": rating})
    assert (answer.status_code, body(answer)["field"]) == (400, "rating")


def test_a_verdict_is_kept_without_secrets(window: Window, talking: Ticket) -> None:
    window.post("rate", {"rating": 4, "comment": "Fast. my password is hunter2024!"})
    talking.refresh_from_db()
    assert talking.rating == 4
    assert "hunter2024" not in talking.rating_comment


def test_the_transcript_is_text_in_the_customers_zone(window: Window, talking: Ticket) -> None:
    window.say("my password is hunter2024!")
    answer = window.get("transcript")
    text = answer.content.decode()
    assert answer["Content-Disposition"] == f'attachment; filename="{talking.public_id}.txt"'
    assert "Times are in Europe/Berlin." in text
    assert "You: My withdrawal has been waiting for two hours" in text
    assert "Mia has joined the chat." in text
    assert "[password removed]" in text


def test_the_transcript_is_mailed_to_the_tickets_address_three_times_an_hour(
    window: Window, talking: Ticket
) -> None:
    codes = [window.post("transcript").status_code for _press in range(4)]
    assert codes == [200, 200, 200, 429]
    assert [mail.to for mail in mail.outbox] == [["mei@customers.example"]] * 3
    assert talking.public_id in mail.outbox[0].subject


def test_waiting_for_news_is_answered_at_once_when_there_are_some(
    window: Window, talking: Ticket
) -> None:
    found = body(window.get("messages?after=1&wait=1"))
    assert [row["data"]["code"] for row in found["messages"]] == ["accepted"]
    assert found["state"]["agent"] == "Mia"


def test_a_window_without_a_socket_counts_as_here(window: Window, talking: Ticket) -> None:
    window.get("messages")
    talking.refresh_from_db()
    assert talking.customer_online_at is not None


def test_answers_are_kept_by_no_cache(window: Window) -> None:
    window.begin()
    assert "no-store" in window.get("state")["Cache-Control"]
