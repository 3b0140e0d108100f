"""The rules in a workspace folder: `screening.yaml`.

rules:
  - key: kyc_case
    label: {en: verification case, zh-hans: 认证单号}
    form: shape             # literal, shape (# digit, @ letter, ? either, *), regex
    pattern: KYC-########
    action: redact          # redact, hold, warn
    active: true
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from octant.core.safety.models import ScreeningRule
from octant.core.safety.rules import services
from octant.kit.errors import DomainError

FILE = "screening.yaml"
_HEAD = "# What this workspace masks or warns of beyond the built-in detectors.\n"


@transaction.atomic
def load_rules(folder: Path) -> int:
    """Bring the folder's rules into the database; returns how many stand.

    Safe to run again: an entry that has not changed since it was last loaded is passed over,
    so that what leads changed at the desk stays. Raises `DomainError` for a bad pattern."""
    file = folder / FILE
    found = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    for entry in (found or {}).get("rules", []):
        _load(entry)
    transaction.on_commit(services.write_rules)
    return ScreeningRule.objects.count()


def _load(entry: dict[str, Any]) -> None:
    mark = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:32]
    row = ScreeningRule.objects.filter(key=entry["key"]).first() or ScreeningRule(key=entry["key"])
    if row.loaded == mark:
        return
    row.labels, row.form = dict(entry["label"]), entry.get("form", "literal")
    row.pattern, row.action = str(entry["pattern"]), entry.get("action", "redact")
    row.active, row.loaded = bool(entry.get("active", True)), mark
    if row.form not in ScreeningRule.Form.values or row.action not in ScreeningRule.Action.values:
        raise DomainError(f"{FILE}: {row.key}: {row.form}, {row.action}")
    services.store(row)


def dump_rules(folder: Path) -> int:
    """Write all rules to `screening.yaml`; returns how many."""
    rows = [
        {"key": row.key, "label": row.labels, "form": row.form, "pattern": row.pattern,
         "action": row.action, "active": row.active}
        for row in ScreeningRule.objects.order_by("key")
    ]  # fmt: skip
    body = yaml.safe_dump({"rules": rows}, allow_unicode=True, sort_keys=False, width=120)
    (folder / FILE).write_text(_HEAD + body, "utf-8")
    return len(rows)
