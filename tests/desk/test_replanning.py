"""A planned reply is changed on its ticket, by a script's request or a plain form."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.tickets.factories import a_ticket
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets.models import Draft, File, Ticket
from octant.core.tickets.services.conversation import receive
from octant.core.tickets.services.drafting import send_planned
from octant.kit import clock
from octant.kit.clock import now

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_ACCEPT": "text/html, application/json"}


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket(channel="email")


def plan(desk: Client, at: str, **more: Any) -> Draft:
    when = (now() + timedelta(hours=3)).isoformat()
    fields = {"id": str(uuid4()), "mode": "reply", "text": "Good morning.", "then": "later"}
    assert desk.post(f"{at}say/", {**fields, "at": when, **more}).status_code == 200
    return Draft.objects.get(due_at__isnull=False)


def form(desk: Client, page: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Where the form on the ticket's page goes, and what it holds, with some of it changed."""
    html = desk.get(page).content.decode()
    found = re.search(r'<form[^>]*action="([^"]+)"[^>]*data-replan.*?</form>', html, re.S)
    assert found is not None
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', found[0]))
    text = re.search(r'<textarea name="text".*?>\n?(.*?)</textarea>', found[0], re.S)
    assert text is not None
    fields["text"] = text[1]
    fields.pop("csrfmiddlewaretoken", None)
    fields.pop("unquoted", None)
    return found[1], {**fields, **changes}


def a_file(name: str = "fees.txt", what: bytes = b"All fees of last year.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, what, "text/plain")


def test_text_copies_time_and_files_are_changed_by_a_plain_form(
    desk: Client, ticket: Ticket, at: str
) -> None:
    plan(desk, at, cc="a@b.example")
    later = (now() + timedelta(days=2)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    url, fields = form(desk, at)
    assert (fields["text"], fields["cc"]) == ("Good morning.", "a@b.example")
    fields |= {"text": "Good evening.\r\nAll of us", "cc": "law@firm.example", "at": later}
    answer = desk.post(url, {**fields, "more": [a_file()]})
    assert (answer.status_code, answer.headers["Location"]) == (302, at)
    row = Draft.objects.get()
    assert (row.text, row.way) == ("Good evening.\nAll of us", {"cc": ["law@firm.example"]})
    assert row.due_at is not None
    assert row.due_at.strftime("%Y-%m-%dT%H:%M") == later
    page = desk.get(at).content.decode()
    assert "fees.txt" in page
    assert "law@firm.example" in page
    url, fields = form(desk, at)
    fields.pop("files")  # no longer ticked
    desk.post(url, fields)
    assert Draft.objects.get().files == []


def test_the_time_is_by_the_clock_of_the_zone_that_the_form_names(desk: Client, at: str) -> None:
    plan(desk, at)
    day = (now() + timedelta(days=3)).date().isoformat()
    url, fields = form(desk, at, at=f"{day}T09:00", zone="Asia/Shanghai")
    assert desk.post(url, fields).status_code == 302
    assert Draft.objects.get().due_at == datetime.fromisoformat(f"{day}T09:00+08:00")


def test_unchanged_it_keeps_its_very_moment(desk: Client, at: str) -> None:
    due = plan(desk, at).due_at
    url, fields = form(desk, at)
    desk.post(url, fields)
    assert Draft.objects.get().due_at == due


def test_a_script_gets_the_parts_of_the_ticket(desk: Client, at: str) -> None:
    plan(desk, at)
    url, fields = form(desk, at, text="Good evening.")
    answer = desk.post(url, fields, **SCRIPT)
    assert answer.json()["gone"] == ""
    assert "Good evening." in answer.json()["html"]
    assert 'id="ticket-head"' in answer.json()["html"]


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"text": "Please send me your password."}, "text", 422),
        ({"cc": "no address"}, "cc", 400),
        ({"at": ""}, "at", 400),
        ({"at": "soon"}, "at", 400),
        ({"at": "2031-01-01T10:00"}, "at", 400),
        ({"at": "0001-01-01T00:00", "zone": "Asia/Tokyo"}, "at", 400),
        ({"text": "x" * 20_000}, "text", 413),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Client, at: str, changes: dict[str, str], field: str, status: int
) -> None:
    plan(desk, at)
    url, fields = form(desk, at, **{"text": "Good evening, dear customer.", **changes})
    answer = desk.post(url, {**fields, "more": [a_file()]}, **SCRIPT)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    plain = desk.post(url, {**fields, "more": [a_file("two.txt")]})
    assert plain.status_code == status
    for html in (answer.json()["html"], plain.content.decode()):
        assert fields["text"].strip() in html
        assert "<details" in html
        assert " open>" in html
    assert "two.txt" in plain.content.decode()
    assert File.objects.count() == 2
    assert Draft.objects.get().text == "Good morning."


