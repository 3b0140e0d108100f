"""Attack 8: no machine that answers our mails makes us write another, and ours say what they
are (the email channel's own: tests/channels/email/test_attacks_by_mail.py)."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from tests.core.tickets.factories import a_ticket
from tests.security.world import World

from octant.core.outbox.services import deliver_due
from octant.core.privacy.mail import tell_cancelled
from octant.core.privacy.models import Erasure
from octant.core.safety.text import screen
from octant.core.tickets.services.conversation import receive, send
from octant.kit.clock import moved
from octant.kit.mail.bounces import read_bounce
from octant.kit.mail.reading import read_mail
from octant.reactions.notifications.mail import compose
from octant.reactions.notifications.tasks import send_due

pytestmark = pytest.mark.django_db


def every_mail(world: World) -> list[EmailMessage]:
    """One of each kind that the product sends."""
    agent, ticket = world.staff["agent"], world.theirs.ticket
    Client().post("/accounts/password/reset/", {"email": world.mine.user.email})
    Client().post("/accounts/password/reset/", {"email": "nobody@mail.example"})
    Client().post("/accounts/signup/", {
        "name": "N", "email": "new@mail.example", "password1": "correct horse 42 battery"
    })  # fmt: skip
    invited = world.client("admin").post(f"/accounts/staff/{agent.pk}/link/")
    assert invited.status_code == 302
    tell_cancelled(Erasure.objects.get(public_id=world.things["erasure"]))
    world.client("theirs").post(
        "/chat/transcript", "{}", content_type="application/json", headers=world.headers("theirs")
    )
    answer = send(ticket=ticket, agent=agent, text=screen("We look into it."))
    return [*mail.outbox, compose(ticket, [answer])]


def test_every_mail_of_ours_says_that_a_machine_wrote_it(world: World) -> None:
    mails = every_mail(world)
    assert len(mails) >= 7, [each.subject for each in mails]
    for each in mails:
        read = read_mail(each.message().as_bytes())
        assert read.auto.reason == "auto-submitted", each.subject
        assert read.auto.forbids_answers
        assert read_bounce(each.message().as_bytes()) is None, each.subject


def test_a_machine_that_answers_each_answer_gets_one_mail_for_each_of_ours(world: World) -> None:
    """What customers write, by machine or hand, is never answered by a mail of its own."""
    ticket, agent = a_ticket(world.theirs.customer), world.staff["agent"]
    send(ticket=ticket, agent=agent, text=screen("Hello."))
    mail.outbox.clear()
    for turn in range(20):
        with moved(timedelta(minutes=10 * (turn + 1))):
            deliver_due()
            send_due()
            receive(
                ticket=ticket, customer=ticket.customer, text=screen(f"I am away until {turn}.")
            )
    assert len(mail.outbox) <= 1


@pytest.mark.parametrize(
    "head",
    [
        b"Auto-Submitted: auto-replied", b"Return-Path: <>", b"Precedence: bulk",
        b"X-Autoreply: yes", b"List-Id: <a.b>", b"X-Loop: us",
    ],
)  # fmt: skip
def test_answers_of_machines_are_known(head: bytes) -> None:
    raw = head + b"\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: away\r\n\r\nI am away.\r\n"
    assert read_mail(raw).auto.is_automatic
    assert message_from_bytes(raw)["Subject"] == "away"
