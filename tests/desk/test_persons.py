"""Who a customer is over all channels, as agents see, join and separate them."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.knowledge import factories as articles
from tests.core.people.merging import by_account, by_mail, merged, signed_in, typed
from tests.core.tickets.factories import a_ticket, words
from tests.desk.conftest import SignIn

from octant.core.people.models import Customer, Merger, User
from octant.core.people.services.customers import block
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.privacy.models import Sight
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(db: None) -> Ticket:
    return a_ticket(signed_in(account="X-771"), assurance=Assurance.SIGNED_IN)


def at(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.public_id}/"


def news(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers.get("HX-Trigger", "{}"))
    return found


def test_candidates_are_shown_with_their_proof_and_others_without_a_button(
    desk: Client, agent: User, chat: Ticket
) -> None:
    mail, guest = by_mail(), typed()
    page = desk.get(f"{at(chat)}same/").content.decode()
    assert f'value="{mail.pk}"' in page and "Proved mail from the other" in page
    assert f'value="{guest.pk}"' not in page
    assert guest.name in page and "Nothing proves it." in page
    seen = Sight.objects.filter(agent=agent, what="found").values_list("customer", flat=True)
    assert set(seen) == {mail.pk, guest.pk}


def test_joined_with_a_reason_they_stand_together_and_can_be_separated(
    desk: Client, agent: User, chat: Ticket
) -> None:
    mail = by_mail()
    other = a_ticket(mail, subject="By mail", channel="email")
    answer = desk.post(f"{at(chat)}same/", {"other": mail.pk, "reason": "Wrote of both."})
    assert set(news(answer)) == {"desk:done", "desk:people"}
    made = Merger.objects.get()
    assert (made.merged_by, made.reason, made.proof) == (agent, "Wrote of both.", "mail")
    pane = desk.get(f"{at(chat)}person/").content.decode()
    for expected in ("Maria Schmidt", "Wrote of both.", "proved by a mail", "X-771", "Email 1"):
        assert expected in pane
    assert "By mail" in desk.get(f"{at(chat)}past/").content.decode()
    # At the ticket that came by mail nobody signed in: the account is not shown there.
    assert "X-771" not in desk.get(f"{at(other)}person/").content.decode()
    answer = desk.post(f"{at(other)}apart/{made.pk}/", {"reason": "Two people."})
    assert "desk:people" in news(answer)
    assert "Wrote of both." not in desk.get(f"{at(chat)}person/").content.decode()
    assert "By mail" not in desk.get(f"{at(chat)}past/").content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": "Sure."}, "Choose who is the same person"),
        ({"other": "guest"}, "Give a reason"),
        ({"other": "guest", "reason": "Sure."}, "Nothing proves that they are one person."),
        ({"number": "guest", "reason": "Sure."}, "Nothing proves that they are one person."),
        ({"number": "ZZZZ-ZZZZ", "reason": "Sure."}, "There is no such ticket."),
        ({"other": "apart", "reason": "Sure."}, "different accounts"),
        ({"other": "self", "reason": "Sure."}, "one person already"),
        ({"other": "9" * 18, "reason": "Sure."}, ""),
        ({"other": "x", "reason": "Sure."}, ""),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    lead: User, sign_in: SignIn, chat: Ticket, given: dict[str, str], sentence: str
) -> None:
    guest = a_ticket(typed())
    far = by_account("X-9", "ada@customers.example")
    ids = {"guest": guest.customer_id, "apart": far.pk, "self": chat.customer_id}
    sent = {name: str(ids.get(value, value)) for name, value in given.items()}
    if given.get("number") == "guest":
        sent["number"] = f"#{guest.public_id.lower()}"
    answer = sign_in(lead).post(f"{at(chat)}same/", sent)  # a lead cannot override it
    page = answer.content.decode()
    assert answer.status_code in (200, 404) and not Merger.objects.exists()
    assert sentence in page.replace("&#x27;", "'")
    if given.get("reason"):
        assert 'value="Sure."' in page or answer.status_code == 404


def test_a_tickets_number_is_enough_where_there_is_proof(desk: Client, chat: Ticket) -> None:
    mail = a_ticket(by_mail(), channel="email")
    desk.post(f"{at(chat)}same/", {"number": mail.public_id, "reason": "Named it."})
    assert Merger.objects.get().other == mail.customer


def test_that_both_are_blocked_is_said_before(desk: Client, agent: User, chat: Ticket) -> None:
    mail = by_mail()
    block(customer=mail, actor=agent, reason="Spam")
    assert "then both are" in desk.get(f"{at(chat)}same/").content.decode()
    answer = desk.post(f"{at(chat)}same/", {"other": mail.pk, "reason": "They."})
    assert "Blocked from chat." in answer.content.decode()
    assert Customer.objects.filter(blocked_at=None).count() == 0


def test_a_merger_of_somebody_else_is_not_found_here(
    desk: Client, agent: User, chat: Ticket
) -> None:
    eve = "eve@customers.example"
    made = merged(signed_in(eve), by_mail(eve), agent)
    for method in (desk.get, desk.post):
        assert method(f"{at(chat)}apart/{made.pk}/", {"reason": "x"}).status_code == 404
    made.refresh_from_db()
    assert made.undone_at is None


@pytest.mark.parametrize("role", ["editor", "moderator", "customer", ""])
@pytest.mark.parametrize("path", ["person/", "same/", "apart/1/"])
def test_nobody_else_is_let_in(sign_in: SignIn, chat: Ticket, role: str, path: str) -> None:
    client = Client()
    if role:
        client = sign_in(
            create_user(email="n@agents.example", name="N", role=role, password=PASSWORD)
        )
    for method in (client.get, client.post):
        assert method(f"{at(chat)}{path}").status_code in (302, 403)


def test_the_panes_cost_the_same_however_many_tickets_there_are(
    desk: Client, agent: User, chat: Ticket, django_assert_max_num_queries: Any
) -> None:
    mail = by_mail()
    merged(chat.customer, mail, agent)
    for _ in range(5):
        a_ticket(mail, channel="email")
    with django_assert_max_num_queries(12):
        desk.get(f"{at(chat)}person/")


def test_a_new_tickets_thread_begins_with_what_they_read_and_searched_in_vain(
    desk: Client, agent: User
) -> None:
    articles.published("withdrawal-delayed", title="Late withdrawal", body="Wait.\n")
    context = {"articles": ["withdrawal-delayed", "gone-since"], "searches": ["coins gone"]}
    ticket = a_ticket(context=context)
    page = desk.get(at(ticket)).content.decode()
    thread = page.partition('class="thread-before"')[2].partition('id="desk-thread"')[0]
    for expected in ("Late withdrawal", "/en/article/", "gone-since", "coins gone", "in vain"):
        assert expected in thread
    assert page.count("Just before asking") == 1
    send(ticket=ticket, agent=agent, text=words("Hello."))
    page = desk.get(at(ticket)).content.decode()
    assert "thread-before" not in page and page.count("Just before asking") == 1
