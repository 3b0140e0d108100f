"""Mails through Debian's Postfix into Octant and back into a Dovecot mailbox."""

import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from django.db.models import F
from tests.channels.email.mails import MEI, SUPPORT, letter, signed
from tests.mail.conftest import BO, MACHINES, Servers, registered
from tests.mail.machine import autoresponder
from tests.mail.servers import MailProcess, wait_until

from octant.channels.email.models import Arrival, Letter, Outgoing, Suppressed
from octant.channels.email.services.keeping import raw_of
from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets import chats
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import send
from octant.kit.clock import now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
PHISHING, SECURITY = "phishing@kraken.example", "security@kraken.example"


def mailbox(servers: Servers, address: str, count: int) -> list[EmailMessage]:
    """The mails of a customer, once there are so many."""
    wait_until(lambda: len(servers.dovecot.mails(address)) >= count)
    found = servers.dovecot.mails(address)
    return [email.message_from_bytes(raw, policy=default) for raw in found]  # type: ignore[misc]


def answer(ticket: Ticket, agent: User, text: str) -> Message:
    """An agent's answer, on its way at once."""
    message = send(ticket=ticket, agent=agent, text=screen(text))
    while deliver_due():
        pass
    Outgoing.objects.filter(message=message).update(due_at=now())
    return message


def test_a_case_goes_back_and_forth_and_stays_one_ticket(
    servers: Servers, mail: MailProcess, mei: User, agent: User
) -> None:
    before = len(servers.dovecot.mails(MEI))
    servers.postfix.send(signed(letter()), sender=MEI, to=[SUPPORT])
    wait_until(lambda: Ticket.objects.exists())
    ticket = Ticket.objects.get()
    assert ticket.customer.user == mei

    told = mailbox(servers, MEI, before + 1)[-1]
    assert ticket.public_id in str(told["Subject"])
    assert told["Auto-Submitted"] == "auto-replied"
    assert [field.partition("d=")[2][:14] for field in told.get_all("DKIM-Signature", [])] == [
        "kraken.example",
        "kraken.example",
    ]

    message = answer(ticket, agent, "Which network was it?")
    reply = mailbox(servers, MEI, before + 2)[-1]
    body = reply.get_body(("plain",))
    assert body is not None
    assert "Which network was it?" in body.get_content()
    assert "Auto-Submitted" not in reply
    wait_until(lambda: Message.objects.get(pk=message.pk).state == "sent")

    back = letter(
        "The Tron network.",
        to=str(reply["Reply-To"]),
        subject=f"Re: {reply['Subject']}",
        reply_to=str(reply["Message-ID"]),
    )
    servers.postfix.send(signed(back), sender=MEI, to=[reply["Reply-To"].addresses[0].addr_spec])
    wait_until(lambda: Arrival.objects.filter(state=Arrival.State.TAKEN).count() == 2)
    assert Ticket.objects.get().messages.filter(text="The Tron network.").count() == 1


def test_postfix_keeps_what_comes_while_we_are_down_and_brings_it_after(
    servers: Servers, mail: MailProcess, mei: User
) -> None:
    mail.stop()
    raw = signed(letter("Sent while nobody listened."))
    servers.postfix.send(raw, sender=MEI, to=[SUPPORT])
    wait_until(lambda: servers.postfix.deferred() == 1)
    mail.start()
    wait_until(lambda: Message.objects.filter(text="Sent while nobody listened.").exists())
    wait_until(lambda: servers.postfix.waiting() == 0)
    assert raw_of(Arrival.objects.get()).endswith(raw)  # with the border's line on top


def test_several_recipients_aliases_and_plus_addresses_are_one_ticket(
    servers: Servers, mail: MailProcess, mei: User
) -> None:
    to = [PHISHING, "support+spring@kraken.example", SUPPORT]
    raw = signed(letter(to=", ".join(to)))
    servers.postfix.send(raw, sender=MEI, to=to)
    servers.postfix.send(raw, sender=MEI, to=[SECURITY])
    wait_until(lambda: not servers.postfix.waiting() and Letter.objects.exists())
    wait_until(lambda: not Arrival.objects.filter(state=Arrival.State.NEW).exists())
    assert Ticket.objects.get().messages.filter(kind="message").count() == 1
    assert Outgoing.objects.count() == 1


def taken(count: int) -> None:
    wait_until(lambda: Arrival.objects.filter(state=Arrival.State.TAKEN).count() == count)


def test_sent_again_after_two_days_it_stays_one_ticket_and_goes_first(
    servers: Servers, mail: MailProcess, mei: User
) -> None:
    servers.postfix.send(signed(letter()), sender=MEI, to=[SUPPORT])
    taken(1)
    ago = timedelta(hours=49)  # the mail process has a clock of its own: what is there gets older
    Ticket.objects.update(created_at=F("created_at") - ago, waiting_since=F("waiting_since") - ago)
    Message.objects.update(created_at=F("created_at") - ago)
    Arrival.objects.update(received_at=F("received_at") - ago)
    Outgoing.objects.update(created_at=F("created_at") - ago)
    again = letter("Hello? My withdrawal has not arrived. Please look into it!")
    servers.postfix.send(signed(again), sender=MEI, to=[SUPPORT])
    taken(2)
    ticket = Ticket.objects.get()
    assert ticket.messages.filter(author_kind="customer").count() == 2
    assert ticket.messages.filter(data__code="mail_resent").count() == 1
    assert ticket.priority == chats.HIGH
    assert Outgoing.objects.count() == 1  # nobody is confirmed twice


