"""Whose messages somebody who asks may confirm."""

from urllib.parse import unquote

from django.http import HttpRequest

from octant.core.people.access import is_user
from octant.core.tickets import chats
from octant.core.tickets.confirming import Reach
from octant.kit.errors import NotAllowed

KEY_CHARS = 2000


def key_in(text: str) -> str:
    """The key in what somebody pasted: a link to their ticket, or the key alone."""
    given = unquote(text[:KEY_CHARS]).strip()
    return given.rpartition("key=")[2].rpartition("ticket=")[2].partition("&")[0]


def reaches_of(request: HttpRequest, link: str = "") -> list[Reach]:
    """The ticket whose link was given, and the tickets of whoever is signed in as a customer.

    A link that opens nothing counts as none: the answer must not tell why.
    """
    found = []
    if key := key_in(link):
        try:
            ticket = chats.by_key(key)
            found.append(Reach(ticket.customer, ticket.pk))
        except NotAllowed:
            pass
    customer = chats.customer_of(request.user) if is_user(request.user) else None
    if customer is not None:
        found.append(Reach(customer))
    return found
