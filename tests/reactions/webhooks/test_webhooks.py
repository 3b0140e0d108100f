"""The operator's systems are told, signed, until it arrives or is seen to have failed."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.core.tickets.factories import a_customer, a_ticket
from tests.reactions.receiver import Receiver, server

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.takeover.services.cases import open_case
from octant.core.tickets.models import Ticket
from octant.kit import clock
from octant.kit.errors import NotAllowed
from octant.reactions.webhooks.models import Call
from octant.reactions.webhooks.selectors import troubled
from octant.reactions.webhooks.services import sending
from octant.reactions.webhooks.signing import headers, secret

pytestmark = pytest.mark.django_db
__all__ = ["server"]


@pytest.fixture
def receiver(
    server: tuple[Receiver, Path], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Receiver:
    made, pem = server
    made.received, made.status = [], 204
    settings.OCTANT_FETCH_INSIDE = (ip_network("127.0.0.0/8"),)
    settings.OCTANT_FETCH_CA_FILE = str(pem)
    url = f"https://127.0.0.1:{made.server_port}/hook"
    monkeypatch.setattr("octant.reactions.webhooks.services.owing.address", lambda: url)
    return made


@pytest.fixture
def ticket(receiver: Receiver) -> Ticket:
    """One whose customer must stay unnamed."""
    made = a_ticket(a_customer(name="Olivia Hart", email="olivia@mail.example"), text="hacked!")
    open_case(ticket=made, source="words")
    deliver_due()
    return made


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    moment = clock.now() + timedelta(**span)
    monkeypatch.setattr("octant.reactions.webhooks.services.sending.now", lambda: moment)


def test_the_signature_is_the_one_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    # The example of the specification's reference libraries.
    key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    monkeypatch.setenv("OCTANT_WEBHOOK_SECRET", key)
    monkeypatch.setattr("octant.reactions.webhooks.signing.secret", lambda: key)
    made = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at=1614265330)
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_page_arrives_signed_and_names_nobody(ticket: Ticket, receiver: Receiver) -> None:
    assert sending.send_due() == 1
    (sent, body) = receiver.received[0]
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret().removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert told["type"] == "takeover.reported"
    assert told["data"]["ticket"] == ticket.public_id
    for private in (b"Olivia", b"olivia@", b"hacked"):
        assert private not in body
    assert sending.send_due() == 0


def test_an_event_that_comes_twice_is_one_call(ticket: Ticket) -> None:
    from octant.reactions.webhooks.consumers import on_event

    case = ticket.takeover.pk
    on_event("TakeoverReported", {"case": case, "ticket": ticket.pk, "page": 1})
    assert Call.objects.count() == 1
    on_event("TakeoverReported", {"case": case, "ticket": ticket.pk, "page": 2})
    assert Call.objects.count() == 2


@pytest.mark.parametrize("status", [301, 307, 400, 410, 429, 500, 503])
def test_what_is_not_taken_comes_again_with_the_same_id_and_body(
    ticket: Ticket, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    receiver.status = status
    assert sending.send_due() == 0
    assert sending.send_due() == 0  # not at once
    receiver.status = 200
    later(monkeypatch, seconds=6)
    assert sending.send_due() == 1
    first, second = receiver.received
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]


def test_what_never_arrives_ends_where_it_is_seen_and_a_lead_sends_it_again(
    ticket: Ticket,
    receiver: Receiver,
    agent: User,
    lead: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.status = 500
    for day in range(20):
        later(monkeypatch, days=2 * day)
        sending.send_due()
    call = Call.objects.get()
    assert call.failed_at is not None and call.due_at is None
    assert len(receiver.received) == len(sending.WAITS) + 1
    assert [each.pk for each in troubled(agent)] == [call.pk]
    with pytest.raises(NotAllowed):
        sending.send_again(call_id=call.pk, actor=agent)
    receiver.status = 200
    sending.send_again(call_id=call.pk, actor=lead)
    assert sending.send_due() == 1
    assert troubled(agent) == []


def test_a_process_that_died_while_sending_is_made_good(
    ticket: Ticket, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "post", dies)
        with pytest.raises(SystemExit):
            sending.send_due()
    assert sending.send_due() == 0
    later(monkeypatch, seconds=61)
    assert sending.send_due() == 1


def test_a_private_address_is_not_reached_unless_allowed(
    ticket: Ticket, receiver: Receiver, settings: LazySettings
) -> None:
    settings.OCTANT_FETCH_INSIDE = ()
    assert sending.send_due() == 0
    assert Call.objects.get().error.startswith("private_address")
    assert receiver.received == []


def test_without_an_address_nothing_is_owed() -> None:
    made = a_ticket()
    open_case(ticket=made, source="words")
    deliver_due()
    assert not Call.objects.exists()


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(settings: LazySettings) -> None:
    assert secret() == secret() and secret().startswith("whsec_")
    file = Path(settings.OCTANT_HOME) / "keys" / "webhook_secret"
    assert file.stat().st_mode & 0o077 == 0
