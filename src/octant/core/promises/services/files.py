"""Policies and calendars in a workspace folder: `promises.yaml`.

calendars:
  - key: office
    name: {en: Office hours}
    zone: Europe/Berlin
    weekly: {monday: [['09:00', '18:00']]}
    holidays: {'2026-12-25': []}
policies:
  - key: usual
    name: {en: Everybody else}
    when: {channels: [email], categories: [funding], priorities: [4, 5], tiers: [pro]}
    minutes: {first: 1440, next: 1440, solution: 7200}
    calendar: office             # leave out: around the clock
    warn_percent: 75
    broken: {priority: 3, queue: security, notify_leads: true}
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from octant.core.promises.models import Calendar, Policy
from octant.core.promises.services.policies import check_calendar, check_policy, remake
from octant.kit.errors import DomainError

FILE = "promises.yaml"
_HEAD = "# What we promise: calendars and policies (docs/how-to/promises.md).\n"
_CLOCKS = ("first", "next", "solution")
_CONDITIONS = ("channels", "categories", "priorities", "tiers")


@transaction.atomic
def load_promises(folder: Path) -> int:
    """Bring the folder's calendars and policies into the database; returns how many policies
    stand. An entry that has not changed since it was last loaded is passed over, so that what
    leads changed at the desk stays. Raises DomainError, naming the entry."""
    file = folder / FILE
    found = (yaml.safe_load(file.read_text("utf-8")) if file.is_file() else None) or {}
    changed = [_load(Calendar, entry, _fill_calendar) for entry in found.get("calendars", [])]
    for place, entry in enumerate(found.get("policies", []), start=1):
        changed.append(_load(Policy, {"position": place * 10, **entry}, _fill_policy))
    if any(changed):
        remake()
    return Policy.objects.count()


def _load(model: Any, entry: dict[str, Any], fill: Any) -> bool:
    mark = hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()[:32]
    row = model.objects.filter(key=entry["key"]).first() or model(key=entry["key"])
    if row.loaded == mark:
        return False
    row.names, row.loaded = dict(entry["name"]), mark
    try:
        fill(row, entry)
    except DomainError as error:
        raise DomainError(f"{FILE}: {row.key}: {error}") from error
    row.save()
    return True


def _fill_calendar(row: Calendar, entry: dict[str, Any]) -> None:
    row.zone = str(entry.get("zone", "UTC"))
    row.weekly = dict(entry.get("weekly") or {})
    row.holidays = {str(day): spans for day, spans in (entry.get("holidays") or {}).items()}
    check_calendar(row)


def _fill_policy(row: Policy, entry: dict[str, Any]) -> None:
    when, broken = entry.get("when") or {}, entry.get("broken") or {}
    minutes = entry.get("minutes") or {}
    row.position, row.active = int(entry["position"]), bool(entry.get("active", True))
    for name in _CONDITIONS:
        setattr(row, name, list(when.get(name, [])))
    for clock in _CLOCKS:
        setattr(row, f"{clock}_minutes", minutes.get(clock))
    named = entry.get("calendar")
    row.calendar = Calendar.objects.filter(key=named).first() if named else None
    if named and row.calendar is None:
        raise DomainError(f"calendar: {named}?")
    row.warn_percent = int(entry.get("warn_percent", 75))
    row.escalate_priority = broken.get("priority")
    row.escalate_queue = str(broken.get("queue") or "")
    row.notify_leads = bool(broken.get("notify_leads", True))
    check_policy(row)


def dump_promises(folder: Path) -> int:
    """Write all calendars and policies as `load_promises` reads them; returns how many policies."""
    calendars = [
        {
            "key": row.key,
            "name": row.names,
            "zone": row.zone,
            **({"weekly": row.weekly} if row.weekly else {}),
            **({"holidays": row.holidays} if row.holidays else {}),
        }
        for row in Calendar.objects.order_by("key")
    ]
    policies = [_written(row) for row in Policy.objects.select_related("calendar")]
    content = {"calendars": calendars, "policies": policies}
    body = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    (folder / FILE).write_text(_HEAD + body, "utf-8")
    return len(policies)


def _written(row: Policy) -> dict[str, Any]:
    when = {name: getattr(row, name) for name in _CONDITIONS if getattr(row, name)}
    minutes = {c: value for c in _CLOCKS if (value := getattr(row, f"{c}_minutes")) is not None}
    broken = {
        **({"priority": row.escalate_priority} if row.escalate_priority else {}),
        **({"queue": row.escalate_queue} if row.escalate_queue else {}),
        "notify_leads": row.notify_leads,
    }
    return {
        "key": row.key,
        "name": row.names,
        "position": row.position,
        **({} if row.active else {"active": False}),
        **({"when": when} if when else {}),
        "minutes": minutes,
        **({"calendar": row.calendar.key} if row.calendar else {}),
        "warn_percent": row.warn_percent,
        "broken": broken,
    }
