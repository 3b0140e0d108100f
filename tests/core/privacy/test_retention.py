"""Nothing is kept longer than its time, unless a legal hold says so."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.core.privacy.conftest import Traces, a_person
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.outbox.models import Event
from octant.core.people.models import Customer, User
from octant.core.ports.privacy import Holds, Kind, register
from octant.core.privacy import periods
from octant.core.privacy.models import Period, Run
from octant.core.privacy.selectors import board, preview
from octant.core.privacy.services.holds import lift_hold, place_hold
from octant.core.privacy.services.retention import batch, enforce, set_period
from octant.core.safety import store
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services.lifecycle import solve
from octant.kit.clock import moved, now
from octant.kit.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def kind(key: str) -> Kind:
    return next(k for k in register().kinds if k.key == key)


def end(ticket: Ticket, agent: User | None = None) -> None:
    solve(ticket=ticket, actor=agent)


def aged(ticket: Ticket, days: int) -> None:
    """As if its last word had been said so many days ago."""
    Ticket.objects.filter(pk=ticket.pk).update(last_activity_at=now() - timedelta(days=days))


def run() -> dict[str, int]:
    """One whole run; returns what it removed."""
    enforce(budget_seconds=60)
    last = Run.objects.latest("started_at")
    assert last.finished_at is not None
    removed: dict[str, int] = last.removed
    return removed


def test_a_chat_goes_with_its_messages_and_bytes_when_its_time_is_over(traces: Traces) -> None:
    end(traces.ticket)
    aged(traces.ticket, 731)
    digest = traces.file.digest
    assert run()["chats"] == 1
    assert not Ticket.objects.exists() and not Message.objects.exists()
    with pytest.raises(FileNotFoundError):
        next(store.get(digest))


def test_bytes_that_another_file_holds_stay() -> None:
    old, new = a_person(), a_person("Other Person", email="other@customers.example")
    assert old.file.digest == new.file.digest
    end(old.ticket)
    aged(old.ticket, 731)
    assert run()["chats"] == 1
    assert next(store.get(new.file.digest))


def test_what_somebody_works_on_stays_however_old_it_is(traces: Traces) -> None:
    aged(traces.ticket, 5000)
    assert "chats" not in run()
    assert Ticket.objects.exists()


def test_the_day_before_its_time_is_over_it_is_there(traces: Traces) -> None:
    end(traces.ticket)
    aged(traces.ticket, 729)
    assert "chats" not in run()
    with moved(timedelta(days=2)):
        assert run()["chats"] == 1


def test_a_ticket_from_elsewhere_has_a_time_of_its_own() -> None:
    ticket = a_ticket(channel="email")
    end(ticket)
    aged(ticket, 800)
    assert "tickets" not in run()
    aged(ticket, 1100)
    with moved(timedelta(days=1)):
        assert run()["tickets"] == 1


def test_a_legal_hold_on_the_customer_keeps_all_and_lifting_it_lets_go(
    traces: Traces, lead: User
) -> None:
    end(traces.ticket)
    aged(traces.ticket, 5000)
    File.objects.update(created_at=now() - timedelta(days=5000))
    hold = place_hold(actor=lead, customer=traces.customer, reason="Case 7")
    assert not {"chats", "files"} & set(run())
    lift_hold(actor=lead, hold_id=hold.pk)
    with moved(timedelta(days=1)):
        assert run()["chats"] == 1


def test_a_legal_hold_on_one_ticket_keeps_that_one_alone(lead: User) -> None:
    customer = a_customer()
    held, other = a_ticket(customer), a_ticket(customer)
    for ticket in (held, other):
        end(ticket)
        aged(ticket, 5000)
    place_hold(actor=lead, ticket=held, reason="Case 8")
    assert run()["chats"] == 1
    assert list(Ticket.objects.all()) == [held]


def test_a_guest_goes_after_their_last_ticket() -> None:
    guest = a_customer()
    ticket = a_ticket(guest)
    Customer.objects.update(created_at=now() - timedelta(days=1000))
    assert "guests" not in run()
    end(ticket)
    aged(ticket, 731)
    with moved(timedelta(days=1)):
        removed = run()
    assert (removed["chats"], removed["guests"]) == (1, 1)
    assert not Customer.objects.exists()


def test_a_ticket_of_many_messages_goes_in_many_transactions(
    traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octant.core.tickets.services.removing.MESSAGES_AT_ONCE", 10)
    Message.objects.bulk_create(
        Message(
            ticket=traces.ticket,
            seq=100 + number,
            author_kind="customer",
            channel="live_chat",
            text="again",
            created_at=now(),
        )
        for number in range(35)
    )
    end(traces.ticket)
    aged(traces.ticket, 731)
    open_run = Run.objects.create(started_at=now())
    assert batch(run_id=open_run.pk, kind=kind("chats")) == 0
    assert 0 < Message.objects.count() <= 35
    assert Ticket.objects.exists()
    assert run()["chats"] == 1 and not Message.objects.exists()


def test_a_run_that_was_cut_off_goes_on_and_counts_each_row_once() -> None:
    for _ in range(120):
        end(a_ticket())
    Ticket.objects.update(last_activity_at=now() - timedelta(days=731))
    while not enforce(budget_seconds=-1):  # ticks whose time is over after one batch
        assert Ticket.objects.count() == 120
    open_run = Run.objects.get()
    assert open_run.finished_at is None and Ticket.objects.count() == 70
    assert open_run.removed == {"chats": 50}
    assert run()["chats"] == 120
    assert Run.objects.count() == 1


def test_a_batch_that_fails_removes_nothing_and_counts_nothing(
    traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    end(traces.ticket)
    aged(traces.ticket, 731)
    open_run = Run.objects.create(started_at=now())
    monkeypatch.setattr(Run, "save", lambda *a, **k: (_ for _ in ()).throw(OSError("cut")))
    with pytest.raises(OSError, match="cut"), transaction.atomic():
        batch(run_id=open_run.pk, kind=kind("chats"))
    assert Ticket.objects.exists()
    assert Run.objects.get().removed == {}


def test_it_runs_once_a_day(traces: Traces) -> None:
    run()
    enforce()
    assert Run.objects.count() == 1
    with moved(timedelta(hours=25)):
        enforce()
    assert Run.objects.count() == 2


def test_addresses_leave_the_audit_trail_before_its_rows(lead: User) -> None:
    AuditEntry.objects.all().delete()
    AuditEntry.objects.create(
        actor=lead,
        verb="solve",
        subject_type="tickets.ticket",
        subject_id="1",
        address="192.0.2.7",
        at=now() - timedelta(days=200),
    )
    removed = run()
    assert removed["audit_addresses"] == 1 and "audit" not in removed
    assert AuditEntry.objects.get(verb="solve").address is None


def test_events_that_nobody_could_take_go_too(traces: Traces) -> None:
    Event.objects.update(at=now() - timedelta(days=31))
    assert run()["events"] > 0
    assert not Event.objects.exists()


def test_a_lead_changes_a_time_and_the_trail_tells(traces: Traces, lead: User) -> None:
    end(traces.ticket)
    aged(traces.ticket, 40)
    assert preview(lead, kind="chats", days=100) == 0
    assert preview(lead, kind="chats", days=30) == 1
    set_period(actor=lead, kind="chats", days=30)
    assert periods.days()["chats"] == 30
    assert run()["chats"] == 1
    entry = AuditEntry.objects.get(verb="set_retention")
    assert entry.detail == {"kind": "chats", "before": 730, "after": 30}


@pytest.mark.parametrize("days", [0, 6, 3651])
def test_a_time_outside_its_limits_is_refused(lead: User, days: int) -> None:
    with pytest.raises(DomainError):
        set_period(actor=lead, kind="chats", days=days)
    assert not Period.objects.exists()


def test_agents_change_nothing_and_fixed_times_are_not_to_be_changed(
    agent: User, lead: User
) -> None:
    with pytest.raises(NotAllowed):
        set_period(actor=agent, kind="chats", days=30)
    with pytest.raises(NotFound):
        set_period(actor=lead, kind="uploads", days=30)
    with pytest.raises(NotAllowed):
        board(agent)


def test_the_page_says_what_is_due_now_and_what_comes_next(traces: Traces, lead: User) -> None:
    end(traces.ticket)
    aged(traces.ticket, 700)
    row = next(r for r in board(lead).rows if r.kind.key == "chats")
    assert row.due == 0 and row.next_at is not None
    assert (row.next_at - now()).days in (29, 30)
    aged(traces.ticket, 731)
    row = next(r for r in board(lead).rows if r.kind.key == "chats")
    assert (row.due, row.next_at) == (1, None)
    run()
    row = next(r for r in board(lead).rows if r.kind.key == "chats")
    assert (row.due, row.removed) == (0, 1)


@pytest.mark.parametrize("each", register().kinds, ids=lambda each: each.key)
def test_every_kind_can_be_counted_aged_and_emptied(each: Kind, traces: Traces) -> None:
    held = Holds(customers=(traces.customer.pk,), tickets=(traces.ticket.pk,))
    for holds in (Holds(), held):
        assert each.store.due(now(), holds) >= 0
        each.store.oldest(holds)
        with transaction.atomic():
            each.store.remove(now() - timedelta(days=9999), holds, 10)
    assert each.least <= each.days <= each.most or each.fixed
    assert str(each.name) and str(each.about)
    assert connection.needs_rollback is False
