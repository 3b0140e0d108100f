"""Several at once, and one that is killed: real transactions over real connections."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction
from tests.core.people.merging import by_mail, merged, signed_in
from tests.core.tickets.factories import a_ticket, words

from octant.core.people.identities import ids_of
from octant.core.people.models import Customer, Merger, User
from octant.core.people.services.customers import block
from octant.core.people.services.merging import merge, one_at_a_time, separate
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import receive
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 30


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each returned or was refused with, all begun at the same moment."""
    gate = threading.Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(PATIENCE_SECONDS)
            return work()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def waiters() -> int:
    """How many transactions wait for an advisory lock in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("crossed", [False, True])
def test_merging_twice_at_once_merges_once(agent: User, crossed: bool) -> None:
    one, other = signed_in(), by_mail()
    second = (other, one) if crossed else (one, other)
    results = at_once(
        lambda: merge(one=one, other=other, actor=agent, reason="First."),
        lambda: merge(one=second[0], other=second[1], actor=agent, reason="Second."),
        lambda: merge(one=one, other=other, actor=agent, reason="Third."),
    )
    assert sorted(str(r) for r in results if isinstance(r, str)) == ["same_person", "same_person"]
    assert Merger.objects.count() == 1
    assert AuditEntry.objects.filter(verb="merge_people").count() == 2


def test_separating_twice_at_once_separates_once(agent: User) -> None:
    made = merged(signed_in(), by_mail(), agent)
    works = [lambda: separate(merger=made.pk, actor=agent, reason="No.") for _ in range(3)]
    results = at_once(*works)
    assert sorted(str(r) for r in results if isinstance(r, str)) == ["undone", "undone"]
    assert AuditEntry.objects.filter(verb="separate_people").count() == 2


def test_a_block_at_the_same_moment_reaches_both_whoever_comes_first(agent: User) -> None:
    for number in range(5):
        address = f"ada{number}@customers.example"
        one, other = signed_in(address), by_mail(address)
        at_once(
            lambda one=one, other=other: merge(one=one, other=other, actor=agent, reason="They."),
            lambda other=other: block(customer=other, actor=agent, reason="Spam"),
        )
        rows = Customer.objects.filter(pk__in=(one.pk, other.pk))
        assert {row.blocked_reason for row in rows} == {"Spam"}


def test_what_is_said_and_begun_during_a_merger_waits_for_nothing_and_is_theirs(
    agent: User,
) -> None:
    """The merger is held open in the middle of its transaction; everything else goes on."""
    one, other = signed_in(), by_mail()
    ticket = a_ticket(other)

    def said() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:  # would fail, not hang, if it had to wait
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            receive(ticket=ticket, customer=other, text=words("Still there?"))
            a_ticket(other, text="Something else.")
        connection.close()

    with transaction.atomic():
        merge(one=one, other=other, actor=agent, reason="They.")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(said).result(PATIENCE_SECONDS)
    one.refresh_from_db()
    assert Ticket.objects.filter(customer__in=ids_of(one)).count() == 2
    assert Message.objects.filter(ticket=ticket, text="Still there?").exists()


def test_killed_in_between_nothing_is_tied_and_it_can_be_done_again(agent: User) -> None:
    one, other = signed_in(), by_mail()
    block(customer=other, actor=agent, reason="Spam")
    backend = threading.Event()
    pid: list[int] = []

    def killed() -> str:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    pid.append(cursor.fetchone()[0])
                merge(one=one, other=other, actor=agent, reason="They.")
                backend.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(%s)", [PATIENCE_SECONDS])
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(killed)
        assert backend.wait(PATIENCE_SECONDS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pid)
        assert done.result(PATIENCE_SECONDS) in ("OperationalError", "InterfaceError")
    close_old_connections()
    assert not Merger.objects.exists()
    assert not AuditEntry.objects.filter(verb="merge_people").exists()
    rows = {row.pk: row for row in Customer.objects.all()}
    assert rows[one.pk].person is None is rows[one.pk].blocked_at
    assert merged(one, other, agent).blocked == [one.pk]


def test_the_lock_is_one_for_all_of_it(agent: User) -> None:
    """Who comes second waits, reads what the first left, and so cannot tie what was untied."""
    made = merged(signed_in(), by_mail(), agent)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one_at_a_time()
            waits = pool.submit(
                at_once, lambda: separate(merger=made.pk, actor=agent, reason="No.")
            )
            while not waiters():
                assert not waits.done()
            assert Merger.objects.get().undone_at is None
        assert waits.result(PATIENCE_SECONDS)[0].pk == made.pk
    assert Merger.objects.get().undone_at is not None
