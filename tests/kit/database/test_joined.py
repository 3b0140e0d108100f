"""Many services in one transaction, with savepoints only when something is raised."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from octant.kit.database.joined import all_or_nothing

pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def add(name: str) -> None:
    Group.objects.filter(name=name).exists()
    Group.objects.create(name=name)


def added() -> list[str]:
    return sorted(Group.objects.values_list("name", flat=True))


def test_services_inside_cost_no_savepoint() -> None:
    with CaptureQueriesContext(connection) as asked:
        all_or_nothing(lambda: [add("a"), add("b")])
    assert added() == ["a", "b"]
    assert not [each["sql"] for each in asked if "SAVEPOINT" in each["sql"]]


def test_what_is_caught_inside_is_undone_by_itself_as_with_savepoints() -> None:
    tries = []

    def work() -> str:
        tries.append(1)
        add("a")
        try:
            with transaction.atomic():
                add("b")
                raise ValueError
        except ValueError:
            add("c")
        return "done"

    assert all_or_nothing(work) == "done"
    assert added() == ["a", "c"] and len(tries) == 2


def test_even_if_nothing_is_asked_after_it() -> None:
    def work() -> None:
        add("a")
        try:
            with transaction.atomic():
                raise ValueError
        except ValueError:
            return

    all_or_nothing(work)
    assert added() == ["a"]


def test_what_is_raised_undoes_all_and_savepoints_are_as_before() -> None:
    def work() -> None:
        add("a")
        raise ValueError

    with pytest.raises(ValueError):
        all_or_nothing(work)
    assert added() == []
    with transaction.atomic():
        add("a")
        with pytest.raises(ValueError), transaction.atomic():
            add("b")
            raise ValueError
    assert added() == ["a"]


def test_within_somebodys_transaction_theirs_goes_on() -> None:
    def work() -> None:
        add("a")
        raise ValueError

    with transaction.atomic():
        add("b")
        with pytest.raises(ValueError):
            all_or_nothing(work)
    assert added() == ["b"]
