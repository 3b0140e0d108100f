"""Bind uploaded files to the message that carries them."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.ports.workspace import workspace
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.services.telling import TOLD, tell_of_secret
from octant.kit.errors import DomainError, NotAllowed


def max_files() -> int:
    """How many files one message may carry."""
    return int(workspace().chat.get("max_files_per_message", 5))


def may_add(ticket: Ticket, customer: Customer | None, agent: User | None) -> None:
    if agent is None and (customer is None or ticket.customer_id != customer.pk):
        raise NotAllowed(_("This ticket belongs to somebody else."))


@transaction.atomic
def attach(
    *,
    ticket: Ticket,
    message: int,
    files: tuple[str, ...],
    customer: Customer | None = None,
    agent: User | None = None,
    most: int = 0,
) -> None:
    """Bind uploaded files to a message. Only files of the same ticket, or of the one that it
    goes on from, that no message has; at most `most`, or as many as a chat message may carry."""
    if not files:
        return
    if len(files) > (most or max_files()):
        raise DomainError(
            _("A message can carry %(count)s files at most.") % {"count": max_files()},
            field="files",
        )
    may_add(ticket, customer, agent)
    places = Q(ticket=ticket) | Q(ticket=ticket.follows_id, ticket__customer=ticket.customer_id)
    loose = File.objects.filter(places, public_id__in=files, message=None)
    keys = list(loose.values_list("pk", flat=True))
    bound = File.objects.filter(pk__in=keys).update(message=message, ticket=ticket)
    if bound != len(set(files)):
        raise DomainError(
            _("One of the files was not received. Please add it again."), field="files"
        )
    masked = File.objects.filter(message=message, reading__in=TOLD).select_related("message")
    for file in masked:  # read before it was sent
        tell_of_secret(file=file)
