"""What one person may store: by day and in all, whichever page it comes by, also at once."""

import io
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from tests.core.privacy.conftest import picture
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.people.models import Customer, User
from octant.core.people.services.staff import create_user
from octant.core.tickets.models import File, Ticket, Upload
from octant.core.tickets.services import files, quota, uploads
from octant.core.tickets.services.quota import Quota
from octant.kit.clock import moved, now
from octant.kit.errors import DomainError
from octant.kit.ids import token

pytestmark = pytest.mark.django_db
MB = 1_000_000
COLOURS = ("teal", "navy", "olive", "maroon", "purple", "gray")


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files a day and four in all, ten MB a day."""
    few = Quota(day_bytes=10 * MB, day_files=2, bytes=30 * MB, files=4)
    monkeypatch.setattr(quota, "quota", lambda: few)


@pytest.fixture
def ada(db: None) -> Customer:
    user = create_user(email="ada@customers.example", name="Ada")
    customer = a_customer()
    customer.user = user
    customer.save()
    return customer


def send(ticket: Ticket, count: int = 1) -> list[File]:
    return [
        files.upload(file=picture(COLOURS[number]), ticket=ticket, customer=ticket.customer)
        for number in range(count)
    ]


def refused(ticket: Ticket) -> str:
    with pytest.raises(DomainError) as error:
        send(ticket)
    assert error.value.status == 413 and error.value.field == "file"
    return error.value.code


def test_the_workspace_says_how_much_and_there_are_sane_numbers_without() -> None:
    assert quota.quota() == Quota(500 * MB, 100, 2000 * MB, 1000)


def test_the_third_file_of_a_day_is_refused_on_any_ticket_and_taken_the_next_day(
    ada: Customer, most: None
) -> None:
    send(a_ticket(ada), 2)
    other = a_ticket(ada)
    assert refused(other) == "quota_day"
    with moved(timedelta(hours=25)):
        send(other, 2)
    with moved(timedelta(hours=50)):
        assert refused(other) == "quota_person"
    assert File.objects.count() == 4


def test_what_was_removed_makes_room(ada: Customer, most: None) -> None:
    ticket = a_ticket(ada)
    first, _second = send(ticket, 2)
    first.delete()
    send(ticket)


def test_all_rows_of_one_person_count_together(ada: Customer, most: None) -> None:
    other = a_customer()
    Customer.objects.filter(pk__in=[ada.pk, other.pk]).update(person=uuid4())
    ada.refresh_from_db()
    other.refresh_from_db()
    File.objects.bulk_create(_file(a_ticket(other), size=4 * MB) for _each in range(2))
    assert refused(a_ticket(ada)) == "quota_day"


def _file(ticket: Ticket, *, size: int) -> File:
    return File(
        public_id=token(), ticket=ticket, name="a.png", content_type="image/png", size=size,
        digest="0" * 64, created_at=now(), of_customer=True,
    )  # fmt: skip


def test_a_guest_has_a_quota_for_each_conversation(most: None) -> None:
    guest = a_customer()
    mine, other = a_ticket(guest), a_ticket(guest)
    send(mine, 2)
    assert refused(mine) == "quota_day"
    send(other, 2)


def test_staff_and_mails_are_not_refused_and_do_not_count(
    ada: Customer, agent: User, most: None
) -> None:
    ticket = a_ticket(ada)
    for colour in COLOURS:
        files.upload(file=picture(colour), ticket=ticket, agent=agent)
        given = picture(colour).read()
        files.keep(ticket=ticket, name="a.png", source=lambda: [given], size=len(given))  # noqa: B023
    send(ticket, 2)
    assert refused(ticket) == "quota_day"


def test_a_promise_counts_until_it_is_kept_or_over(ada: Customer, most: None) -> None:
    ticket = a_ticket(ada)
    first = uploads.begin(ticket=ticket, name="film.mp4", size=9 * MB, customer=ada)
    with pytest.raises(DomainError) as error:
        uploads.begin(ticket=ticket, name="film.mp4", size=2 * MB, customer=ada)
    assert error.value.code == "quota_day"
    assert "10 MB or 2 files" in str(error.value)
    uploads.drop(upload=first)
    uploads.begin(ticket=ticket, name="film.mp4", size=10 * MB, customer=ada)


def test_the_last_file_that_fits_is_not_counted_twice_when_it_is_whole(
    ada: Customer, most: None
) -> None:
    ticket, given = a_ticket(ada), picture().read()
    send(ticket)
    begun = uploads.begin(ticket=ticket, name="a.png", size=len(given), customer=ada)
    uploads.receive_pieces(upload=begun, offset=0, body=io.BytesIO(given), length=len(given))
    begun.refresh_from_db()
    assert uploads.finish(upload=begun).of_customer
    assert refused(ticket) == "quota_day"


@pytest.mark.django_db(transaction=True)
def test_of_two_files_at_once_where_one_fits_one_is_taken(ada: Customer, most: None) -> None:
    tickets = [a_ticket(ada), a_ticket(ada)]
    send(tickets[0])
    ready, said = Barrier(4), []

    def begin(ticket: Ticket) -> None:
        try:
            ready.wait(10)
            uploads.begin(ticket=ticket, name="film.mp4", size=MB, customer=ada)
            said.append("taken")
        except DomainError as error:
            said.append(error.code)
        finally:
            connection.close()

    def whole(ticket: Ticket, colour: str) -> None:
        try:
            ready.wait(10)
            files.upload(file=picture(colour), ticket=ticket, customer=ada)
            said.append("taken")
        except DomainError as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=begin, args=[ticket]) for ticket in tickets]
    threads += [Thread(target=whole, args=[tickets[n], COLOURS[n + 1]]) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["quota_day"] * 3 + ["taken"]
    assert File.objects.count() + Upload.objects.count() == 2
