"""The queue of what leaves: shared out between domains, and taken up after a death."""

from datetime import timedelta

import pytest
from django.core import mail as sent_mail

from octant.channels.email.models import Outgoing
from octant.channels.email.services import sending
from octant.channels.email.services.queueing import put
from octant.channels.email.services.sending import PER_DOMAIN, STALE, send_due
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import open_ticket
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


def a_ticket(address: str) -> Ticket:
    return open_ticket(
        customer=guest(name="", email=address, language="en"),
        subject=screen("s"),
        text=screen("t"),
        channel="email",
        assurance=Assurance.CLAIMED,
        language="en",
    )


def queued(address: str) -> Outgoing:
    from octant.channels.email.composing import compose

    ticket = a_ticket(address)
    mail = compose(ticket, kind=Outgoing.Kind.NEUTRAL, said=["Hello."])
    return put(mail, ticket=ticket, kind=Outgoing.Kind.NEUTRAL, wait=timedelta(0))


def test_one_domain_takes_no_more_than_its_part_of_a_round() -> None:
    for number in range(PER_DOMAIN + 5):
        queued(f"c{number}@slow.example")
    queued("last@quick.example")
    assert send_due() == PER_DOMAIN + 1
    assert "last@quick.example" in {each.to[0] for each in sent_mail.outbox}
    assert send_due() == 5
    assert send_due() == 0


def test_what_a_dead_process_was_sending_leaves_once_more_as_the_same_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = queued("mei@quick.example")

    class Dies:
        def __enter__(self) -> "Dies":
            raise KeyboardInterrupt  # the process is killed after it took the mail on

        def __exit__(self, *_: object) -> None:
            return None

    with monkeypatch.context() as patched:
        patched.setattr(sending, "way_out", Dies)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.SENDING
    assert send_due() == 0  # it may still be on its way
    with moved(STALE + timedelta(seconds=1)):
        assert send_due() == 1
    raw = sent_mail.outbox[-1].raw  # type: ignore[attr-defined]
    assert row.mail_id.encode() in raw
