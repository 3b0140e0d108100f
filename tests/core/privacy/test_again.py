"""Erased people stay erased, whatever backup comes back."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.privacy.conftest import Traces
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.people.models import Customer, User
from octant.core.privacy import erased_list
from octant.core.privacy.erased_list import NAME, BadList, Line, merge, read
from octant.core.privacy.models import Erasure
from octant.core.privacy.services import erasing
from octant.core.privacy.services.again import erase_again
from octant.core.privacy.services.holds import place_hold
from octant.core.privacy.services.steps import erase_due
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket
from octant.kit.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(traces: Traces, admin: User, lead: User) -> Customer:
    """Somebody who was erased; the row as a backup from before would bring it back."""
    row = Customer.objects.get(pk=traces.customer.pk)
    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    assert erase_due() == 1
    row.user = None
    return row


def back(row: Customer, **changed: object) -> None:
    """As a restore writes it: number and instants as they were."""
    made = row.created_at
    row.save(force_insert=True)
    Customer.objects.filter(pk=row.pk).update(**{"created_at": made, **changed})


def test_the_list_names_nobody(gone: Customer, tmp_path: Path) -> None:
    text = (tmp_path / NAME).read_text().lower()
    assert "zebulon" not in text and "@" not in text
    (line,) = read(tmp_path / NAME)
    assert (line.customer, line.erasure) == (gone.pk, Erasure.objects.get().public_id)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_who_came_back_is_erased_again_with_all_that_came_along(gone: Customer) -> None:
    back(gone)
    a_ticket(gone, text="Zebramessage")
    assert erase_again() == 1
    assert erase_again() == 0  # it has begun
    assert erase_due() == 1
    assert not Customer.objects.exists() and not Ticket.objects.exists()
    assert AuditEntry.objects.filter(verb="erase_again").count() == 1
    assert erase_again() == 0


def test_somebody_else_who_got_their_number_is_left_alone(gone: Customer) -> None:
    back(gone, created_at=gone.created_at + timedelta(microseconds=1))
    assert erase_again() == 0
    assert Customer.objects.get() == gone


def test_a_request_that_still_waits_there_begins_at_once(gone: Customer) -> None:
    back(gone)
    waits = Erasure.objects.create(
        public_id="x",
        customer=gone,
        by_customer=True,
        asked_at=now(),
        due_at=now() + timedelta(days=5),
    )
    assert erase_again() == 0
    assert erase_due() == 1
    waits.refresh_from_db()
    assert waits.state == Erasure.State.DONE


def test_a_legal_hold_of_that_time_is_kept(gone: Customer, lead: User) -> None:
    back(gone)
    place_hold(actor=lead, customer=gone, reason="Case 9")
    erase_again()
    assert erase_due() == 0
    assert Customer.objects.filter(pk=gone.pk).exists()


def test_an_erasure_that_cannot_be_noted_does_not_begin(
    traces: Traces, admin: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_home: Path, _line: Line) -> None:
        raise OSError("No space left on device")

    asked = erasing.ask_for(actor=admin, customer=traces.customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    monkeypatch.setattr("octant.core.privacy.services.steps.add", full)
    with pytest.raises(OSError, match="No space"):
        erase_due()
    asked.refresh_from_db()
    assert asked.state == Erasure.State.WAITING and Ticket.objects.exists()


def test_nobody_is_noted_before_it_begins(traces: Traces, admin: User, tmp_path: Path) -> None:
    erasing.ask_for(actor=admin, customer=traces.customer)
    assert erase_due() == 0 and read(tmp_path / NAME) == []


def test_many_lines_are_looked_up_in_pieces(gone: Customer, tmp_path: Path) -> None:
    back(gone)
    a_customer()
    for number in range(1200):
        erased_list.add(tmp_path, Line(10_000 + number, "0" * 32, "x", "y"))
    assert erase_again() == 1


def test_lists_of_several_homes_become_one(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in "abc"]
    for number, home in enumerate(homes):
        home.mkdir()
        erased_list.add(home, Line(1, "1" * 32, "x", "y"))
        erased_list.add(home, Line(number, "2" * 32, "x", "y"))
    target = tmp_path / "target"
    target.mkdir()
    assert merge(target, [home / NAME for home in homes]) == 4
    assert merge(target, [homes[0] / NAME]) == 4
    assert {line.customer for line in read(target / NAME)} == {0, 1, 2}


def test_a_last_line_that_was_cut_off_is_passed_over_and_anything_else_is_said(
    tmp_path: Path,
) -> None:
    erased_list.add(tmp_path, Line(1, "1" * 32, "x", "y"))
    with (tmp_path / NAME).open("a") as file:
        file.write('{"customer": 2, "ma')
    assert [line.customer for line in read(tmp_path / NAME)] == [1]
    erased_list.add(tmp_path, Line(3, "1" * 32, "x", "y"))
    assert [line.customer for line in read(tmp_path / NAME)] == [1, 3]
    (tmp_path / NAME).write_text("nonsense\n")
    with pytest.raises(BadList, match="line 1"):
        read(tmp_path / NAME)
