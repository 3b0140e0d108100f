"""Drafts at the desk: kept by the server, given back, forgotten when the message is there."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from octant.core.people.models import User
from octant.core.tickets.models import Draft, Ticket
from octant.kit.clock import now

pytestmark = pytest.mark.django_db


def kept(desk: Client, at: str) -> dict[str, dict[str, object]]:
    page = desk.get(at).content.decode()
    found = re.search(r'id="composer-kept" type="application/json">(.*?)</script>', page)
    assert found is not None
    return dict(json.loads(found[1]))


def test_a_draft_is_there_in_another_browser(
    desk: Client, sign_in: object, agent: User, at: str
) -> None:
    answer = desk.post(f"{at}draft/", {"mode": "reply", "text": "We lo", "cc": "a@b.example"})
    assert answer.json() == {"kept": True}
    other = Client()
    other.force_login(agent)
    draft = kept(other, at)["reply"]
    assert (draft["text"], draft["way"]) == ("We lo", [["cc", "a@b.example"]])


def test_a_colleague_does_not_see_it(desk: Client, lead: User, at: str) -> None:
    desk.post(f"{at}draft/", {"mode": "note", "text": "We lo"})
    other = Client()
    other.force_login(lead)
    assert kept(other, at) == {}


def test_sending_forgets_it_and_failing_keeps_it(desk: Client, at: str) -> None:
    desk.post(f"{at}draft/", {"mode": "reply", "text": "Please send me your password."})
    said = {"id": str(uuid4()), "mode": "reply", "text": "Please send me your password."}
    assert desk.post(f"{at}say/", said).status_code != 200
    assert "reply" in kept(desk, at)
    desk.post(f"{at}draft/", {"mode": "reply", "text": "We look."})
    said = {"id": str(uuid4()), "mode": "reply", "text": "We look."}
    assert desk.post(f"{at}say/", said).status_code == 200
    assert kept(desk, at) == {}


def test_a_reply_is_planned_shown_and_taken_up_again(desk: Client, ticket: Ticket, at: str) -> None:
    when = (now() + timedelta(hours=3)).isoformat()
    fields = {"id": str(uuid4()), "mode": "reply", "text": "Good morning.", "then": "later"}
    answer = desk.post(f"{at}say/", {**fields, "at": when})
    assert answer.json() == {"seq": 0, "html": ""}
    assert not ticket.messages.filter(author_kind="agent").exists()
    page = desk.get(at).content.decode()
    assert "Your reply will be sent" in page
    url = re.search(r'data-unplan="([^"]+)"', page)
    assert url is not None
    assert desk.post(url[1]).json()["text"] == "Good morning."
    assert Draft.objects.get().due_at is None


def test_a_moment_is_asked_for(desk: Client, at: str) -> None:
    fields = {"id": str(uuid4()), "mode": "reply", "text": "Good morning.", "then": "later"}
    for wrong in ("", "soon", "2031-01-01T10:00", "2031-01-01T10:00+00:00"):
        answer = desk.post(f"{at}say/", {**fields, "at": wrong})
        assert (answer.status_code, answer.json()["field"]) == (400, "at")
