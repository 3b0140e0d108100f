"""What a mail of its kind should tell, and does not yet: asked for once, kindly."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octant.channels.email.models import Letter
    from octant.core.tickets.models import Ticket


def missing_words(ticket: "Ticket", letter: "Letter") -> list[str]:
    """Short phrases in the active language, for the confirmation."""
    return []