def test_what_a_colleague_sends_on_is_the_customers_ticket(
    servers: Servers, mail: MailProcess, mei: User, agent: User
) -> None:
    text = (
        f"Please take this.\n\nFrom: Mei Lin <{MEI}>\nSent: Monday, November 2, 2026 10:00 AM\n"
        f"To: {agent.email}\nSubject: Locked out\n\nI cannot sign in.\n"
    )
    sent_on = letter(text, sender=agent.email, subject="FW: Locked out")
    servers.postfix.send(signed(sent_on, "agents.example"), sender=agent.email, to=[SUPPORT])
    taken(1)
    ticket = Ticket.objects.get()
    assert ticket.customer.user == mei
    assert ticket.messages.get(seq=1).text == "I cannot sign in."
    assert ticket.messages.get(kind="note").text == "Please take this."


def test_who_reads_along_and_answers_all_has_no_part_in_it(
    servers: Servers, mail: MailProcess, mei: User
) -> None:
    first = letter(headers=(("Cc", BO),))
    servers.postfix.send(signed(first), sender=MEI, to=[SUPPORT, BO])
    taken(1)
    ticket = Ticket.objects.get()
    told = mailbox(servers, MEI, 1)[-1]
    for given in (str(first["Message-ID"]), str(told["Message-ID"])):
        mail_of_bo = letter("I know better.", sender=BO, subject="Re: x", reply_to=given)
        to = [SUPPORT, str(told["Reply-To"].addresses[0].addr_spec)]
        servers.postfix.send(signed(mail_of_bo), sender=BO, to=to)
    wait_until(lambda: not servers.postfix.waiting() and Arrival.objects.count() >= 3)
    wait_until(lambda: not Arrival.objects.filter(state=Arrival.State.NEW).exists())
    assert ticket.messages.filter(kind="message").count() == 1
    assert not Ticket.objects.exclude(pk=ticket.pk).filter(customer__user=mei).exists()


def test_nobody_of_ours_is_told_at_the_border(servers: Servers, mail: MailProcess) -> None:
    servers.postfix.send(signed(letter()), sender=MEI, to=["nobody@kraken.example"])
    wait_until(
        lambda: any(
            "There is no such mailbox here" in str(each) for each in mailbox(servers, MEI, 0)
        )
    )
    assert not Arrival.objects.exists()


def test_an_answer_to_an_address_that_is_gone_comes_back_and_is_told(
    servers: Servers, mail: MailProcess, agent: User
) -> None:
    gone = "gone@customers.example"
    registered(gone, "Gone")
    raw = signed(letter(sender=gone, headers=(("Precedence", "first"),)))
    servers.postfix.send(raw, sender=gone, to=[SUPPORT])
    wait_until(lambda: Outgoing.objects.filter(state=Outgoing.State.BOUNCED).exists())
    assert Suppressed.objects.get().reason == "hard"
    ticket = Ticket.objects.get()
    assert ticket.messages.filter(data__code="mail_back").count() == 1

    message = answer(ticket, agent, "Can you still read this?")  # said at once: nothing leaves
    assert Message.objects.get(pk=message.pk).state == "failed"
    Suppressed.objects.all().delete()
    message = answer(ticket, agent, "And this?")
    wait_until(lambda: Message.objects.get(pk=message.pk).state == "failed")
    back = Arrival.objects.filter(state=Arrival.State.HANDLED, reason="report")
    assert back.count() == 2
    assert {row.envelope["mail_from"] for row in back} == {""}


def test_two_machines_that_answer_each_other_come_to_an_end(
    servers: Servers, mail: MailProcess
) -> None:
    """One that knows no rules: it answers every mail, and says nowhere that it is a machine."""
    address = f"vacation@{MACHINES}"
    registered(address, "Vacation")
    with autoresponder(servers.machines, servers.postfix, address) as answered:
        servers.postfix.send(signed(letter(sender=address), MACHINES), sender=address, to=[SUPPORT])
        wait_until(lambda: len(answered) >= 1)
        wait_until(lambda: Arrival.objects.filter(state=Arrival.State.TAKEN).count() >= 2)
        wait_until(lambda: _quiet(servers))
    assert len(answered) == 1
    assert Outgoing.objects.count() == 1
    assert Ticket.objects.get().messages.filter(kind="message").count() == 2


def _quiet(servers: Servers) -> bool:
    """Nothing is under way anywhere."""
    owed = Outgoing.objects.filter(state__in=["queued", "sending"]).exists()
    unsorted = Arrival.objects.filter(state=Arrival.State.NEW).exists()
    return not owed and not unsorted and servers.postfix.waiting() == 0
