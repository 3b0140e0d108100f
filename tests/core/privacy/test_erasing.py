"""A person who asked for it is gone; what the law demands stays and says nothing of them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.privacy.conftest import Traces, a_person
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.exchange.models import Freeze
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import block, unblock
from octant.core.ports.assurance import Assurance
from octant.core.privacy.consent import WORDS
from octant.core.privacy.models import Erasure, Sight
from octant.core.privacy.services import erasing, exports
from octant.core.privacy.services.consents import give_consent
from octant.core.privacy.services.holds import lift_hold, place_hold
from octant.core.privacy.services.sights import note_sight
from octant.core.privacy.services.steps import erase_due, step
from octant.core.safety import store
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket
from octant.core.tickets.search import index_changed
from octant.core.tickets.services.conversation import note, receive, send
from octant.core.tickets.services.uploads import begin
from octant.kit.clock import moved, now
from octant.kit.errors import Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db(transaction=True)

# Every one of these words is this person's alone.
MARKS = ("zebulon", "quartz", "zebra", "zx-acc-771", "zebcode")


@pytest.fixture(autouse=True)
def _mailbox(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def everywhere(traces: Traces, agent: User) -> None:
    """Leave the person's words in every place that keeps any."""
    user, customer, ticket = traces.user, traces.customer, traces.ticket
    Customer.objects.filter(pk=customer.pk).update(exchange_account="ZX-ACC-771")
    customer.refresh_from_db()
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    client.post("/accounts/profile/", {"name": "Zebulon Quartz", "language": "en"})
    send(ticket=ticket, agent=agent, text=words("Dear Zebulon Quartz, wait."))
    note(ticket=ticket, agent=agent, text=words("Zebrastripes on file."))
    begin(ticket=ticket, name="zebrafilm.mp4", size=9_000_000, customer=customer)
    index_changed()
    block(customer=customer, actor=agent, reason="Zebulon was rude")
    unblock(customer=customer, actor=agent)
    Freeze.objects.create(account="ZX-ACC-771", requested_at=now(), reason="zebra thief")
    give_consent(customer=customer, kind="screen", version=WORDS["screen"].version, language="en")
    note_sight(agent=agent, customer=customer.pk, what="ticket", ticket=ticket.public_id)
    exports.ask_own(user=user, customer=customer, level=Assurance.STEPPED_UP)
    assert exports.make_due() == 1
    EmailMessage("Hello Zebulon", "Zebramail", to=[user.email]).send()
    AuditEntry.objects.create(
        actor=None,
        verb="link_exchange_account",
        subject_type="people.customer",
        subject_id=str(customer.pk),
        detail={"account": "ZX-ACC-771"},
        at=now(),
    )


