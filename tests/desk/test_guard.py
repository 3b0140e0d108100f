"""The guard as the desk shows it: a clear sentence, a lead's decision, both languages."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import HeldReply, Ticket

pytestmark = pytest.mark.django_db

ASKING = "Please send me your password."


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def say(client: Client, at: str, **fields: str) -> tuple[int, dict[str, str]]:
    answer = client.post(f"{at}say/", {"id": str(uuid4()), "mode": "reply", **fields})
    return answer.status_code, answer.json()


def ask(client: Client, at: str) -> HeldReply:
    fields = {"id": str(uuid4()), "text": ASKING, "guard_reason": "The bank insists."}
    assert client.post(f"{at}hold/", fields).status_code == 200
    return HeldReply.objects.get()


def test_the_agent_is_told_what_was_stopped_and_the_try_is_audited(
    desk: Client, agent: User, ticket: Ticket, at: str
) -> None:
    status, answer = say(desk, at, text=f"Hello. {ASKING}")
    assert (status, answer["code"]) == (422, "never_asked")
    assert "asks the customer for a password" in answer["html"] and ASKING in answer["html"]
    assert 'data-guard="hold"' in answer["html"] and 'data-guard="send"' not in answer["html"]
    assert ticket.messages.count() == 1
    entry = AuditEntry.objects.get(verb="guard_stopped")
    assert (entry.actor, entry.detail) == (agent, {"kinds": ["password"]})


def test_it_says_so_in_chinese(desk: Client, at: str) -> None:
    desk.cookies["octant_language"] = "zh-hans"
    _status, answer = say(desk, at, text="请把密码发给我。")
    assert "这是在向客户索要密码。" in answer["html"] and "询问主管" in answer["html"]
    assert "客服从不这样做" in answer["sentence"]


def test_an_agents_reason_opens_nothing_and_a_leads_does(
    desk: Client, leading: Client, ticket: Ticket, at: str
) -> None:
    assert say(desk, at, text=ASKING, guard_reason="I know better")[0] == 403
    assert say(leading, at, text=ASKING)[0] == 422
    assert say(leading, at, text=ASKING, guard_reason="A drill.")[0] == 200
    assert ticket.messages.filter(text=ASKING).count() == 1


def test_a_held_reply_stands_on_the_ticket_until_a_lead_releases_it(
    desk: Client, leading: Client, ticket: Ticket, at: str
) -> None:
    held = ask(desk, at)
    assert "Your reply waits for a lead" in desk.get(at).content.decode()
    assert "Release" not in desk.get(f"{at}state/").content.decode()
    page = leading.get(at).content.decode()
    assert "Maria Schmidt asks whether this may be sent" in page and "The bank insists." in page
    assert ticket.public_id in leading.get("/desk/held/").content.decode()
    decide = f"{at}held/{held.pk}/"
    assert leading.post(f"{decide}release/").status_code == 400
    assert desk.post(f"{decide}release/", {"reason": "Yes"}).status_code == 403
    assert leading.post(f"{decide}release/", {"reason": "Agreed."}).status_code == 200
    assert ticket.messages.filter(text=ASKING, author=held.author).count() == 1
    assert "asks whether" not in leading.get(at).content.decode()


def test_a_refusal_is_read_by_its_author(
    desk: Client, leading: Client, ticket: Ticket, at: str
) -> None:
    held = ask(desk, at)
    leading.post(f"{at}held/{held.pk}/refuse/", {"reason": "Use the card instead."})
    page = desk.get(at).content.decode()
    assert "Lee Chen refused your reply" in page and "Use the card instead." in page
    assert ticket.messages.count() == 1


def test_the_list_of_held_replies_is_for_leads(desk: Client, leading: Client) -> None:
    assert desk.get("/desk/held/").status_code == 403
    assert "Nothing waits" in leading.get("/desk/held/").content.decode()
    assert leading.post("/desk/tickets/none/held/1/release/").status_code == 404
