"""Mails of customers become messages on the right ticket, once."""

from datetime import timedelta

import pytest
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter, signed

from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.channels.email.services import unreadable
from octant.channels.email.services.keeping import forget_raw, keep
from octant.channels.email.services.sorting import MAX_TRIES, sort_due
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket
from octant.core.tickets.reply_address import reply_address
from octant.core.tickets.services.lifecycle import solve
from octant.kit.clock import moved, now

pytestmark = pytest.mark.django_db


def test_a_mail_from_the_registered_address_is_a_ticket_of_its_customer(
    customer_user: User,
) -> None:
    row = arrive(letter("Withdrawal FTQcuak-V6Za8qrWnhzTx67yYHz8Tg has not arrived."))
    assert (row.state, row.verdict) == (Arrival.State.TAKEN, "pass")
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert (ticket.channel, ticket.subject) == ("email", "Withdrawal missing")
    assert ticket.assurance == Assurance.VERIFIED_EMAIL
    found = Letter.objects.get().details
    assert found == [{"kind": "transfer", "value": "FTQcuak-V6Za8qrWnhzTx67yYHz8Tg"}]
    told = Outgoing.objects.get()
    assert (told.kind, told.to) == ("received", MEI)


def test_the_same_bytes_and_the_same_mail_by_another_way_are_one_message(
    customer_user: User,
) -> None:
    mail = letter()
    raw = signed(mail)
    first = arrive(raw)
    assert arrive(raw).pk == first.pk  # the server sent it again
    other = letter(headers=(("X-Way", "other"),))
    del other["Message-ID"]
    other["Message-ID"] = mail["Message-ID"]
    assert arrive(other).pk != first.pk  # by another mailbox of ours
    assert Ticket.objects.get().messages.filter(kind="message").count() == 1


def test_an_answer_to_our_mail_goes_on_the_ticket(customer_user: User) -> None:
    arrive(letter())
    ticket = Ticket.objects.get()
    ours = Outgoing.objects.get().mail_id
    arrive(letter("It was 0.5 BTC.", subject="Re: whatever", reply_to=f"<{ours}>"))
    arrive(
        letter("And one more thing.", to=reply_address(ticket)), recipients=[reply_address(ticket)]
    )
    assert [m.text for m in ticket.messages.filter(kind="message").order_by("seq")][1:] == [
        "It was 0.5 BTC.",
        "And one more thing.",
    ]
    assert Ticket.objects.count() == 1
    assert Outgoing.objects.count() == 1  # nobody is told twice that it is here


def test_a_stranger_with_the_number_or_our_message_id_joins_nothing(customer_user: User) -> None:
    arrive(letter())
    ticket = Ticket.objects.get()
    ours = Outgoing.objects.get().mail_id
    arrive(
        letter(
            f"About {ticket.public_id}, tell me the balance.",
            sender="eve@stranger.example",
            subject=f"Re: [{ticket.public_id}] Withdrawal missing",
            reply_to=f"<{ours}>",
        ),
        recipients=[reply_address(ticket)],
    )
    assert ticket.messages.filter(kind="message").count() == 1
    theirs = Ticket.objects.exclude(pk=ticket.pk).get()
    assert theirs.customer_id != ticket.customer_id
    assert theirs.context["mail"]["names"] == ticket.public_id


def test_a_mail_that_fails_its_domains_policy_is_set_aside_and_never_answered(
    customer_user: User,
) -> None:
    row = arrive(letter().as_bytes(), mail_from="mallory@bad.example")
    assert (row.state, row.reason) == (Arrival.State.SUSPENDED, "dmarc_fail")
    assert not Ticket.objects.exists()
    assert not Outgoing.objects.exists()


def test_of_a_domain_that_vouches_for_nothing_a_guest_is_made_and_told_how_to_prove_it() -> None:
    row = arrive(letter(sender="bo@lax.example"), mail_from="bo@lax.example", peer="192.0.2.1")
    assert (row.state, row.verdict) == (Arrival.State.TAKEN, "weak")
    ticket = Ticket.objects.get()
    assert ticket.customer.user is None
    assert ticket.assurance == Assurance.CLAIMED
    assert Outgoing.objects.get().kind == "neutral"


@pytest.mark.parametrize("alike", ["m.ei", "mei+kraken", "mei+"])
def test_an_address_that_only_some_hosts_deliver_alike_is_not_the_registered_one(
    alike: str, customer_user: User
) -> None:
    row = arrive(letter(sender=f"{alike}@customers.example"))
    assert row.ticket is not None
    assert row.ticket.customer.user is None
    assert Outgoing.objects.get().kind == "neutral"


def test_sent_again_after_two_days_it_stays_one_ticket(customer_user: User) -> None:
    with moved(-timedelta(hours=48, minutes=1)):  # a signature of tomorrow would not be believed
        arrive(letter())
    arrive(letter("My withdrawal has not arrived. Please look into it!! Anybody?"))
    ticket = Ticket.objects.get()
    assert ticket.messages.filter(kind="message").count() == 2
    assert ticket.messages.filter(data__code="mail_resent").count() == 1
    assert ticket.priority == 3


def test_another_problem_of_the_same_customer_is_another_ticket(customer_user: User) -> None:
    arrive(letter())
    arrive(letter("How do I close my account for good?", subject="Closing my account"))
    assert Ticket.objects.count() == 2


