"""Which browser it is, and which ticket it may speak for, without storing its session's key."""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from octant.core.people import devices
from octant.core.people.access import is_user
from octant.core.people.models import Customer
from octant.core.tickets import chats
from octant.core.tickets.models import Ticket
from octant.kit.errors import NotAllowed

_KEY = "octant.ticket"


def mark_of(request: HttpRequest) -> str:
    """A keyed hash of the browser's session, and of its kind of browser: carried to another, what
    was proved is to be proved again. 64 hexadecimal digits."""
    if request.session.session_key is None:
        request.session.create()
    key = hashlib.sha256(b"octant.proof.session" + settings.SECRET_KEY.encode()).digest()
    value = "|".join((str(request.session.session_key), *devices.families_of(request))).encode()
    return hmac.new(key, value, hashlib.sha256).hexdigest()


def keep_key(request: HttpRequest, key: str) -> bool:
    """Remember a ticket's key for this browser session; whether it opens one."""
    try:
        chats.by_key(key)
    except NotAllowed:
        return False
    request.session[_KEY] = key
    return True


def held_ticket(request: HttpRequest) -> Ticket | None:
    """The ticket whose key this browser session brought along."""
    key = request.session.get(_KEY)
    if not isinstance(key, str):
        return None
    try:
        return chats.by_key(key)
    except NotAllowed:
        return None


def customer_here(request: HttpRequest) -> Customer | None:
    """The customer that whoever is signed in is."""
    return chats.customer_of(request.user) if is_user(request.user) else None


def is_owner(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether the signed-in person is the ticket's customer; a key alone proves less."""
    user = request.user
    return is_user(user) and ticket.customer.user_id == user.pk
