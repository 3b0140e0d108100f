"""Read a mail once more: our reader may have learnt since what it could not read."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.email.models import Arrival
from octant.channels.email.services.sorting import sort
from octant.core.people.access import may_answer
from octant.core.safety import audit
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import close
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed, NotFound

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

State = Arrival.State
AGAIN = (State.FAILED, State.SUSPENDED, State.IGNORED)


def read_again(*, arrival_id: int, actor: "User") -> Arrival:
    """Sort it anew. The ticket that stood for a mail that could not be read is closed when its
    mail is a message elsewhere. Raises `Conflict` for one that is on a ticket, or whose original
    is gone."""
    if not may_answer(actor):
        raise NotAllowed(_("Only agents may do this."))
    before = _anew(arrival_id, actor)
    row = sort(arrival_id)
    if before is not None and row.ticket is not None and row.ticket_id != before.pk:
        with transaction.atomic():
            event(before, "mail_read_again", actor=actor, other=row.ticket.public_id)
            close(ticket=before, actor=actor)
    return row


@transaction.atomic
def _anew(arrival_id: int, actor: "User") -> "Ticket | None":
    rows = Arrival.objects.select_for_update(of=("self",)).select_related("ticket")
    row = rows.filter(pk=arrival_id).first() if arrival_id < 2**62 else None
    if row is None:
        raise NotFound(_("There is no such mail."))
    if row.state not in AGAIN:
        raise Conflict(_("This mail is dealt with already."), code="dealt_with")
    if row.gone:
        raise Conflict(_("The original is no longer kept."), code="gone")
    audit.record(actor=actor, verb="read_mail_again", subject=row)
    row.state, row.tries, row.due_at, row.error = State.NEW, 0, now(), ""
    row.save(update_fields=["state", "tries", "due_at", "error"])
    return row.ticket
