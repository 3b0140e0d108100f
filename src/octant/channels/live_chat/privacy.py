"""What a chat's door remembers of browsers."""

from django.utils.translation import gettext_lazy as _

from octant.channels.live_chat.models import Start
from octant.core.ports.privacy import Kind, NotExported, Rows

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
)

NOT_EXPORTED = (
    NotExported("live_chat.Start", "A keyed hash of a browser; the chat itself is in the export."),
)
