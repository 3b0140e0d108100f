"""What a mail of its kind should tell, and does not yet: asked for once, kindly."""

from typing import TYPE_CHECKING

from octant.core.tickets.details import Detail
from octant.core.tickets.needs import missing, words

if TYPE_CHECKING:
    from octant.channels.email.models import Letter
    from octant.core.tickets.models import Ticket


def missing_words(ticket: "Ticket", letter: "Letter") -> list[str]:
    """Short phrases in the active language, for the confirmation."""
    category = ticket.category.key if ticket.category else ""
    told = [Detail(str(each["kind"]), str(each["value"])) for each in letter.details]
    return words(missing(category, f"{letter.subject}\n{letter.message.text}", told))
