"""How a mail came: what its server was told, which is not what stands in the mail."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# The ways in. `demo`: the demonstration's mailbox page, which is the mailbox of its people.
VIAS = ("lmtp", "smtp", "imap", "webhook", "demo")


@dataclass(frozen=True, slots=True)
class Envelope:
    """`mail_from` is empty for the null sender, `peer` where the sending server is not known."""

    recipients: tuple[str, ...] = ()
    mail_from: str = ""
    peer: str = ""
    helo: str = ""
    via: str = "lmtp"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Envelope":
        """From JSON values, of any shape."""
        given = data.get("recipients") or ()
        recipients = given if isinstance(given, list | tuple) else ()
        via = str(data.get("via") or "lmtp")
        return cls(
            recipients=tuple(str(each)[:320] for each in recipients)[:100],
            mail_from=str(data.get("mail_from") or "")[:320],
            peer=str(data.get("peer") or "")[:45],
            helo=str(data.get("helo") or "")[:255],
            via=via if via in VIAS else "lmtp",
        )

    def json(self) -> dict[str, Any]:
        return {**asdict(self), "recipients": list(self.recipients)}
