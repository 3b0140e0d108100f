"""Who asks for advice, without knowing who: the keyed hashes of a day."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from octant.core.knowledge.reader import is_robot, keyed, lately_reader_of
from octant.core.people.access import is_user
from octant.core.people.models import Role
from octant.core.tickets.models import Ticket
from octant.kit.clock import now

Lately = tuple[str, ...]  # the same asker today and yesterday (UTC)


def asker_of(request: HttpRequest) -> Lately:
    """Who is signed in, else the browser; empty for programs and for staff, who try things out."""
    user = request.user
    if is_robot(request) or (is_user(user) and user.role != Role.CUSTOMER):
        return ()
    return _of_user(user.pk, now()) if is_user(user) else lately_reader_of(request)


def asker_of_ticket(ticket: Ticket) -> Lately:
    """Whose ticket it is, if they sign in here; empty for all others."""
    user = ticket.customer.user_id
    return _of_user(user, ticket.created_at) if user else ()


def _of_user(user: int, at: datetime) -> Lately:
    today = at.date()
    return tuple(keyed(day, "user", str(user)) for day in (today, today - timedelta(days=1)))
