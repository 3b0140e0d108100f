"""What every channel keeps to, over whatever the registry holds."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings

from octant.channels.email.channel import handed_over
from octant.core.people.models import User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.ports.channel import Channel
from octant.core.ports.registry import channels
from octant.core.ports.surface import KEYS
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.reply_address import reply_address
from octant.core.tickets.services.conversation import open_ticket, send
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db
Call = tuple[Mapping[str, Any], str]  # a payload and its signature


def by_key(ticket: Ticket, text: str) -> Call:
    """Channels of the product's own windows: the ticket's key signs."""
    return {"id": str(uuid4()), "text": text}, key_for(ticket)


def by_mail(ticket: Ticket, text: str) -> Call:
    """Mail: its server holds our key, its writer answers a mail of ours from the same address."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = ticket.customer.email, "Re: Where is my deposit?"
    mail["To"] = reply_address(ticket)
    mail["Message-ID"] = make_msgid(domain="customers.example")
    mail.set_content(text)
    raw = mail.as_bytes()
    came = {"recipients": [reply_address(ticket)], "mail_from": ticket.customer.email}
    return {"raw": raw, **came}, handed_over(raw)


@pytest.fixture(autouse=True)
def _no_names(settings: LazySettings) -> None:
    settings.OCTANT_MAIL_ZONE = "-"


# How a genuine message of each channel is made; a channel that is missing here fails.
GENUINE = {"live_chat": by_key, "email": by_mail}


@pytest.fixture(params=sorted(channels()))
def channel(request: pytest.FixtureRequest) -> Channel:
    return channels()[request.param]


@pytest.fixture
def ticket(channel: Channel) -> Ticket:
    return open_ticket(
        customer=guest(name="Mei", email="mei@customers.example", language="en"),
        subject=screen(""),
        text=screen("Where is my deposit?"),
        channel=channel.key,
        assurance=Assurance.CLAIMED,
        language="en",
    )


def genuine(channel: Channel, ticket: Ticket, text: str) -> Call:
    return GENUINE[channel.key](ticket, text)


def test_it_is_a_channel_with_a_surfaces_key(channel: Channel) -> None:
    assert isinstance(channel, Channel)
    assert channel.key in KEYS


def test_a_genuine_message_arrives(channel: Channel, ticket: Ticket) -> None:
    payload, signature = genuine(channel, ticket, "Any news?")
    channel.receive(payload, signature=signature)
    assert ticket.messages.filter(author_kind="customer", text="Any news?").count() == 1


@pytest.mark.parametrize(
    "spoil", [lambda s: "", lambda s: "x" + s, lambda s: s[:-1], lambda s: "é"]
)
def test_a_bad_signature_is_refused_and_leaves_nothing(
    channel: Channel, ticket: Ticket, spoil: Any
) -> None:
    payload, signature = genuine(channel, ticket, "Let me in")
    with pytest.raises(DomainError):
        channel.receive(payload, signature=spoil(signature))
    assert not Message.objects.filter(text="Let me in").exists()


def test_a_repeated_message_arrives_once(channel: Channel, ticket: Ticket) -> None:
    payload, signature = genuine(channel, ticket, "Once")
    for _retry in range(3):
        channel.receive(payload, signature=signature)
    assert Message.objects.filter(text="Once").count() == 1


def test_messages_that_differ_both_arrive(channel: Channel, ticket: Ticket) -> None:
    for _message in range(2):
        payload, signature = genuine(channel, ticket, "Same words")
        channel.receive(payload, signature=signature)
    assert Message.objects.filter(text="Same words").count() == 2


def test_secrets_are_redacted(channel: Channel, ticket: Ticket) -> None:
    payload, signature = genuine(channel, ticket, "my password is hunter2024! ok")
    channel.receive(payload, signature=signature)
    stored = ticket.messages.filter(kind="message").latest("seq")
    assert "hunter2024" not in stored.text
    assert stored.findings[0]["kind"] == "password"


@pytest.mark.parametrize("payload", [{}, {"id": None}, {"text": []}, {"id": "7", "text": "hi"}])
def test_a_broken_payload_is_refused_with_a_sentence(
    channel: Channel, ticket: Ticket, payload: Mapping[str, Any]
) -> None:
    _payload, signature = genuine(channel, ticket, "x")
    with pytest.raises(DomainError) as refused:
        channel.receive(payload, signature=signature)
    assert str(refused.value)


def test_delivering_twice_is_safe_and_reports_a_known_state(
    channel: Channel, ticket: Ticket, agent: User
) -> None:
    message = send(ticket=ticket, agent=agent, text=screen("On its way."))
    states = {channel.deliver(message).state for _try in range(2)}
    assert states <= {state.value for state in Message.State}
    assert ticket.messages.filter(author_kind="agent").count() == 1
