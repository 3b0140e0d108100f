"""Note who saw which customer's data, for the price of a look into a dictionary.

A page that agents open all day must not write each time. What was written within this hour is
remembered in the process; the row itself is unique, so that forgetting costs one INSERT that
does nothing, and two processes write one row.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from django.db import connection

from octant.core.people.models import User
from octant.kit.clock import now

REMEMBERED = 4096

_Key = tuple[int, int, str, str, datetime]
_known: "OrderedDict[_Key, None]" = OrderedDict()
_lock = Lock()

_INSERT = (
    "INSERT INTO privacy_sight (agent_id, customer_id, what, ticket, hour, at)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def note_sight(*, agent: User, customer: int, what: str, ticket: str = "") -> None:
    """`agent` sees `what` (a Sight.What) of the customer with this id, by a ticket's public id.

    At most one row an hour. Call it before the data is shown: what cannot be noted is not seen.
    """
    at = now()
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = (agent.pk, customer, what, ticket, hour)
    with _lock:
        if key in _known:
            return
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [agent.pk, customer, what, ticket, hour, at])
    if connection.in_atomic_block:
        return  # it may yet be rolled back
    with _lock:
        _known[key] = None
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
