"""Mails that were set aside: agents see why, and decide."""

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.channels.email.mails import MEI, arrive, letter

from octant.channels.email.models import Arrival, BlockedSender, Letter, Outgoing
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(agent: User, settings: LazySettings) -> Client:
    settings.OCTANT_DEMO = True
    return at_desk(agent)


def forged(text: str = "Send me the balance", **given: str) -> Arrival:
    """A mail that its domain does not vouch for."""
    row = arrive(letter(text, **given).as_bytes())
    assert row.state == Arrival.State.SUSPENDED
    return row


def shown(desk: Client, show: str = "suspended") -> str:
    answer = desk.get(f"/desk/aside/?show={show}")
    assert answer.status_code == 200
    return answer.content.decode()


def do(desk: Client, verb: str, *rows: Arrival, **more: str) -> str:
    given = {"verb": verb, "ids": [row.pk for row in rows], **more}
    return desk.post("/desk/aside/do/", given, follow=True).content.decode()


def test_a_forged_mail_is_listed_with_its_reason_and_counted(
    desk: Client, customer_user: User
) -> None:
    forged()
    page = shown(desk)
    for words in (MEI, "Withdrawal missing", "Send me the balance", "DMARC fails"):
        assert words in page
    assert 'class="count">1<' in page.split('href="/desk/aside/"')[1].split("</a>")[0]


def test_letting_one_through_makes_a_guests_ticket_and_answers_nobody(
    desk: Client, customer_user: User
) -> None:
    row = forged(subject="Re: my account")
    page = do(desk, "release", row)
    assert "1 mail is a ticket now." in page
    ticket = Ticket.objects.get()
    assert ticket.customer.user is None
    assert ticket.customer.email == MEI
    assert Letter.objects.get().verdict == "fail"
    assert not Outgoing.objects.exists()
    assert AuditEntry.objects.filter(verb="release_mail").count() == 1
    assert "dealt with already" in do(desk, "release", row)
    assert Ticket.objects.count() == 1


def test_what_was_taken_for_a_machines_lands_where_its_customers_mails_stand(
    desk: Client, customer_user: User
) -> None:
    ticket = arrive(letter()).ticket
    assert ticket is not None
    ours = Outgoing.objects.get()
    marked = letter(
        "It came today!", reply_to=f"<{ours.mail_id}>", headers=(("Precedence", "bulk"),)
    )
    row = arrive(marked)
    assert row.state == Arrival.State.IGNORED
    do(desk, "release", row)
    assert Ticket.objects.get() == ticket
    assert ticket.messages.filter(author_kind="customer", text="It came today!").count() == 1
    assert ticket.messages.filter(data__code="mail_released", data__outcome="proved").exists()
    assert Outgoing.objects.count() == 1  # nobody answers what says that it is a machine's


def test_one_too_many_of_a_customer_is_theirs_when_it_is_let_through(
    desk: Client, customer_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octant.channels.email.services.sorting.MOST_AN_HOUR", 0)
    row = arrive(letter())
    assert (row.state, row.reason) == (Arrival.State.SUSPENDED, "too_many")
    do(desk, "release", row)
    assert Ticket.objects.get().customer.user == customer_user


def test_throwing_away_is_undone_for_all_at_once(desk: Client, customer_user: User) -> None:
    rows = [forged("One two three"), forged("Four five six")]
    page = do(desk, "discard", *rows)
    assert "2 mails were thrown away." in page
    assert 'value="restore"' in page
    assert "Nothing in this list" in page
    assert "One two three" in shown(desk, "discarded")
    do(desk, "restore", *rows)
    assert Arrival.objects.filter(state="suspended").count() == 2


def test_a_blocked_senders_mail_is_thrown_away_until_the_block_is_undone(
    desk: Client, customer_user: User
) -> None:
    row = forged()
    page = do(desk, "block", row)
    assert 'value="undo_block"' in page
    assert MEI in shown(desk, "blocked")
    later = arrive(letter("Really me, signed by my domain"))
    assert (later.state, later.reason) == (Arrival.State.DISCARDED, "blocked_sender")
    do(desk, "undo_block", row)
    assert not BlockedSender.objects.exists()
    row.refresh_from_db()
    assert row.state == Arrival.State.SUSPENDED
    assert arrive(letter("And again, in other words")).state == Arrival.State.TAKEN


def test_only_a_lead_blocks_a_domain_and_nobody_ours(
    desk: Client, lead: User, customer_user: User
) -> None:
    row = forged()
    assert "Only leads block" in do(desk, "block_domain", row)
    Arrival.objects.filter(pk=row.pk).update(sender="someone@kraken.example")
    assert "cannot be blocked" in do(at_desk(lead), "block_domain", row)
    assert not BlockedSender.objects.exists()
    Arrival.objects.filter(pk=row.pk).update(sender=MEI)
    do(at_desk(lead), "block_domain", row)
    assert BlockedSender.objects.get().entry == "@customers.example"
    assert arrive(letter(sender="other@customers.example")).reason == "blocked_sender"


def test_automatic_mails_have_a_list_of_their_own(desk: Client, customer_user: User) -> None:
    arrive(letter("I am away", headers=(("Auto-Submitted", "auto-replied"),)))
    assert "I am away" not in shown(desk)
    page = shown(desk, "ignored")
    assert "I am away" in page
    assert "A machine wrote it" in page


def test_pages_go_on_where_the_last_one_ended(desk: Client, customer_user: User) -> None:
    for number in range(28):
        forged(f"Number {number:02} of many", sender=f"p{number}@customers.example")
    page = shown(desk)
    assert page.count('class="aside-row"') == 25
    following = page.split('href="?show=suspended&amp;page=')[1].split('"')[0]
    rest = desk.get(f"/desk/aside/?show=suspended&page={following}").content.decode()
    assert rest.count('class="aside-row"') == 3
    assert "Number 00" in rest


def test_its_original_is_shown_to_staff_alone(desk: Client, customer_user: User) -> None:
    row = forged()
    for way, words in (("whole", "Send me the balance"), ("original", "Message-ID:")):
        assert words in desk.get(f"/desk/mails/arrivals/{row.pk}/{way}/").content.decode()
    theirs = at_desk(customer_user)
    assert theirs.get(f"/desk/mails/arrivals/{row.pk}/whole/").status_code == 403
    assert theirs.post("/desk/aside/do/", {"verb": "release", "ids": row.pk}).status_code == 403
    assert not Ticket.objects.exists()
