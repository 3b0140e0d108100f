"""The address that answers to one ticket go to: `support+7k3m-q2xd.abcdefghjkmn@…`.

The part behind the ticket's number is keyed, so it proves that its writer had a mail of ours. It
opens nothing by itself: who writes is looked at as well.
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings

from octant.core.ports.workspace import workspace
from octant.core.tickets.models import Ticket

_LETTERS = 12  # of five bits
_SHAPE = re.compile(r"\+([0-9a-z]{4}-[0-9a-z]{4})\.([a-z2-7]{12})@")


def reply_address(ticket: Ticket) -> str:
    """Where mail about this ticket comes back to."""
    local, _at, domain = workspace().support_address.rpartition("@")
    number = ticket.public_id.lower()
    return f"{local}+{number}.{_code(number)}@{domain}"


def ticket_of_address(address: str) -> str | None:
    """The number of the ticket that an address of ours names; None where its key is wrong."""
    found = _SHAPE.search(address.lower())
    if found is None or not hmac.compare_digest(_code(found[1]), found[2]):
        return None
    return found[1].upper()


def _code(number: str) -> str:
    key = hashlib.sha256(b"octant.tickets.reply" + settings.SECRET_KEY.encode()).digest()
    digest = hmac.digest(key, number.encode(), "sha256")
    return base64.b32encode(digest).decode().lower()[:_LETTERS]
