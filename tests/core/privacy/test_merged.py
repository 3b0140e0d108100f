"""One person's data is all of it, and after they are separated only their own."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from tests.core.people.merging import by_mail, merged, signed_in
from tests.core.privacy.conftest import Traces
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import Customer, Merger, User
from octant.core.people.services.merging import separate
from octant.core.ports.assurance import Assurance
from octant.core.privacy.archive import archive
from octant.core.privacy.consent import WORDS
from octant.core.privacy.holding import holds
from octant.core.privacy.models import Consent, Erasure, Export
from octant.core.privacy.selectors import open_erasure, own, person_file
from octant.core.privacy.services import erasing, exports
from octant.core.privacy.services.consents import give_consent, withdraw_consent
from octant.core.privacy.services.holds import place_hold
from octant.core.privacy.services.retention import enforce
from octant.core.privacy.services.sights import note_sight
from octant.core.privacy.services.steps import erase_due
from octant.core.privacy.watching import sight_page
from octant.core.tickets import chats
from octant.core.tickets.models import Ticket
from octant.kit.clock import moved
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


class Pair:
    def __init__(self, agent: User) -> None:
        self.agent = agent
        self.one, self.other = signed_in(), by_mail()
        self.chat = a_ticket(self.one, text="Said in the chat.")
        self.mail = a_ticket(self.other, text="Said in a mail.")
        self.merger = merged(self.one, self.other, agent)

    @property
    def user(self) -> User:
        assert self.one.user is not None
        return self.one.user

    def separate(self) -> None:
        separate(merger=self.merger.pk, actor=self.agent, reason="Not they.")

    def ask(self) -> Erasure:
        return erasing.ask_own(user=self.user, customer=self.one, level=Assurance.STEPPED_UP)


@pytest.fixture
def pair(agent: User) -> Pair:
    return Pair(agent)


def data_of(customer: Customer) -> dict[str, Any]:
    customer = Customer.objects.get(pk=customer.pk)
    zipped = zipfile.ZipFile(io.BytesIO(b"".join(archive(customer))))
    found: dict[str, Any] = json.loads(zipped.read("data.json"))
    return found


def said(data: dict[str, Any]) -> set[str]:
    return {each["text"] for each in data["messages"]}


def test_an_export_holds_both_whichever_row_it_is_asked_for(pair: Pair) -> None:
    for row in (pair.one, pair.other):
        data = data_of(row)
        assert said(data) == {"Said in the chat.", "Said in a mail."}
        assert {each["email"] for each in data["you"]} == {pair.one.email}
        assert len(data["you"]) == 2 and len(data["account"]) == 1
        assert "person" not in data["you"][0]
    pair.separate()
    assert said(data_of(pair.one)) == {"Said in the chat."}
    assert said(data_of(pair.other)) == {"Said in a mail."}
    assert "account" not in data_of(pair.other) or not data_of(pair.other)["account"]


def test_an_archive_of_both_is_given_to_nobody_once_they_are_separated(pair: Pair) -> None:
    made = exports.ask_own(user=pair.user, customer=pair.one, level=Assurance.STEPPED_UP)
    assert exports.make_due() == 1
    got = {"reader": pair.user, "public_id": made.public_id, "level": Assurance.STEPPED_UP}
    exports.fetch(**got)
    pair.separate()
    with pytest.raises(DomainError) as gone:
        exports.fetch(**got)
    assert gone.value.status == 410
    again = exports.ask_own(user=pair.user, customer=pair.one, level=Assurance.STEPPED_UP)
    assert exports.make_due() == 1
    exports.fetch(**got | {"public_id": again.public_id})
    assert Export.objects.get(pk=again.pk).covers == [pair.one.pk]


def test_an_erasure_takes_both_and_what_tied_them(pair: Pair, lead: User) -> None:
    asked = pair.ask()
    assert open_erasure(pair.other) == asked
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() + erase_due() == 2
    assert not Ticket.objects.exists() and not Customer.objects.exists()
    assert not Merger.objects.exists()
    assert set(Erasure.objects.values_list("state", "customer")) == {("done", None)}


def test_erasing_after_they_were_separated_takes_only_the_one(pair: Pair, lead: User) -> None:
    asked = pair.ask()
    pair.separate()
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() + erase_due() == 1
    assert list(Ticket.objects.all()) == [pair.mail]
    assert list(Customer.objects.all()) == [pair.other]


def test_who_was_joined_after_the_erasure_was_asked_for_stays(agent: User, lead: User) -> None:
    one, other = signed_in(), by_mail()
    assert one.user is not None
    ticket = a_ticket(other)
    asked = erasing.ask_own(user=one.user, customer=one, level=Assurance.STEPPED_UP)
    merged(one, other, agent)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() + erase_due() == 1
    assert list(Ticket.objects.all()) == [ticket]


def test_the_other_sign_in_may_cancel_it(pair: Pair, agent: User) -> None:
    second = signed_in("ada2@customers.example")
    Customer.objects.filter(pk=second.pk).update(person=Customer.objects.get(pk=pair.one.pk).person)
    assert second.user is not None
    asked = pair.ask()
    erasing.cancel(actor=second.user, public_id=asked.public_id)
    asked.refresh_from_db()
    assert asked.state == Erasure.State.CANCELLED


def test_a_hold_on_one_row_holds_all_while_they_are_one(pair: Pair, lead: User) -> None:
    place_hold(actor=lead, customer=pair.other, reason="Case 9")
    assert set(holds().customers) == {pair.one.pk, pair.other.pk}
    asked = pair.ask()
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() == 0
    asked.refresh_from_db()
    assert asked.held and Ticket.objects.count() == 2
    pair.separate()
    assert holds().customers == (pair.other.pk,)
    assert erase_due() == 1


def test_consents_are_asked_for_anew_and_shown_and_taken_back_together(
    pair: Pair, lead: User
) -> None:
    words = {"kind": "screen", "version": WORDS["screen"].version, "language": "en"}
    for row in (pair.one, pair.other):
        give_consent(customer=row, **words)
    assert len(own(pair.user).consents) == 2
    assert len(person_file(lead, pair.other.pk).consents) == 2
    reader = chats.customer_of(pair.user)
    assert reader is not None
    withdraw_consent(customer=reader, kind="screen", how=Consent.Withdrawn.PAGE)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    give_consent(customer=pair.other, **words)
    withdraw_consent(customer=pair.one, kind="screen", how=Consent.Withdrawn.CHAT)
    assert Consent.objects.filter(withdrawn_at=None).exists()  # by a key: their own alone


def test_who_saw_it_is_told_of_all_rows(pair: Pair, lead: User) -> None:
    note_sight(agent=lead, customer=pair.one.pk, what="ticket", ticket=pair.chat.public_id)
    note_sight(agent=lead, customer=pair.other.pk, what="ticket", ticket=pair.mail.public_id)
    assert len(sight_page(lead, customer=pair.one.pk).rows) == 2
    pair.separate()
    assert len(sight_page(lead, customer=pair.one.pk).rows) == 1


def test_a_guests_row_stays_while_any_row_of_theirs_is_known(traces: Traces, agent: User) -> None:
    """It is an address of somebody we know; it goes with them, or once they are separated."""
    mail = by_mail(traces.user.email)
    traces.user.emailaddress_set.update(verified=True)
    made = merged(traces.customer, mail, agent)
    with moved(timedelta(days=200)):
        enforce(budget_seconds=60)
    assert Customer.objects.filter(pk=mail.pk).exists()
    separate(merger=made.pk, actor=agent, reason="Not they.")
    with moved(timedelta(days=202)):
        enforce(budget_seconds=60)
    assert not Customer.objects.filter(pk=mail.pk).exists()
