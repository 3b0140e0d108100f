"""Which legal holds are in force, and the lock that keeps them true while rows are removed."""

from django.db import connection

from octant.core.people.identities import with_others
from octant.core.ports.privacy import Holds
from octant.core.privacy.models import Hold


def holds() -> Holds:
    """All holds in force; a customer's are of all rows that are one person with them. A
    customer's ticket on hold does not hold the rest of them."""
    found = list(Hold.objects.filter(lifted_at=None).values_list("customer", "ticket"))
    return Holds(
        customers=with_others(customer for customer, _ticket in found if customer),
        tickets=tuple(ticket for _customer, ticket in found if ticket),
    )


def is_held(customer: int, tickets: tuple[int, ...]) -> bool:
    """Whether an erasure of this customer must wait: for a hold on them or on one ticket."""
    there = holds()
    return customer in there.customers or bool(set(tickets) & set(there.tickets))


def settle_holds() -> None:
    """Until the transaction ends no hold is placed and no batch removes anything elsewhere: a
    hold that was placed is seen by every batch that begins after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('octant.privacy'))")