def test_an_empty_reply_is_refused_unless_it_carries_a_file(desk: Client, at: str) -> None:
    plan(desk, at)
    url, fields = form(desk, at, text=" ")
    answer = desk.post(url, fields, **SCRIPT)
    assert (answer.status_code, answer.json()["code"]) == (400, "empty")
    assert desk.post(url, {**fields, "more": [a_file()]}, **SCRIPT).status_code == 200


def test_what_the_guard_found_is_quoted_and_noted(desk: Client, at: str) -> None:
    from octant.core.safety.models import AuditEntry

    plan(desk, at)
    url, fields = form(desk, at, text="Please send me your password.")
    html = desk.post(url, fields, **SCRIPT).json()["html"]
    assert "This asks the customer for a password." in html
    assert "stays planned as it stands above" in html
    assert AuditEntry.objects.filter(verb="guard_stopped").count() == 1


def test_what_the_guard_stops_can_become_a_draft_that_is_left_to_a_lead(
    desk: Client, at: str
) -> None:
    plan(desk, at)
    words = "Please send me your password."
    url, fields = form(desk, at, text=words)
    assert 'value="draft"' not in desk.get(at).content.decode()
    assert 'value="draft"' in desk.post(url, fields, **SCRIPT).json()["html"]
    fields |= {"do": "draft"}
    said = desk.post(url, {**fields, "more": [a_file()]}, **SCRIPT).json()
    assert said["gone"] == "It is a draft now, and is not sent by itself."
    assert said["draft"]["text"] == words
    row = Draft.objects.get()
    assert (row.text, row.due_at, len(row.files)) == (words, None, 1)
    again = desk.post(url, {**fields, "text": "Meanwhile."})  # from a second window
    assert again.status_code == 409
    assert Draft.objects.get().text == f"{words}\n\nMeanwhile."


def test_words_too_long_for_a_draft_leave_the_plan_as_it_is(desk: Client, at: str) -> None:
    plan(desk, at)
    url, fields = form(desk, at, text="x" * 20_000, do="draft")
    answer = desk.post(url, fields, **SCRIPT)
    assert answer.status_code == 413
    assert fields["text"] in answer.json()["html"]
    row = Draft.objects.get()
    assert row.text == "Good morning."
    assert row.due_at is not None


def test_a_draft_that_stands_beside_it_is_kept(desk: Client, at: str) -> None:
    plan(desk, at)
    url, fields = form(desk, at, text="Changed.", do="draft")
    Draft.objects.create(
        ticket=Draft.objects.get().ticket,
        agent=Draft.objects.get().agent,
        mode=Draft.Mode.REPLY,
        text="Begun.",
        saved_at=now(),
    )
    desk.post(url, fields, **SCRIPT)
    kept = Draft.objects.get()
    assert kept.due_at is None
    assert {"Begun.", "Good morning.", "Changed."} == set(kept.text.split("\n\n"))


def test_of_two_who_change_it_the_second_hears_of_the_first_and_may_go_on(
    desk: Client, lead: User, sign_in: SignIn, at: str
) -> None:
    plan(desk, at)
    other = sign_in(lead)
    url, mine = form(desk, at, text="Mine.")
    _url, theirs = form(other, at, text="Of the lead.")
    assert other.post(url, theirs, **SCRIPT).status_code == 200
    answer = desk.post(url, mine, **SCRIPT)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    html = answer.json()["html"]
    assert lead.name in answer.json()["sentence"]
    assert "Of the lead." in html  # what it says now
    assert "Mine." in html  # what I wrote
    seen = re.search(r'name="seen" value="([^"]+)"', html)
    assert seen is not None
    assert desk.post(url, {**mine, "seen": seen[1]}, **SCRIPT).status_code == 200
    assert Draft.objects.get().text == "Mine."
    page = other.get(at).content.decode()
    assert "Mine." in page


