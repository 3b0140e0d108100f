"""What a customer says on the page of their ticket: safe to send again, and nothing is lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.safety.labels import text_too_long
from octant.core.safety.text import Screened, TextTooLong, screen
from octant.core.tickets.caps import max_characters
from octant.core.tickets.selectors import said_before
from octant.core.tickets.services.files import upload
from octant.core.tickets.services.hearing import hear, is_held
from octant.core.tickets.services.returning import reopen_or_follow_up
from octant.kit.errors import Conflict, DomainError

if TYPE_CHECKING:
    from octant.channels.requests.reaching import Reached
    from octant.core.tickets.models import Message, Ticket

_FROM_TEXT = Screened.trusted("", "the subject is taken from the screened text")


def keep_files(
    *, reached: "Reached", given: Sequence["UploadedFile[Any]"]
) -> tuple[dict[str, str], list[str]]:
    """Take files in for the answer yet to be sent, each by itself, so that a bad one costs no
    good one. Returns ({id: name} of those taken, a sentence for each that was not)."""
    taken, refused = {}, []
    for each in given:
        try:
            file = upload(file=each, ticket=reached.ticket, customer=reached.customer)
        except DomainError as error:
            refused.append(f"{each.name}: {error}")
        else:
            taken[file.public_id] = file.name
    return taken, refused


@transaction.atomic
def say(
    *, reached: "Reached", client_id: UUID, text: str, files: tuple[str, ...]
) -> tuple["Ticket", "Message"]:
    """Take an answer, on the ticket on which it belongs (core/tickets/services/returning).

    The same `client_id` with the same words again says it once. Raises `Conflict`
    (`said_otherwise`) where it comes again with others: a page that was left open, whose first
    words have arrived.
    """
    ticket, customer = reached.ticket, reached.customer
    screened = _heard(ticket, text)
    said = said_before(customer, client_id)
    if said is not None and said.text == screened.text:
        return said.ticket, said
    if said is not None:
        raise Conflict(
            _("What you sent before has arrived. Press Send once more to send this as well."),
            code="said_otherwise",
        )
    if not screened and not files:
        raise DomainError(_("Please write a message."), code="empty", field="text")
    return reopen_or_follow_up(
        ticket=ticket,
        customer=customer,
        subject=_FROM_TEXT,
        text=screened,
        channel="",
        assurance=reached.assurance,
        client_id=client_id,
        files=files,
    )


def _heard(ticket: "Ticket", given: str) -> Screened:
    limit = max_characters()
    text = given.strip()
    try:
        screened = screen(text, max_chars=limit)
    except TextTooLong as error:
        sentence = text_too_long(len(text), limit)
        raise DomainError(sentence, code="too_long", field="text", status=413) from error
    if is_held(screened):
        screened = hear(ticket=ticket.pk, given=text, max_chars=limit)
    return screened