def in_database(words: tuple[str, ...]) -> dict[str, list[str]]:
    """{word: [table.column, …]} over every column of every table, in whatever form."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            shown = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            for word in words:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE {shown} ILIKE %s', [f"%{word}%"]
                )
                if cursor.fetchone()[0]:
                    found.setdefault(word, []).append(f"{table}.{column}")
    return found


def in_files(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Files below `folder` that hold one of the words in their name or their bytes."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file()
        and any(
            word.encode() in path.read_bytes().lower() or word in path.name.lower()
            for word in words
        )
    ]


def erased(traces: Traces, admin: User, lead: User) -> Erasure:
    """Asked for by an administrator, confirmed by a lead, carried out."""
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() == 1
    asked.refresh_from_db()
    return asked


def test_no_word_of_an_erased_person_is_left_anywhere(
    traces: Traces, agent: User, lead: User, admin: User, settings: LazySettings, tmp_path: Path
) -> None:
    everywhere(traces, agent)
    other = a_ticket(a_customer(name="Olive Branch"), text="I am an olivebranch.")
    EmailMessage("Hello Olive", "Olivemail", to=["olive@customers.example"]).send()
    planted = in_database(MARKS)
    assert set(planted) == {"zebulon", "quartz", "zebra", "zx-acc-771"}
    assert in_files(tmp_path, MARKS)  # the mailbox
    done = erased(traces, admin, lead)
    assert done.state == Erasure.State.DONE
    assert in_database((*MARKS, traces.ticket.public_id.lower())) == {}
    assert in_files(tmp_path, MARKS) == []
    with pytest.raises(FileNotFoundError):
        next(store.get(traces.file.digest))
    # Others lost nothing.
    assert Ticket.objects.get() == other
    assert in_files(tmp_path, ("olivemail",))


def test_what_the_law_demands_stays_without_the_person(
    traces: Traces, agent: User, lead: User, admin: User
) -> None:
    everywhere(traces, agent)
    done = erased(traces, admin, lead)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"block_customer", "ask_erasure", "confirm_erasure", "erase_person"} <= verbs
    assert AuditEntry.objects.get(verb="block_customer").actor == agent
    sight = Sight.objects.get(agent=agent)
    assert (sight.customer, sight.ticket) == (None, "")
    freeze = Freeze.objects.get()
    assert freeze.account.startswith("erased-") and freeze.reason == ""
    assert done.subject == {"customer": traces.customer.pk}
    assert done.removed["tickets"] == 1 and done.removed["mailbox"] >= 1
    assert set(done.done) == {
        "sessions", "exports", "consents", "tickets", "events", "audit",
        "sights", "freezes", "mailbox", "mails", "webhook_calls", "namesakes", "person",
    }  # fmt: skip


def test_guests_who_typed_the_same_address_lose_it_and_keep_their_tickets(
    traces: Traces, lead: User, admin: User
) -> None:
    same = a_customer(name="Olive Branch", email="Zebulon.Quartz@Customers.example")
    other = a_customer(name="Mia Long", email="mia@customers.example")
    tickets = [a_ticket(same), a_ticket(other)]
    done = erased(traces, admin, lead)
    same.refresh_from_db()
    other.refresh_from_db()
    assert (same.name, same.email) == ("Olive Branch", "")
    assert other.email == "mia@customers.example"
    assert list(Ticket.objects.order_by("pk")) == tickets
    assert done.removed["namesakes"] == 1
    assert in_database(("zebulon.quartz@",)) == {}


@pytest.mark.parametrize("on", ["customer", "ticket"])
def test_an_address_that_the_exchange_vouched_for_or_a_hold_keeps_stays(
    traces: Traces, lead: User, admin: User, on: str
) -> None:
    email = traces.user.email
    vouched = a_customer(name="Olive Branch", email=email)
    Customer.objects.filter(pk=vouched.pk).update(exchange_account="OL-1")
    held = a_customer(name="Mia Long", email=email)
    subject: dict[str, Any] = {"customer": held} if on == "customer" else {"ticket": a_ticket(held)}
    place_hold(actor=lead, reason="Case 9", **subject)
    erased(traces, admin, lead)
    vouched.refresh_from_db()
    held.refresh_from_db()
    assert vouched.email == held.email == email


def test_bytes_that_somebody_else_sent_too_stay(traces: Traces, lead: User, admin: User) -> None:
    other = a_person("Olive Branch", email="olive@customers.example")
    assert other.file.digest == traces.file.digest
    erased(traces, admin, lead)
    assert next(store.get(other.file.digest))


def test_their_sessions_end_and_their_password_opens_nothing(
    traces: Traces, lead: User, admin: User
) -> None:
    client = Client()
    assert client.login(username=traces.user.email, password=PASSWORD)
    assert client.get("/accounts/").status_code == 200
    erased(traces, admin, lead)
    assert client.get("/accounts/").status_code == 302
    assert not client.login(username=traces.user.email, password=PASSWORD)


def test_it_waits_and_the_customer_is_told_and_may_cancel(traces: Traces, tmp_path: Path) -> None:
    asked = erasing.ask_own(user=traces.user, customer=traces.customer, level=Assurance.STEPPED_UP)
    assert "Your data will be erased" in "".join(p.read_text() for p in tmp_path.rglob("*.log"))
    with moved(timedelta(days=6)):
        assert erase_due() == 0
    erasing.cancel(actor=traces.user, public_id=asked.public_id)
    with moved(timedelta(days=8)):
        assert erase_due() == 0
    assert Ticket.objects.exists()


def test_when_the_wait_is_over_it_needs_nobody_else(traces: Traces) -> None:
    erasing.ask_own(user=traces.user, customer=traces.customer, level=Assurance.STEPPED_UP)
    with moved(timedelta(days=7, minutes=1)):
        assert erase_due() == 1
    assert not Customer.objects.exists()


def test_whoever_asked_cannot_be_the_second_person(
    traces: Traces, admin: User, agent: User
) -> None:
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    with pytest.raises(NotAllowed):
        erasing.confirm(actor=admin, public_id=asked.public_id)
    with pytest.raises(NotAllowed):
        erasing.confirm(actor=agent, public_id=asked.public_id)
    assert erase_due() == 0


def test_only_administrators_and_the_customer_may_ask_and_the_try_is_audited(
    traces: Traces, lead: User
) -> None:
    with pytest.raises(NotAllowed):
        erasing.ask_for(actor=lead, customer=traces.customer)
    other = a_person("Olive Branch", email="olive@customers.example")
    with pytest.raises(NotAllowed):
        erasing.ask_own(user=other.user, customer=traces.customer, level=Assurance.STEPPED_UP)
    with pytest.raises(NotAllowed):
        erasing.ask_own(user=traces.user, customer=traces.customer, level=Assurance.SIGNED_IN)
    assert AuditEntry.objects.filter(verb="assurance_too_low").count() == 2
    asked = erasing.ask_own(user=other.user, customer=other.customer, level=Assurance.STEPPED_UP)
    with pytest.raises(NotFound):
        erasing.cancel(actor=traces.user, public_id=asked.public_id)


def test_members_of_staff_are_not_erased_while_they_work_here(traces: Traces, admin: User) -> None:
    User.objects.filter(pk=traces.user.pk).update(role="agent")
    traces.customer.refresh_from_db()
    with pytest.raises(Conflict):
        erasing.ask_for(actor=admin, customer=Customer.objects.get(pk=traces.customer.pk))


@pytest.mark.parametrize("on", ["customer", "ticket"])
def test_a_legal_hold_keeps_it_from_beginning(
    traces: Traces, lead: User, admin: User, on: str
) -> None:
    subject: dict[str, Any] = {on: getattr(traces, on)}
    hold = place_hold(actor=lead, reason="Case 9", **subject)
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() == 0
    asked.refresh_from_db()
    assert asked.held and Ticket.objects.exists()
    lift_hold(actor=lead, hold_id=hold.pk)
    assert erase_due() == 1


def test_asking_twice_is_asking_once(traces: Traces, admin: User) -> None:
    first = erasing.ask_for(actor=admin, customer=traces.customer)
    assert erasing.ask_for(actor=admin, customer=traces.customer) == first


def test_cut_off_after_any_batch_it_goes_on_from_there(
    traces: Traces, agent: User, lead: User, admin: User
) -> None:
    everywhere(traces, agent)
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    states: list[str | None] = []
    while Erasure.State.DONE not in states:  # each step alone, as by a worker that dies after it
        states.append(step(erasure_id=asked.pk))
        assert len(states) < 40
    assert in_database(MARKS) == {}
    assert step(erasure_id=asked.pk) is None


def test_a_word_that_comes_in_meanwhile_goes_too(
    traces: Traces, agent: User, lead: User, admin: User
) -> None:
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    while "tickets" not in Erasure.objects.get().done:
        step(erasure_id=asked.pk)
    late = a_ticket(traces.customer, text="Zebralate")
    receive(ticket=late, customer=traces.customer, text=words("zebraagain"))
    assert erase_due() == 1
    assert in_database(MARKS) == {}