def test_a_form_that_is_not_theirs_is_not_shown_to_agents(
    desk: Client, agent: User, lead: User, sign_in: SignIn, at: str
) -> None:
    row = plan(sign_in(lead), at)
    page = desk.get(at).content.decode()
    assert "Good morning." in page
    assert "data-replan" not in page
    soon = (now() + timedelta(days=1)).isoformat()
    answer = desk.post(f"{at}planned/{row.pk}/change/", {"text": "x", "at": soon})
    assert answer.status_code == 403
    assert "Only its author or a lead" in answer.content.decode()
    assert Draft.objects.get().text == "Good morning."


@pytest.mark.parametrize("way", ["script", "plain"])
def test_it_leaves_while_it_is_being_changed_and_the_words_are_kept(
    desk: Client, agent: User, ticket: Ticket, at: str, way: str
) -> None:
    plan(desk, at)
    url, fields = form(desk, at, text="Good evening.")
    with clock.moved(timedelta(hours=4)):
        assert send_planned() == 1
    if way == "script":
        answer = desk.post(url, {**fields, "more": [a_file()]}, **SCRIPT).json()
        assert "had left before you saved it" in answer["gone"]
        assert answer["draft"]["text"] == "Good evening."
        assert [each["name"] for each in answer["draft"]["files"]] == ["fees.txt"]
    else:
        page = desk.post(url, {**fields, "more": [a_file()]})
        assert page.status_code == 409
        assert "had left before you saved it" in page.content.decode()
        assert "Good evening." in page.content.decode()
    (message,) = ticket.messages.filter(author_kind="agent", kind="message")
    assert message.text == "Good morning."
    row = Draft.objects.get()
    assert (row.text, row.agent, row.due_at, len(row.files)) == ("Good evening.", agent, None, 1)


def test_unchanged_words_of_one_that_has_left_make_no_draft(desk: Client, at: str) -> None:
    plan(desk, at)
    url, fields = form(desk, at)
    with clock.moved(timedelta(hours=4)):
        send_planned()
    answer = desk.post(url, fields, **SCRIPT).json()
    assert "as it stands on the ticket" in answer["gone"]
    assert answer["draft"] is None
    assert not Draft.objects.exists()


def test_without_scripts_it_is_stopped_too(desk: Client, at: str) -> None:
    row = plan(desk, at)
    answer = desk.post(f"{at}planned/{row.pk}/change/", {"do": "back"})
    assert (answer.status_code, answer.headers["Location"]) == (302, at)
    assert Draft.objects.get().due_at is None


def test_when_the_customer_wrote_meanwhile_it_leaves_only_if_it_is_saved_again(
    desk: Client, ticket: Ticket, at: str
) -> None:
    plan(desk, at)
    assert "The customer has written since" not in desk.get(at).content.decode()
    receive(ticket=ticket, customer=ticket.customer, text=screen("One more thing."))
    assert "The customer has written since" in desk.get(at).content.decode()
    url, fields = form(desk, at)
    assert desk.post(url, fields).status_code == 302
    assert "The customer has written since" not in desk.get(at).content.decode()
    with clock.moved(timedelta(hours=4)):
        assert send_planned() == 1
    assert ticket.messages.filter(author_kind="agent", text="Good morning.").count() == 1


def test_going_to_where_the_form_went_leads_to_the_ticket(desk: Client, at: str) -> None:
    row = plan(desk, at)
    answer = desk.get(f"{at}planned/{row.pk}/change/")
    assert (answer.status_code, answer.headers["Location"]) == (302, at)


def test_more_files_than_a_message_carries_are_refused_with_a_sentence(
    desk: Client, at: str
) -> None:
    plan(desk, at)
    url, fields = form(desk, at)
    many = [a_file(f"{n}.txt", b"%d" % n) for n in range(30)]
    answer = desk.post(url, {**fields, "more": many}, **SCRIPT)
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_files")
    assert not File.objects.exists()


def test_a_file_of_another_ticket_is_not_taken_along(desk: Client, ticket: Ticket, at: str) -> None:
    other = a_ticket(channel="email")
    taken = desk.post(f"/desk/tickets/{other.public_id}/files/", {"file": a_file()}).json()
    plan(desk, at)
    url, fields = form(desk, at)
    desk.post(url, {**fields, "files": [taken["id"]]})
    with clock.moved(timedelta(hours=4)):
        send_planned()
    assert File.objects.get().message is None
