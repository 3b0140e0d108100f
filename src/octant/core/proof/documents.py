"""What programs outside read about us: the list of contacts, and where to report a fault."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from octant.core.ports.workspace import workspace
from octant.core.safety.contacts.selectors import listed
from octant.core.safety.models import Contact
from octant.kit.clock import now

# A copy that somebody keeps back must not count for ever.
LIST_DAYS = 7
SECURITY_DAYS = 180  # RFC 9116, 2.5.5: less than a year is recommended


def contact_list() -> bytes:
    """The list as JSON. The same bytes all day, so that list and signature can be fetched one
    after the other; a change of the list changes both."""
    day = _day()
    body = {
        "version": 1,
        "brand": workspace().name,
        "demo": workspace().demo,
        "issued": _stamp(day),
        "expires": _stamp(day + timedelta(days=LIST_DAYS)),
        "verify": {code: _verify(code) for code in workspace().languages},
        "contacts": [_entry(row) for row in listed(Contact.State.OFFICIAL)],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _entry(row: Contact) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": row.kind, "value": row.value, "label": row.labels}
    if row.kind == Contact.Kind.SOCIAL:
        entry["network"], _colon, entry["value"] = row.value.partition(":")
    return entry


def security_txt() -> str:
    """RFC 9116, from the workspace's `security_txt`; empty where it names no contact."""
    own: dict[str, Any] = workspace().raw.get("security_txt", {})
    contacts = [str(one) for one in own.get("contacts", [])]
    if not contacts:
        return ""
    lines = [f"Contact: {one}" for one in contacts]
    lines.append(f"Expires: {_stamp(_day() + timedelta(days=SECURITY_DAYS))}")
    languages = [str(code) for code in own.get("languages", workspace().languages)]
    lines.append(f"Preferred-Languages: {', '.join(languages)}")
    # RFC 9116, 2.5: addresses on the web must begin with https://.
    if settings.OCTANT_URL.startswith("https://"):
        lines.append(f"Canonical: {settings.OCTANT_URL}/.well-known/security.txt")
    if policy := str(own.get("policy", "")):
        lines.append(f"Policy: {policy}")
    return "\n".join(lines) + "\n"


def _verify(code: str) -> str:
    with translation.override(code):
        return f"{settings.OCTANT_URL}{reverse('verify')}"


def _day() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