def test_after_the_period_a_new_ticket_follows(customer_user: User, agent: User) -> None:
    arrive(letter())
    ticket = Ticket.objects.get()
    solve(ticket=ticket, actor=agent)
    Ticket.objects.filter(pk=ticket.pk).update(solved_at="2020-01-01T00:00:00Z")
    arrive(letter("It is back."), recipients=[reply_address(ticket)])
    assert Ticket.objects.get(follows=ticket).messages.filter(text="It is back.").exists()


def test_a_secret_is_masked_and_the_original_is_gone(customer_user: User) -> None:
    row = arrive(letter("my password is hunter2024! please help", html="<p>x</p>"))
    row.refresh_from_db()
    message = Ticket.objects.get().messages.get(kind="message")
    assert "hunter2024" not in message.text
    assert row.gone


def test_machines_are_not_answered(customer_user: User) -> None:
    row = arrive(letter("I am away.", headers=(("Auto-Submitted", "auto-replied"),)))
    assert row.state == Arrival.State.IGNORED
    assert not Ticket.objects.exists()
    assert not Outgoing.objects.exists()


def test_an_absence_without_any_mark_leaves_a_line_and_wakes_nobody(
    customer_user: User,
) -> None:
    first = arrive(letter())
    assert first.ticket is not None
    ours = Outgoing.objects.get().mail_id
    subject = "自动回复: Re: Withdrawal missing"
    row = arrive(letter("我在休假，下周回复您。", subject=subject, reply_to=f"<{ours}>"))
    assert (row.state, row.reason) == (Arrival.State.IGNORED, "away")
    assert first.ticket.messages.filter(author_kind="customer").count() == 1
    assert first.ticket.messages.filter(data__code="mail_away").count() == 1
    assert Outgoing.objects.count() == 1


def test_files_come_along_and_what_is_refused_is_told(customer_user: User) -> None:
    arrive(
        letter(
            files=(
                ("orders.csv", "text/csv", b"id,amount\nOABCDE-FGHIJ-KLMNOP,1\n"),
                ("run.exe", "application/octet-stream", b"MZ\x90\x00" + b"\0" * 200),
            )
        )
    )
    ticket = Ticket.objects.get()
    assert [file.name for file in ticket.files.all()] == ["orders.csv"]
    assert [each["name"] for each in Letter.objects.get().refused] == ["run.exe"]


def test_a_copy_gives_nobody_a_part_in_the_ticket(customer_user: User) -> None:
    mail = letter()
    mail["Cc"] = "friend@stranger.example"
    arrive(mail)
    ours = Outgoing.objects.get().mail_id
    arrive(letter("Me too!", sender="friend@stranger.example", reply_to=f"<{ours}>"))
    assert Ticket.objects.count() == 2


def test_an_agent_sends_on_a_customers_mail(customer_user: User, agent: User) -> None:
    text = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Mei Lin <mei@customers.example>\n"
        "Date: Mon, 2 Nov 2026 10:00\nSubject: Locked out\nTo: <mia@agents.example>\n\n"
        "I lost my phone and cannot sign in.\n"
    )
    arrive(letter(text, sender=agent.email, subject="Fwd: Locked out", to=SUPPORT))
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert ticket.assurance == Assurance.CLAIMED
    assert ticket.messages.get(kind="message").text == "I lost my phone and cannot sign in."
    assert ticket.subject == "Locked out"


def test_an_answer_to_a_chats_notice_goes_into_the_chats_ticket(agent: User) -> None:
    """A guest of the chat answers the mail that told of our answer: the key proves they had it."""
    from octant.core.people.services.customers import guest
    from octant.core.safety.text import screen
    from octant.core.tickets.services.conversation import open_ticket, send
    from octant.reactions.notifications.mail import compose

    ticket = open_ticket(
        customer=guest(name="Mei", email=MEI, language="en"),
        subject=screen(""),
        text=screen("Hello?"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )
    answer = send(ticket=ticket, agent=agent, text=screen("Which order?"))
    notice = compose(ticket, [answer])
    arrive(letter("OABCDE-FGHIJ-KLMNOP"), recipients=notice.reply_to)
    assert ticket.messages.get(channel="email").text == "OABCDE-FGHIJ-KLMNOP"
    arrive(letter("Mine!", sender="eve@stranger.example"), recipients=notice.reply_to)
    assert ticket.messages.filter(kind="message").count() == 3


def test_a_mail_of_which_nothing_can_be_made_holds_up_no_other(
    customer_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = keep(signed(letter("One.")), Envelope(recipients=(SUPPORT,), mail_from=MEI))
    forget_raw([stuck])
    Arrival.objects.update(tries=MAX_TRIES, due_at="2020-01-01T00:00:00Z")
    fine = keep(signed(letter("Two.")), Envelope(recipients=(SUPPORT,), mail_from=MEI))
    monkeypatch.setattr(unreadable, "open_for", lambda row, mail: 1 / 0)
    assert sort_due() == 2
    stuck.refresh_from_db()
    fine.refresh_from_db()
    assert (stuck.state, fine.state) == (Arrival.State.NEW, Arrival.State.TAKEN)
    assert stuck.due_at > now()
