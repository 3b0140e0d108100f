"""Tell both sides, on the ticket, that a secret was found in a file."""

from octant.core.safety.text import Screened
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services.append import append

TOLD = (File.Reading.MASKED, File.Reading.REMOVED)
# What is said where several kinds were found: the one that costs most.
_ORDER = ("seed_phrase", "private_key", "key_file", "api_key", "password")


def tell_of_secret(*, file: File) -> None:
    """A line under the customer's message; the words are chosen in the reader's language."""
    message = file.message
    if message is None or message.author_kind != Message.Author.CUSTOMER:
        return
    worst = next((kind for kind in _ORDER if kind in file.secrets), "")
    if file.secrets and all(kind.startswith("rule_") for kind in file.secrets):
        worst = "own"  # what the workspace keeps out opens nothing: there is nothing to replace
    append(
        Ticket.objects.get(pk=message.ticket_id),
        kind="event",
        author_kind="system",
        text=Screened.trusted("", "an event has no text"),
        data={"code": "secret_in_file", "outcome": worst or "".join(file.secrets[:1])},
    )
