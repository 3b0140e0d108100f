"""Who is reading: staff and customers by their session, guests by a signed key to one ticket.

A key names one customer and one ticket and nothing else; it opens no other history.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import is_user
from octant.core.people.identities import is_same, whole
from octant.core.people.models import Customer, User
from octant.core.tickets.models import Ticket
from octant.core.tickets.selectors import Reader
from octant.kit.errors import NotAllowed, NotFound

KEY_DAYS = 30
SOCKET_TOKEN_SECONDS = 60
_SALT = "octant.ticket.key"
_SOCKET_SALT = "octant.socket"


def key_for(ticket: Ticket, reader: Customer | None = None) -> str:
    """A key that opens this ticket to its customer, for links and chat windows. For a `reader` who
    is signed in and one person with them, the key is the reader's, and ends with the merger."""
    customer = reader.pk if reader else ticket.customer_id
    return signing.dumps({"c": customer, "t": ticket.pk}, salt=_SALT, compress=False)


def link_for(ticket: Ticket) -> str:
    """The customer's own way to the page of this ticket, for mails. The key stands behind the #,
    which browsers send to no server and write into no log."""
    with translation.override(ticket.language):
        page = reverse("request", args=[ticket.public_id])
    return f"{settings.OCTANT_URL}{page}#ticket={key_for(ticket)}"


def open_key(key: str) -> tuple[int, int]:
    """(customer id, ticket id) of a key. Raises `NotAllowed` if it is forged or too old."""
    try:
        data = signing.loads(key, salt=_SALT, max_age=KEY_DAYS * 86400)
        return int(data["c"]), int(data["t"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise NotAllowed(_("This link is no longer valid."), code="bad_key") from error


def ticket_of_key(key: str) -> Ticket:
    """The ticket of a key, with its customer. Raises `NotAllowed` for a bad or orphaned key."""
    customer, pk = open_key(key)
    rows = Ticket.objects.select_related("customer", "assignee", "category")
    found = rows.filter(pk=pk).first()
    if found is not None and found.customer_id != customer:  # given to one person's other row
        reader = Customer.objects.filter(pk=customer).first()
        found = found if reader is not None and is_same(reader, found.customer) else None
    if found is None:
        raise NotAllowed(_("This link is no longer valid."), code="bad_key")
    return found


def socket_token_for(user: User) -> str:
    """A token with which a staff browser opens its socket within a minute of the page asking."""
    return signing.dumps({"u": user.pk}, salt=_SOCKET_SALT)


def open_socket_token(token: str) -> int:
    """The user id of a socket token. Raises `NotAllowed` if it is forged or too old."""
    try:
        return int(signing.loads(token, salt=_SOCKET_SALT, max_age=SOCKET_TOKEN_SECONDS)["u"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise NotAllowed(_("Please reload the page."), code="bad_token") from error


def key_in(request: HttpRequest) -> str:
    """The key that came along in the header or query; empty for none."""
    return request.headers.get("X-Octant-Key") or request.GET.get("key", "")


def demand_ticket(request: HttpRequest, ticket: int | None) -> None:
    """Raise `NotFound` for a reader with a key, unless it is this ticket's."""
    if (key := key_in(request)) and open_key(key)[1] != ticket:
        raise NotFound(_("There is no such file."))


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request: a key in the header or query first, then the session."""
    if key := key_in(request):
        return ticket_of_key(key).customer
    user = request.user
    if is_user(user) and user.is_staff:
        return user
    if is_user(user) and (customer := Customer.objects.filter(user=user).first()):
        return whole(customer)
    raise NotAllowed(_("Please sign in to continue."), code="sign_in", status=401)
