"""Mail to customers who have not seen an answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.people.services.anti_phishing import set_code
from octant.core.people.services.customers import guest, of_user
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.tickets.access import open_key
from octant.core.tickets.codes import code_of
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import note, open_ticket, send
from octant.core.tickets.services.reading import seen
from octant.kit.clock import moved, now
from octant.reactions.notifications.models import Notice
from octant.reactions.notifications.tasks import send_due

pytestmark = pytest.mark.django_db


def ticket_of(email: str = "mei@customers.example", language: str = "en", **more: Any) -> Ticket:
    customer = more.pop("customer", None)
    return open_ticket(
        customer=customer or guest(name="Mei Lin", email=email, language=language),
        subject=screen(""),
        text=screen("Where is my withdrawal?"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language=language,
        **more,
    )


def answer(ticket: Ticket, agent: User, text: str) -> None:
    send(ticket=ticket, agent=agent, text=screen(text))
    deliver_due()


def test_answers_that_nobody_saw_go_out_in_one_mail(agent: User) -> None:
    ticket = ticket_of()
    answer(ticket, agent, "We found it.")
    answer(ticket, agent, "It arrives in an hour.")
    assert send_due() == 0
    with moved(timedelta(minutes=2)):
        assert send_due() == 1
        assert send_due() == 0
    (sent,) = mail.outbox
    assert sent.to == ["mei@customers.example"]
    assert ticket.public_id in sent.subject
    assert "Hello Mei Lin," in sent.body
    assert sent.body.index("We found it.") < sent.body.index("It arrives in an hour.")
    assert "Mia:" in sent.body


def test_the_link_opens_this_ticket_and_its_key_stays_out_of_requests(
    agent: User, settings: LazySettings
) -> None:
    settings.OCTANT_URL = "http://testserver"
    ticket = ticket_of()
    answer(ticket, agent, "Done.")
    with moved(timedelta(minutes=2)):
        send_due()
    link = re.search(r"http://\S+", mail.outbox[0].body)
    assert link is not None
    path, _hash, fragment = link[0].partition("#")
    assert path == f"http://testserver/en/requests/{ticket.public_id}/"
    key = fragment.removeprefix("ticket=")
    assert open_key(key) == (ticket.customer_id, ticket.pk)
    client = Client()
    opened = client.post("/en/requests/open/", {"key": key})
    assert opened["Location"] == f"/en/requests/{ticket.public_id}/"
    assert "Done." in client.get(opened["Location"]).content.decode()


def test_who_has_seen_it_gets_no_mail(agent: User) -> None:
    ticket = ticket_of()
    answer(ticket, agent, "We found it.")
    seen(ticket_id=ticket.pk, by="customer", seq=2)
    with moved(timedelta(minutes=2)):
        assert send_due() == 0
    assert not mail.outbox


def test_who_is_in_the_chat_gets_mail_only_after_leaving(agent: User) -> None:
    ticket = ticket_of(live=True)
    Ticket.objects.update(customer_online_at=now() + timedelta(minutes=2))
    answer(ticket, agent, "Are you there?")
    with moved(timedelta(minutes=2, seconds=5)):
        assert send_due() == 0
    with moved(timedelta(minutes=5)):
        assert send_due() == 1


def test_a_later_answer_goes_in_a_later_mail_without_the_first(agent: User) -> None:
    ticket = ticket_of()
    answer(ticket, agent, "First answer.")
    with moved(timedelta(minutes=2)):
        send_due()
        answer(ticket, agent, "Second answer.")
    with moved(timedelta(minutes=4)):
        assert send_due() == 1
    first, second = mail.outbox
    assert "First answer." not in second.body
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


def test_notes_are_never_mailed(agent: User) -> None:
    ticket = ticket_of()
    note(ticket=ticket, agent=agent, text=screen("suspicious"))
    answer(ticket, agent, "Hello.")
    with moved(timedelta(minutes=2)):
        send_due()
    assert "suspicious" not in mail.outbox[0].body


def test_the_mail_is_in_the_customers_language_and_shows_no_masks(agent: User) -> None:
    ticket = ticket_of(language="zh-hans")
    answer(ticket, agent, "您的密码是 hunter2024! 请更换")
    with moved(timedelta(minutes=2)):
        send_due()
    (sent,) = mail.outbox
    assert sent.subject == f"您的工单 {ticket.public_id} 有新的回复"
    assert "Mei Lin，您好：" in sent.body
    assert f"/zh-hans/requests/{ticket.public_id}/#ticket=" in sent.body
    assert "hunter2024" not in sent.body
    assert "⟦" not in sent.body


def test_the_same_event_twice_is_one_mail(agent: User) -> None:
    from octant.reactions.notifications.consumers import on_message_sent

    ticket = ticket_of()
    answer(ticket, agent, "We found it.")
    on_message_sent("MessageSent", {"ticket": ticket.pk})
    with moved(timedelta(minutes=2)):
        assert send_due() == 1
    on_message_sent("MessageSent", {"ticket": ticket.pk})
    with moved(timedelta(minutes=9)):
        assert send_due() == 0


def test_without_an_address_nothing_is_owed(agent: User) -> None:
    answer(ticket_of(email=""), agent, "Hello.")
    assert not Notice.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again(agent: User, settings: LazySettings) -> None:
    ticket = ticket_of()
    answer(ticket, agent, "We found it.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with moved(timedelta(minutes=2)):
        assert send_due() == 0
    notice = Notice.objects.get(ticket=ticket)
    assert notice.tries == 1
    assert "ConnectionRefusedError" in notice.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with moved(timedelta(minutes=5)):
        assert send_due() == 1


def test_a_mail_carries_the_code_of_its_last_message_and_where_to_check_it(
    agent: User, settings: LazySettings
) -> None:
    settings.OCTANT_URL = "https://support.kraken.example"
    ticket = ticket_of(language="zh-hans")
    answer(ticket, agent, "已到账。")
    with moved(timedelta(minutes=2)):
        send_due()
    ticket.refresh_from_db()
    body = mail.outbox[0].body
    assert code_of(ticket.pk, ticket.last_seq) in body
    assert "https://support.kraken.example/zh-hans/verify/" in body
    assert "防钓鱼码" not in body


def test_the_customers_own_code_stands_in_mail_to_their_registered_address_only(
    agent: User,
) -> None:
    user = create_user(email="mei@customers.example", name="Mei Lin")
    set_code(user=user, code="blue heron 7")
    guests = ticket_of()
    own = of_user(user=user, language="en")
    theirs = ticket_of(customer=own)
    answer(guests, agent, "To whoever typed this address.")
    answer(theirs, agent, "To Mei.")
    with moved(timedelta(minutes=2)):
        assert send_due() == 2
    typed, registered = sorted(mail.outbox, key=lambda sent: "To Mei." in sent.body)
    assert "blue heron 7" in registered.body
    assert typed.to == registered.to and "blue heron 7" not in typed.body


def test_staff_see_the_customers_code_nowhere(agent: User, settings: LazySettings) -> None:
    settings.OCTANT_DEMO = True
    user = create_user(email="mei@customers.example", name="Mei Lin")
    set_code(user=user, code="blue heron 7")
    ticket = ticket_of(customer=of_user(user=user, language="en"))
    answer(ticket, agent, "To Mei.")
    desk = Client()
    desk.force_login(agent)
    one = f"/desk/tickets/{ticket.public_id}/"
    for path in ("/desk/?view=all", one, f"{one}messages/", f"{one}exchange/"):
        found = desk.get(path)
        assert found.status_code == 200 and b"blue heron" not in found.content
