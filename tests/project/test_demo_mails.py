"""What lies in the mailboxes of a demonstration before anybody wrote anything."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as configured

from octant.channels.email.demo import mailbox
from octant.channels.email.models import Outgoing
from octant.channels.email.services.sending import send_due
from octant.core.outbox.models import Event
from octant.core.people.models import User
from octant.core.tickets.models import Message, Ticket
from octant.kit.clock import now
from octant.project.demo import load_demo, logins

pytestmark = pytest.mark.django_db
FOLDER = Path(configured.OCTANT_WORKSPACE)
BEGINS = {
    "olivia.hart@example.com": "Hello Olivia Hart,",
    "zhang.wei@example.org": "张伟，您好：",
}


@pytest.fixture(autouse=True)
def _files(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def test_whoever_can_be_signed_in_as_has_mails_of_ours_that_tell_a_story() -> None:
    load_demo(FOLDER)
    while send_due():
        pass
    customers = [one["email"] for one in logins() if one["role"] == "customer"]
    assert sorted(customers) == sorted(BEGINS)
    for address in customers:
        found = [mailbox.open_item(address, one.id) for one in mailbox.items(address)]
        assert len(found) >= 3
        ticket = Ticket.objects.filter(customer__email=address, channel="email")
        assert {mail.subject for _item, mail in found} >= {f"Re: {one.subject}" for one in ticket}
        for item, mail in found:
            assert not item.sent and item.at.astimezone(UTC) < now() - timedelta(hours=1)
            assert mail.text.startswith(BEGINS[address]), mail.text[:60]
        said = " ".join(mail.text for _item, mail in found).split()
        answers = Message.objects.filter(ticket__in=ticket, author_kind="agent", kind="message")
        assert answers and all(set(one.text.split()) <= set(said) for one in answers)


def test_who_is_offered_to_sign_in_as_does_not_depend_on_where_rows_lie() -> None:
    load_demo(FOLDER)
    offered = logins()
    for one in offered:
        User.objects.filter(email=one["email"]).update(timezone="Pacific/Auckland")
    assert logins() == offered


def test_they_are_sent_once_and_nobody_is_told_of_it_as_of_news() -> None:
    load_demo(FOLDER)
    waiting = Outgoing.objects.count()
    load_demo(FOLDER)
    assert Outgoing.objects.count() == waiting
    assert not Event.objects.exists()
    sent = 0
    while some := send_due():
        sent += some
    assert sent == waiting and not Outgoing.objects.exclude(state="sent").exists()
    assert not Message.objects.filter(state="queued").exists()
    assert not Message.objects.filter(kind="event", data__code="mail_failed").exists()
    staff = User.objects.exclude(role="customer").values_list("email", flat=True)
    assert not Outgoing.objects.filter(to__in=list(staff)).exists()
