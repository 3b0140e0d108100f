"""One transaction of many services, without the savepoint that each of them would cost."""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

Result = TypeVar("Result")


def all_or_nothing(work: Callable[[], Result]) -> Result:
    """Do `work` in a transaction of its own in which nested atomic blocks join instead of setting
    savepoints: two statements less for each. It must bear being done again: when anything is
    raised inside, even something that `work` catches, all is undone and done once more with them.
    """
    if connection.in_atomic_block:  # somebody else's transaction: it is not ours to undo
        with transaction.atomic():
            return work()
    try:
        return _joined(work)
    except Exception:
        if connection.connection is None or connection.connection.closed:
            raise
        with transaction.atomic():
            return work()


def _joined(work: Callable[[], Result]) -> Result:
    with transaction.atomic():
        # Django asks this of each connection, and joins where a database knows no savepoints.
        connection.features.uses_savepoints = False
        try:
            result = work()
        finally:
            del connection.features.uses_savepoints
        if connection.needs_rollback:  # caught on its way: what was done before it is gone too
            raise TransactionManagementError("undone inside")
        return result
