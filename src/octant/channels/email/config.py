"""What the workspace says of its mailboxes, and what the operator says of servers."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from octant.core.ports.workspace import workspace
from octant.kit.mail.dns import NetworkResolver, Resolver, Zone

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address of ours that people write to."""

    address: str
    names: dict[str, str] = field(default_factory=dict)
    category: str = ""

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or workspace().name


def mailboxes() -> tuple[Mailbox, ...]:
    """All of them; replies come from the first."""
    rows = workspace().email.get("mailboxes") or [{"address": workspace().support_address}]
    return tuple(
        Mailbox(
            address=str(row["address"]).lower(),
            names=dict(row.get("names", {})),
            category=str(row.get("category", "")),
        )
        for row in rows
    )


def mailbox_for(recipient: str) -> Mailbox | None:
    """The mailbox that takes mail to this address; `support+anything@` is `support@`."""
    local, _at, domain = recipient.lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return next((box for box in mailboxes() if box.address == plain), None)


def is_ours(address: str) -> bool:
    return mailbox_for(address) is not None


def max_mail_bytes() -> int:
    """The largest mail that is taken, as it comes over the wire."""
    return int(float(workspace().email.get("max_mb", 26)) * MB)


def trusted_forwarders() -> frozenset[str]:
    """Domains whose ARC seals count."""
    return frozenset(str(each).lower() for each in workspace().email.get("forwarders", ()))


@cache
def _resolver(zone: str) -> Resolver:
    if not zone:
        return NetworkResolver()
    return Zone(json.loads(Path(zone).read_text("utf-8")) if zone != "-" else {})


def resolver() -> Resolver:
    """Name servers; or a file of names (`OCTANT_MAIL_ZONE`), "-" for none at all."""
    return _resolver(settings.OCTANT_MAIL_ZONE)
