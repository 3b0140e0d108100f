"""An agent's reply is taken back while it still waits in the queue."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.email.models import Outgoing
from octant.core.tickets.services.taking_back import take_back
from octant.kit.errors import Conflict

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import File, Message

State = Outgoing.State


@transaction.atomic
def take_back_reply(*, message_id: int, agent: "User") -> "tuple[Message, list[File]]":
    """Cancel its mails and give the reply back as a note. Raises `Conflict` once one has left,
    or was tried: a server that did not answer may have it all the same."""
    row, files = take_back(message_id=message_id, agent=agent)
    mails = list(Outgoing.objects.select_for_update().filter(message=message_id))
    if any(mail.state != State.QUEUED or mail.tries for mail in mails):
        raise Conflict(_("It has left already."), code="left")
    Outgoing.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        state=State.CANCELLED, sealed=b"", error=""
    )
    return row, files
