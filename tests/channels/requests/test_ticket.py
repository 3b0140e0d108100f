"""One ticket on its customer's page: read, answered, ended, rated, kept; and by nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.channels.requests.conftest import by_link
from tests.core.privacy.conftest import picture
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.people.models import Customer, User
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services import quota
from octant.core.tickets.services.conversation import note, receive, send
from octant.core.tickets.services.files import upload
from octant.core.tickets.services.lifecycle import close, solve
from octant.kit.clock import now

pytestmark = pytest.mark.django_db
SignIn = Callable[[Customer], Client]


def page(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/en/requests/{ticket.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def say(client: Client, ticket: Ticket, text: str, **more: object) -> "str | int":
    """What the page says afterwards, or the status of a refusal's page."""
    data = {"client_id": str(uuid4()), "text": text, **more}
    answer = client.post(f"/en/requests/{ticket.public_id}/answer/", data)
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def press(client: Client, ticket: Ticket, verb: str, **data: object) -> str:
    answer = client.post(f"/en/requests/{ticket.public_id}/do/{verb}/", data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_history_is_whole_and_without_notes(
    ada: Customer, agent: User, sign_in: SignIn
) -> None:
    ticket = a_ticket(ada, text="It has <b>not</b> come, see www.krakem.example")
    send(ticket=ticket, agent=agent, text=words("Which network?"))
    note(ticket=ticket, agent=agent, text=words("Odd fellow"))
    solve(ticket=ticket, actor=agent)
    shown = page(sign_in(ada), ticket)
    assert "It has &lt;b&gt;not&lt;/b&gt; come" in shown and "Which network?" in shown
    assert "Mia" in shown and "Maria Schmidt" not in shown and "Odd fellow" not in shown
    assert "This ticket is marked as solved." in shown
    assert "www.krakem.example" in shown and 'href="http' not in shown.split("request-thread")[1]
    assert re.search(r"[B-Z]{4}-[B-Z]{4}", shown)  # by which the answer can be checked


def test_another_customers_ticket_is_as_one_that_is_not_there(
    ada: Customer, bob: Customer, sign_in: SignIn
) -> None:
    ticket = a_ticket(ada)
    client, before = sign_in(bob), ticket.last_seq
    for number in (ticket.public_id, ticket.public_id.lower(), "AAAA-BBBB", "x" * 90):
        at = f"/en/requests/{number}/"
        assert client.get(at).status_code == client.get(f"{at}transcript/").status_code == 404
        assert client.get(f"{at}news/").status_code == 404
        assert client.post(f"{at}do/solve/").status_code == 404
        data = {"client_id": str(uuid4()), "text": "Me!"}
        assert client.post(f"{at}answer/", data).status_code == 404
    ticket.refresh_from_db()
    assert ticket.status == "new" and ticket.last_seq == before


def test_a_link_opens_one_ticket_and_leaves_no_key_in_an_address(agent: User) -> None:
    guest = a_customer()
    mine, other = a_ticket(guest, subject="Mine"), a_ticket(guest, subject="Mine as well")
    client = by_link(mine)
    assert "Mine" in page(client, mine) and "It opens this ticket alone" in page(client, mine)
    assert "Mine as well" not in client.get(f"/en/requests/{other.public_id}/").content.decode()
    listed = client.get("/en/requests/").content.decode()
    assert mine.public_id in listed and other.public_id not in listed
    shown = page(client, mine)
    key = key_for(mine).split(":")[0]
    assert key not in "".join(re.findall(r'(?:href|src|action)="([^"#]*)', shown))


def test_a_pasted_link_opens_it_without_script_and_a_bad_one_says_so() -> None:
    ticket, client = a_ticket(), Client()
    given = f"http://testserver/en/requests/{ticket.public_id}/#ticket={key_for(ticket)}"
    answer = client.post("/en/requests/open/", {"key": given})
    assert answer["Location"] == f"/en/requests/{ticket.public_id}/"
    for bad in (given[:-3], "", "nothing", "x" * 5000):
        answer = Client().post("/en/requests/open/", {"key": bad}, follow=True)
        assert "This link is no longer valid." in answer.content.decode()


def test_an_answer_with_files_arrives_once(ada: Customer, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    given = {"client_id": str(uuid4()), "text": "Here is the picture"}
    at = f"/en/requests/{ticket.public_id}/answer/"
    for _press in range(3):
        answer = client.post(at, {**given, "files": picture()})
        assert answer.status_code == 302
    said = Message.objects.filter(ticket=ticket, text="Here is the picture")
    assert said.count() == 1 and said[0].files.count() == 1
    file = said[0].files.get()
    shown = page(client, ticket)
    address = f"/en/requests/{ticket.public_id}/files/{file.public_id}/"
    assert address in shown
    found = client.get(address)
    assert found.status_code == 200 and found["Content-Type"] == "image/png"
    assert "sandbox" in found["Content-Security-Policy"]


def test_files_are_served_to_their_customer_alone(
    ada: Customer, bob: Customer, agent: User, sign_in: SignIn
) -> None:
    ticket, other = a_ticket(ada), a_ticket(bob)
    file = upload(file=picture(), ticket=ticket, customer=ada)
    receive(ticket=ticket, customer=ada, text=words("See"), files=(file.public_id,))
    for number in (ticket.public_id, other.public_id):
        at = f"/en/requests/{number}/files/{file.public_id}/"
        assert sign_in(bob).get(at).status_code == 404
        assert by_link(other).get(at)["Content-Type"] != "image/png"
    assert by_link(ticket).get(
        f"/en/requests/{ticket.public_id}/files/{file.public_id}/"
    ).status_code == 200  # fmt: skip


def test_nothing_typed_is_lost_on_an_error(ada: Customer, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    bad = SimpleUploadedFile("a.png", b"MZ\x90 no picture", "image/png")
    told = str(say(client, ticket, "A long story", files=[picture(), bad]))
    assert "A long story" in told and "a.png" in told
    kept = re.findall(r'name="kept" value="([^"]+)"', told)
    assert len(kept) == 1 and "Zebrafile.png" in told
    assert not Message.objects.filter(text="A long story").exists()
    say(client, ticket, "A long story", kept=kept, kept_name=["Zebrafile.png"])
    assert Message.objects.get(text="A long story").files.get().public_id == kept[0]


def test_another_persons_file_cannot_be_taken_along(
    ada: Customer, bob: Customer, sign_in: SignIn
) -> None:
    loose = upload(file=picture(), ticket=a_ticket(bob), customer=bob)
    told = str(say(sign_in(ada), a_ticket(ada), "Give me that", kept=[loose.public_id]))
    assert "was not received" in told
    assert File.objects.get(pk=loose.pk).message is None


def test_a_page_left_open_loses_no_second_words(ada: Customer, sign_in: SignIn) -> None:
    ticket, client, id_ = a_ticket(ada), sign_in(ada), str(uuid4())
    say(client, ticket, "First", client_id=id_)
    told = str(say(client, ticket, "Second", client_id=id_))
    assert "has arrived" in told and "Second" in told and id_ not in told
    again = re.search(r'name="client_id" value="([^"]+)"', told)
    assert again
    say(client, ticket, "Second", client_id=again[1])
    assert ticket.messages.filter(text__in=["First", "Second"]).count() == 2


def test_a_secret_never_reaches_a_table(ada: Customer, sign_in: SignIn) -> None:
    ticket = a_ticket(ada)
    say(sign_in(ada), ticket, "my password is hunter2024!")
    assert "hunter2024" not in "".join(ticket.messages.values_list("text", flat=True))


def test_too_long_and_empty_are_refused_with_the_words_kept(ada: Customer, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    assert "Please shorten it" in str(say(client, ticket, "w" * 9000))
    assert "w" * 9000 in str(say(client, ticket, "w" * 9000))
    assert "Please write a message." in str(say(client, ticket, "  "))


def test_the_customer_marks_it_solved_and_is_not_told_so_by_mail(
    ada: Customer, sign_in: SignIn
) -> None:
    from octant.channels.email.consumers import on_news
    from octant.channels.email.models import Outgoing
    from octant.core.outbox.models import Event

    ticket = a_ticket(ada, channel="email")
    shown = press(sign_in(ada), ticket, "solve")
    assert "You marked this ticket as solved." in shown and "Solved" in shown
    told = Event.objects.get(name="TicketSolved")
    on_news("TicketSolved", told.payload)
    assert not Outgoing.objects.exists()


def test_writing_reopens_what_ended_lately(ada: Customer, agent: User, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    solve(ticket=ticket, actor=agent)
    assert "Reopen and send" in page(client, ticket)
    say(client, ticket, "No, it is still missing")
    ticket.refresh_from_db()
    assert ticket.status == "open" and "This ticket is open again." in page(client, ticket)


def test_later_a_new_ticket_goes_on_from_it_with_its_files(agent: User) -> None:
    ticket = a_ticket()
    close(ticket=ticket)
    long_ago = now() - timedelta(days=90)
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=long_ago)
    client = by_link(ticket)
    assert "Send as a new ticket" in page(client, ticket)
    goes = str(say(client, ticket, "It happened again", files=picture()))
    new = Ticket.objects.get(follows=ticket)
    assert new.public_id in goes
    assert new.messages.get(text="It happened again").files.count() == 1
    assert "It happened again" in page(client, new)  # the link goes on with what they wrote


def test_a_rating_is_taken_and_can_be_changed(ada: Customer, agent: User, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    solve(ticket=ticket, actor=agent)
    press(client, ticket, "rate", rating="2", comment="slow; my password is hunter2024!")
    ticket.refresh_from_db()
    assert ticket.rating == 2 and "hunter2024" not in ticket.rating_comment
    press(client, ticket, "rate", rating="5")
    ticket.refresh_from_db()
    assert ticket.rating == 5
    assert "Choose one to five stars." in press(client, ticket, "rate")


def test_the_copy_is_text_in_the_readers_zone(ada: Customer, agent: User, sign_in: SignIn) -> None:
    ticket = a_ticket(ada)
    ada.timezone = "Asia/Shanghai"
    ada.save()
    send(ticket=ticket, agent=agent, text=words("Which network?"))
    answer = sign_in(ada).get(f"/en/requests/{ticket.public_id}/transcript/")
    text = answer.content.decode()
    assert ticket.public_id in text and "Mia: Which network?" in text and "Asia/Shanghai" in text
    assert answer["Content-Disposition"].startswith("attachment")


def test_news_tell_only_that_there_are_some(ada: Customer, agent: User, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    at = f"/en/requests/{ticket.public_id}/news/"
    before = client.get(at).json()
    send(ticket=ticket, agent=agent, text=words("Which network?"))
    after = client.get(at).json()
    assert after["version"] > before["version"] and set(after) == {"version", "last"}


def test_earlier_messages_come_by_pages_and_leave_what_is_new_unread(
    ada: Customer, agent: User, sign_in: SignIn
) -> None:
    ticket, client = a_ticket(ada), sign_in(ada)
    for number in range(60):
        send(ticket=ticket, agent=agent, text=words(f"Answer {number:02}."))
    at = f"/en/requests/{ticket.public_id}/"
    earlier = client.get(f"{at}?before=12").content.decode()
    ticket.refresh_from_db()
    assert "Answer 09." in earlier and "Answer 40." not in earlier
    assert ticket.customer_seen_seq == 1  # their own words alone
    newest = page(client, ticket)
    assert "Answer 59." in newest and "Answer 03." not in newest and "Earlier messages" in newest


def test_over_the_quota_what_was_written_stays_on_the_page(
    ada: Customer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "quota", lambda: quota.Quota(10**9, 1, 10**9, 9))
    ticket, client = a_ticket(ada), sign_in(ada)
    told = str(say(client, ticket, "A long story", files=[picture("teal"), picture("navy")]))
    assert "A long story" in told and "Please send it tomorrow" in told
    kept = re.findall(r'name="kept" value="([^"]+)"', told)
    assert len(kept) == 1
    say(client, ticket, "A long story", kept=kept, kept_name=["Zebrafile.png"])
    assert Message.objects.get(text="A long story").files.get().public_id == kept[0]
