"""One person's tickets are one history for whoever is signed in, and for nobody by a key."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.core.people.merging import by_account, by_mail, merged, signed_in
from tests.core.privacy.conftest import picture
from tests.core.tickets.factories import a_ticket, words

from octant.channels.email.belonging import may_write
from octant.channels.email.senders import Sender
from octant.core.exchange.selectors import exchange
from octant.core.people.models import Customer, User
from octant.core.people.services.merging import separate
from octant.core.ports.assurance import Assurance
from octant.core.tickets import chats
from octant.core.tickets.access import key_for
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.confirming import Reach, at_work, confirm
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.own import own_counts, own_page
from octant.core.tickets.selectors import messages_of, past_tickets, ticket_for
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import receive, send
from octant.core.tickets.services.files import upload
from octant.kit.errors import DomainError, NotAllowed, NotFound
from octant.kit.mail.auth import Authenticity

pytestmark = pytest.mark.django_db
PAGE = "/en/requests/"


@pytest.fixture(autouse=True)
def _plain(settings: LazySettings) -> None:
    settings.OCTANT_URL = "http://testserver"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


class Pair:
    """Somebody with a sign-in, and the same by mail, each with a ticket."""

    def __init__(self, agent: User) -> None:
        self.one, self.other = signed_in(), by_mail()
        self.chat = a_ticket(self.one, subject="By chat", assurance=Assurance.SIGNED_IN)
        self.mail = a_ticket(self.other, subject="By mail", channel="email")
        self.merger = merged(self.one, self.other, agent)

    def separate(self, agent: User) -> None:
        separate(merger=self.merger.pk, actor=agent, reason="Not they.")

    @property
    def reader(self) -> Customer:
        """As whoever signs in is loaded."""
        assert self.one.user is not None
        found = chats.customer_of(self.one.user)
        assert found is not None
        return found

    def signed(self) -> Client:
        client = Client()
        assert self.one.user is not None
        client.force_login(self.one.user)
        return client


@pytest.fixture
def pair(agent: User) -> Pair:
    return Pair(agent)


def numbers(rows: Any) -> set[str]:
    return {row.public_id for row in rows}


def test_whoever_signs_in_reads_all_of_it_until_they_are_separated(
    pair: Pair, agent: User, django_assert_num_queries: Any
) -> None:
    both = {pair.chat.public_id, pair.mail.public_id}
    assert pair.one.user is not None
    with django_assert_num_queries(2):  # themselves, and who else they are
        reader = pair.reader
    assert numbers(row for row, _unread in own_page(reader, show="all").rows) == both
    assert own_counts(reader)["all"] == 2
    assert ticket_for(reader, pair.mail.public_id) == pair.mail
    assert [m.text for m in messages_of(reader, pair.mail)] == ["It has not come."]
    page = pair.signed().get(PAGE).content.decode()
    assert "By chat" in page and "By mail" in page
    pair.separate(agent)
    assert numbers(row for row, _unread in own_page(pair.reader, show="all").rows) == {
        pair.chat.public_id
    }
    with pytest.raises(NotFound):
        ticket_for(pair.reader, pair.mail.public_id)
    assert "By mail" not in pair.signed().get(PAGE).content.decode()


def test_for_somebody_by_themselves_nothing_is_asked_twice(
    agent: User, django_assert_num_queries: Any
) -> None:
    alone = signed_in("bob@customers.example")
    assert alone.user is not None
    with django_assert_num_queries(1):
        assert chats.customer_of(alone.user) == alone


def test_a_row_of_the_person_that_nobody_signed_in_to_reads_only_its_own(pair: Pair) -> None:
    guest = Customer.objects.get(pk=pair.other.pk)
    assert numbers(row for row, _unread in own_page(guest, show="all").rows) == {
        pair.mail.public_id
    }
    with pytest.raises(NotFound):
        ticket_for(guest, pair.chat.public_id)


def test_a_guests_link_opens_its_ticket_and_nothing_of_the_history(pair: Pair, agent: User) -> None:
    second = a_ticket(pair.other, subject="By mail again", channel="email")
    file = upload(file=picture(), ticket=pair.chat, customer=pair.one)
    receive(ticket=pair.chat, customer=pair.one, text=words("See."), files=(file.public_id,))
    own = upload(file=picture("red"), ticket=pair.mail, customer=pair.other)
    receive(ticket=pair.mail, customer=pair.other, text=words("See."), files=(own.public_id,))
    client = Client()
    opened = client.post(f"{PAGE}open/", {"key": key_for(pair.mail)})
    assert opened.status_code == 302
    assert "By mail" in client.get(f"{PAGE}{pair.mail.public_id}/").content.decode()
    for hidden in (pair.chat, second):
        page = client.get(f"{PAGE}{hidden.public_id}/").content.decode()
        assert "By chat" not in page and "again" not in page
    listing = client.get(PAGE).content.decode()
    assert "By chat" not in listing and pair.chat.public_id not in listing
    key = {"X-Octant-Key": key_for(pair.mail)}
    assert client.get(reverse("file", args=[own.public_id]), headers=key).status_code == 200
    assert client.get(reverse("file", args=[file.public_id]), headers=key).status_code == 404
    past = client.get("/chat/past", headers={**key, "Origin": "http://testserver"})
    assert past.status_code == 404 or json.loads(past.content) == {"chats": []}
    guest = Customer.objects.get(pk=pair.other.pk)
    assert not confirm(Reach(guest, pair.mail.pk), code_of(pair, agent))


def code_of(pair: Pair, agent: User) -> str:
    """The code of a message that an agent sent into the chat."""
    from octant.core.tickets.codes import code_for

    sent = send(ticket=pair.chat, agent=agent, text=words("We are looking."))
    return code_for("message", "agent", pair.chat.pk, sent.seq)


def test_signed_in_they_find_our_messages_of_all_rows_genuine(pair: Pair, agent: User) -> None:
    assert confirm(Reach(pair.reader), code_of(pair, agent)) is not None
    send(ticket=pair.mail, agent=agent, text=words("Dear Ada."))
    assert {row.ticket for row in at_work(Reach(pair.reader), "Mia")} == {
        pair.chat.public_id,
        pair.mail.public_id,
    }


def whose(key: str) -> str:
    """A key without the second in which it was signed."""
    return key.partition(":")[0]


def test_a_key_that_was_given_to_the_other_row_ends_with_the_merger(
    pair: Pair, agent: User
) -> None:
    own, given = key_for(pair.mail), key_for(pair.mail, pair.reader)
    assert own != given
    assert chats.by_key(given).pk == chats.by_key(own).pk == pair.mail.pk
    page = pair.signed().get(f"{PAGE}{pair.mail.public_id}/").content.decode()
    (shown,) = re.findall(r'data-key="([^"]+)"', page)  # what the page's socket opens with
    assert whose(shown) == whose(given) != whose(own)
    pair.separate(agent)
    assert chats.by_key(own) == pair.mail
    with pytest.raises(NotAllowed):
        chats.by_key(given)
    with pytest.raises(NotAllowed):  # nor does a key to another's ticket help
        chats.by_key(key_for(pair.chat, pair.other))


def test_each_ticket_keeps_its_level_and_its_own_account(agent: User) -> None:
    one, other = signed_in(account="X-1"), by_mail()
    ticket = a_ticket(other, assurance=Assurance.VERIFIED_EMAIL)
    # Somebody once signed in to this row: they proved nothing of the account of the other.
    Ticket.objects.filter(pk=ticket.pk).update(assurance=Assurance.SIGNED_IN)
    merged(one, other, agent)
    ticket = Ticket.objects.select_related("customer").get(pk=ticket.pk)
    sure = proof_of(ticket)
    assert (ticket.customer, sure.level) == (other, Assurance.SIGNED_IN)
    with pytest.raises(NotAllowed):
        exchange().account("X-1", assurance=sure)


def test_writing_on_the_other_rows_ticket_proves_no_sign_in(pair: Pair) -> None:
    Ticket.objects.filter(pk=pair.mail.pk).update(assurance=Assurance.CLAIMED)
    client = pair.signed()
    page = client.get(f"{PAGE}{pair.mail.public_id}/")
    assert page.status_code == 200 and page.context["reached"].assurance == Assurance.CLAIMED
    own = client.get(f"{PAGE}{pair.chat.public_id}/")
    assert own.context["reached"].assurance == Assurance.SIGNED_IN


def test_the_desk_shows_earlier_tickets_of_the_person(pair: Pair, agent: User) -> None:
    ticket = ticket_for(agent, pair.mail.public_id)
    assert past_tickets(agent, ticket) == [pair.chat]
    pair.separate(agent)
    assert past_tickets(agent, ticket_for(agent, pair.mail.public_id)) == []


def test_what_comes_after_the_merger_goes_with_the_row_it_came_to(pair: Pair, agent: User) -> None:
    later = a_ticket(by_mail(), subject="A mail later", channel="email")
    called = a_ticket(pair.reader, subject="Signed in later")
    pair.separate(agent)
    kept = {row.pk: row.customer_id for row in Ticket.objects.all()}
    assert kept[later.pk] == kept[pair.mail.pk] == pair.other.pk
    assert kept[called.pk] == kept[pair.chat.pk] == pair.one.pk


def test_their_mail_may_go_on_with_any_ticket_of_theirs(pair: Pair, agent: User) -> None:
    ticket = ticket_for(agent, pair.chat.public_id)
    found = Authenticity(verdict="pass", from_address=pair.other.email, reasons=())
    sender = Sender(pair.other.email, "Ada", found, customer=pair.other)
    assert may_write(sender, ticket, keyed=False)
    pair.separate(agent)
    pair.other.refresh_from_db()
    assert not may_write(
        Sender("x@elsewhere.example", "Ada", found, customer=pair.other),
        ticket_for(agent, pair.chat.public_id),
        keyed=False,
    )


def test_tickets_of_two_rows_are_not_made_one(pair: Pair, agent: User) -> None:
    mail, chat = (ticket_for(agent, each.public_id) for each in (pair.mail, pair.chat))
    with pytest.raises(DomainError, match="two tickets of one history"):
        lifecycle.merge(ticket=mail, into=chat, actor=agent)
    assert not Ticket.objects.exclude(merged_into=None).exists()


def test_no_row_of_a_ticket_or_message_is_touched(agent: User) -> None:
    one, other = signed_in(), by_account("X-1", "ada@customers.example")
    a_ticket(one)
    a_ticket(other)
    tables: tuple[Any, ...] = (Ticket, Message, File)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    made = merged(one, other, agent)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    separate(merger=made.pk, actor=agent, reason="Not they.")
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
