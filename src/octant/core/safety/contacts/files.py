"""The list of contacts in a workspace folder: `contacts.yaml`, and the `official` part of
`workspace.yaml`, whose entries count as official unless `contacts.yaml` says otherwise.

    contacts:
      - kind: website          # mail, phone, social, website, wallet, alias
        value: kraken-help.example
        state: scam            # official, scam, removed (taken off at the desk)
        label: {en: Copy of our sign-in page, zh-hans: 仿冒登录页}
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from octant.core.safety.contacts import services
from octant.core.safety.models import Contact
from octant.kit.clock import now

FILE = "contacts.yaml"
_HEAD = (
    "# What is ours and what is known to pretend to be, as the verify page knows it.\n"
    "# Names of agents are checked on tickets; here one can only be a known scam.\n"
)


@transaction.atomic
def load_contacts(folder: Path) -> int:
    """Bring the folder's contacts into the database; returns how many stand.

    Safe to run again: an entry that has not changed since it was last loaded is passed over,
    so that what leads changed at the desk stays. Raises `DomainError` for an entry that
    cannot be read.
    """
    seen = [_load(entry) for entry in _entries(folder)]
    services.forget_unlisted(seen)
    return Contact.objects.filter(removed_at=None).count()


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    """Each thing once; what `contacts.yaml` says of it comes first and counts."""
    known = set()
    for entry in (*_listed(folder), *_official(folder)):
        state = "official" if entry["state"] == "removed" else entry["state"]
        reading = services.read(entry["kind"], entry["value"], state)
        if reading not in known:
            known.add(reading)
            yield entry


def _read(file: Path) -> dict[str, Any]:
    found = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    return found if isinstance(found, dict) else {}


def _listed(folder: Path) -> Iterator[dict[str, Any]]:
    for row in _read(folder / FILE).get("contacts", []):
        yield _entry(row["kind"], row["value"], row.get("state", "official"), row.get("label"))


def _official(folder: Path) -> Iterator[dict[str, Any]]:
    ours = _read(folder / "workspace.yaml").get("official", {})
    for domain in ours.get("domains", []):
        yield _entry("website", domain)
    for email in ours.get("emails", []):
        yield _entry("mail", email)
    for row in ours.get("phones", []):
        yield _entry("phone", row["number"], label=row.get("label"))
    for row in ours.get("social", []):
        yield _entry("social", row["url"] if "url" in row else f"{row['network']}:{row['handle']}")


def _entry(kind: str, value: Any, state: str = "official", label: Any = None) -> dict[str, Any]:
    words = {str(k): str(v)[:200] for k, v in label.items()} if isinstance(label, dict) else {}
    return {"kind": str(kind), "value": str(value), "state": str(state), "label": words}


def _load(entry: dict[str, Any]) -> int:
    mark = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:32]
    removed = entry["state"] == "removed"
    state = "official" if removed else entry["state"]
    reading = services.read(entry["kind"], entry["value"], state)
    row = Contact.objects.filter(kind=reading.kind, value=reading.value).first()
    if row is not None and row.loaded == mark:
        return row.pk
    row = row or Contact(kind=reading.kind, value=reading.value)
    row.shown, row.state, row.labels = entry["value"][:300], state, entry["label"]
    row.loaded, row.edited, row.changed_at = mark, removed, now()
    row.removed_at = now() if removed else None
    services.store(row)
    return row.pk


def dump_contacts(folder: Path) -> int:
    """Write the whole list to `contacts.yaml`; returns how many entries it has."""
    rows = [_row(row) for row in Contact.objects.order_by("kind", "value")]
    body = yaml.safe_dump({"contacts": rows}, allow_unicode=True, sort_keys=False, width=120)
    (folder / FILE).write_text(_HEAD + body, "utf-8")
    return len(rows)


def _row(row: Contact) -> dict[str, Any]:
    value = row.value if row.kind == "social" else row.shown
    found: dict[str, Any] = {"kind": row.kind, "value": value, "state": row.state}
    if row.removed_at:
        found["state"] = "removed"
    return found | ({"label": row.labels} if row.labels else {})
