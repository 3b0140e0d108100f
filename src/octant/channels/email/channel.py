"""Email as a way in and out for messages. Who a mail is from is worked out from the mail itself;
who may hand one over must hold the installation's own key."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.ports.channel import Delivery
from octant.kit.errors import DomainError, NotAllowed

KEY = "email"


def handed_over(raw: bytes) -> str:
    """The signature with which the product's own ways in hand a mail over."""
    key = hashlib.sha256(b"octant.email.hand" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, raw, hashlib.sha256).hexdigest()


class Email:
    """The port's `Channel`. Imports lie inside, because apps declare it before models load."""

    key = KEY
    carries = True

    def receive(self, payload: Mapping[str, Any], *, signature: str) -> Any:
        """Take one mail: `{raw, recipients, mail_from, peer, helo, via}`, `raw` as bytes.

        Kept first and sorted then; the same mail again is found again. Returns the `Arrival`.
        Raises `DomainError` for what is no mail, `NotAllowed` for a bad signature.
        """
        from octant.channels.email.envelope import Envelope
        from octant.channels.email.services.keeping import keep
        from octant.channels.email.services.sorting import sort

        raw = payload.get("raw")
        if not isinstance(raw, bytes) or not raw.strip():
            raise DomainError(_("There is no mail in this."), code="no_mail")
        given, wanted = signature.encode("utf-8", "replace"), handed_over(raw).encode()
        if not hmac.compare_digest(given, wanted):
            raise NotAllowed(_("This mail was not handed over by us."), code="bad_signature")
        return sort(keep(raw, Envelope.of(payload)).pk)

    def deliver(self, message: Any) -> Delivery:
        """Write the mail that carries `message` and put it into the queue, once; what became of
        it is told on the message later."""
        from octant.channels.email.services.replying import queue_reply

        return Delivery(queue_reply(message_id=message.pk))
