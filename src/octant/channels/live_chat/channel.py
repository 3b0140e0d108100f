"""Live chat as a way in and out for messages. The sender is whoever holds the ticket's key."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from octant.core.ports.channel import Delivery
from octant.kit.errors import DomainError

KEY = "live_chat"


class LiveChat:
    """The port's `Channel`. Imports lie inside, because apps declare it before models load."""

    key = KEY
    carries = False

    def receive(self, payload: Mapping[str, Any], *, signature: str) -> Any:
        """Take one message: `{id, text, files}` from the holder of the key `signature`.

        The same `id` again returns the first message. Raises `DomainError`.
        """
        from octant.channels.live_chat.limits import max_characters
        from octant.channels.live_chat.services.talk import screened
        from octant.core.tickets import chats
        from octant.core.tickets.services.conversation import receive
        from octant.core.tickets.services.hearing import hear, is_held

        ticket = chats.by_key(signature)
        try:
            client_id = UUID(str(payload.get("id")))
        except ValueError as error:
            raise DomainError(_("Please reload the page."), code="bad_id") from error
        files = payload.get("files") or ()
        if not isinstance(files, list | tuple) or not all(isinstance(f, str) for f in files):
            raise DomainError(_("Please add the files again."), code="bad_files", field="files")
        text = screened(payload.get("text", ""), limit=max_characters())
        if is_held(text):
            text = hear(ticket=ticket.pk, given=payload["text"], max_chars=max_characters())
        return receive(
            ticket=ticket,
            customer=ticket.customer,
            text=text,
            channel=KEY,
            client_id=client_id,
            files=tuple(files),
        )

    def deliver(self, message: Any) -> Delivery:
        """Open windows are told when the message is stored, and closed ones fetch it when they
        come back: there is nothing more to carry."""
        return Delivery("sent")
