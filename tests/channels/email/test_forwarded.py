"""What a colleague sends on is the ticket of the customer who wrote it, whichever program did."""

import pytest
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter, signed

from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.core.people.models import User
from octant.core.tickets.models import Ticket

pytestmark = pytest.mark.django_db

HEADS = {
    "Gmail": """---------- Forwarded message ---------
From: Mei Lin <{mei}>
Date: Tue, Nov 17, 2026 at 3:04 PM
Subject: Locked out
To: <mia@agents.example>

""",
    "Apple Mail": """Begin forwarded message:

From: Mei Lin <{mei}>
Subject: Locked out
Date: 17 November 2026 at 15:04:05 CET
To: mia@agents.example

""",
    "Apple Mail, Chinese": """以下是转发的邮件：

> 发件人: Mei Lin <{mei}>
> 主题: Locked out
> 日期: 2026年11月17日 GMT+8 15:04:05
> 收件人: mia@agents.example
> 
""",
    "Outlook": """________________________________
From: Mei Lin <{mei}>
Sent: Tuesday, November 17, 2026 3:04 PM
To: Mia <mia@agents.example>
Subject: Locked out

""",
    "Outlook, Chinese": """发件人: Mei Lin <{mei}>
发送时间: 2026年11月17日 15:04
收件人: Mia <mia@agents.example>
主题: Locked out

""",
    "QQ": """------------------ 原始邮件 ------------------
发件人: "Mei Lin" <{mei}>;
发送时间: 2026年11月17日(星期二) 下午3:04
收件人: "mia"<mia@agents.example>;
主题: Locked out

""",
    "NetEase": """---- 转发的邮件 ----
| 发件人 | Mei Lin<{mei}> |
| 日期 | 2026年11月17日 15:04 |
| 收件人 | <mia@agents.example> |
| 主题 | Locked out |
""",
    "Outlook, German": """Von: Mei Lin <{mei}>
Gesendet: Dienstag, 17. November 2026 15:04
An: Mia <mia@agents.example>
Betreff: Locked out

""",
}  # fmt: skip


def send_on(agent: User, text: str, **given: str) -> Arrival:
    return arrive(letter(text, sender=agent.email, subject="Fw: Locked out", to=SUPPORT, **given))


@pytest.mark.parametrize("program", HEADS)
def test_heads_of_many_programs_name_the_customer(
    program: str, customer_user: User, agent: User
) -> None:
    words = "I lost my phone and cannot sign in."
    if program.startswith("Apple Mail, "):
        words = f"> {words}"
    row = send_on(agent, f"Please be quick.\n\n{HEADS[program].format(mei=MEI)}{words}\n")
    assert (row.state, row.reason) == (Arrival.State.TAKEN, "forwarded")
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert ticket.subject == "Locked out"
    first, note = ticket.messages.exclude(kind="event").order_by("seq")
    assert first.text == "I lost my phone and cannot sign in."
    assert (note.kind, note.text) == ("note", "Please be quick.")
    assert Letter.objects.get().from_name == "Mei Lin"
    assert not Outgoing.objects.exists()


def test_attached_as_a_whole_it_keeps_its_files_and_those_beside_it(
    customer_user: User, agent: User
) -> None:
    inner = letter("I lost my phone.", files=(("own.csv", "text/csv", b"id\n1\n"),))
    outer = letter("Please be quick.", sender=agent.email, subject="Fw: Locked out", to=SUPPORT)
    outer.add_attachment(inner)
    outer.add_attachment(b"id\n2\n", maintype="text", subtype="csv", filename="beside.csv")
    arrive(outer)
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert ticket.messages.get(seq=1).text == "I lost my phone."
    assert ticket.messages.get(kind="note").text == "Please be quick."
    assert sorted(file.name for file in ticket.files.all()) == ["beside.csv", "own.csv"]


def test_by_two_mailboxes_of_ours_it_is_one_ticket(agent: User) -> None:
    text = f"FYI\n\n{HEADS['Outlook'].format(mei='zoe@lax.example')}Where is it?\n"
    raw = signed(letter(text, sender=agent.email, subject="Fw: x", to=SUPPORT), "agents.example")
    first = arrive(raw)
    second = arrive(b"Delivered-To: security@kraken.example\r\n" + raw)
    assert (first.state, second.state) == (Arrival.State.TAKEN, Arrival.State.TAKEN)
    assert first.pk != second.pk
    assert first.ticket == second.ticket == Ticket.objects.get()


def test_of_a_conversation_the_customers_part_counts(customer_user: User, agent: User) -> None:
    text = (
        f"See below.\n\n{HEADS['Outlook'].format(mei=agent.email)}Who knows more?\n\n"
        f"{HEADS['Outlook'].format(mei=MEI)}I cannot sign in.\n"
    )
    send_on(agent, text)
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert ticket.messages.get(seq=1).text == "I cannot sign in."
    note = ticket.messages.get(kind="note").text
    assert note.startswith("See below.")
    assert "Who knows more?" in note


def test_an_answer_that_a_colleague_writes_by_mail_is_nobodys_ticket(agent: User) -> None:
    text = f"Dear Mei, here you are.\n\n{HEADS['Outlook'].format(mei=MEI)}Where is it?\n"
    row = arrive(letter(text, sender=agent.email, subject="Re: Locked out", to=SUPPORT))
    assert (row.state, row.reason) == (Arrival.State.SUSPENDED, "from_staff")
    assert not Ticket.objects.exists()


def test_what_comes_from_ourselves_is_no_customers(agent: User) -> None:
    row = send_on(agent, f"FYI\n\n{HEADS['Outlook'].format(mei=SUPPORT)}We answered.\n")
    assert (row.state, row.reason) == (Arrival.State.SUSPENDED, "from_staff")


def test_a_secret_in_it_is_masked_and_its_original_goes(customer_user: User, agent: User) -> None:
    phrase = "abandon " * 11 + "about"
    row = send_on(agent, f"FYI\n\n{HEADS['Gmail'].format(mei=MEI)}My seed: {phrase}\n")
    row.refresh_from_db()
    assert (row.reason, row.gone) == ("secret", True)
    said = list(Ticket.objects.get().messages.values_list("text", flat=True))
    assert not any("abandon abandon" in text for text in said)
