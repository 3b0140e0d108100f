"""What a chat's door remembers of browsers."""

from django.utils.translation import gettext_lazy as _

from octant.channels.live_chat.models import Attempt, Start
from octant.core.ports.privacy import Eraser, Kind, NotExported, Removed, Rows, Subject

KINDS = (
    Kind(
        key="chat_starts",
        name=_("Which browser began which chat"),
        about=_("A mark of your browser that is not readable, so that one press is one chat."),
        days=90,
        least=1,
        store=Rows(rows=Start.objects.all, at="at", customer="ticket__customer", ticket="ticket"),
        batch=500,
    ),
    Kind(
        key="chat_attempts",
        name=_("Counts of attempts in the chat"),
        about=_("How often something was tried in a chat, for minutes."),
        days=1,
        fixed=True,
        private=True,
        store=Rows(rows=Attempt.objects.all, at="at"),
        batch=1000,
    ),
)

NOT_EXPORTED = (
    NotExported("live_chat.Start", "A keyed hash of a browser; the chat itself is in the export."),
)


def _attempts(subject: Subject, limit: int) -> Removed:
    marks = [str(ticket) for ticket in subject.tickets]
    rows = Attempt.objects.filter(bucket__regex=rf"^[a-z_]+:ticket:({'|'.join(marks)})$")
    return Removed(rows.delete()[0] if marks else 0)


ERASERS = (Eraser("chat_attempts", _("Counts of attempts in the chat"), 20, _attempts),)
