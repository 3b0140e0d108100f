"""Change the workspace's own rules. Each change is audited and soon holds in every process.

`actor` is a User: this app lies below the one that has them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.safety import audit
from octant.core.safety.models import ScreeningRule
from octant.core.safety.rules import kept
from octant.core.safety.rules.pattern import source_of
from octant.core.safety.text.custom import found_by
from octant.core.safety.text.known import NOTHING_KNOWN
from octant.core.safety.text.masks import mask_for
from octant.core.safety.text.normalise import clean, view
from octant.core.safety.text.page import Page
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotFound

MOST_RULES = 50
_KEY = re.compile(r"[a-z_]{1,34}")


def key_from(label: str) -> str:
    """A key for masks, from the English label: letters and underscores."""
    return re.sub("[^a-z]+", "_", label.lower()).strip("_")[:34]


@transaction.atomic
def save_rule(*, actor: Any, rule: ScreeningRule | None = None, **given: Any) -> ScreeningRule:
    """Make a rule or change one: `form`, `pattern`, `action`, `labels`, `active`.

    Raises `DomainError` for a pattern that cannot be used, a missing or a taken name."""
    labels = {code: str(text).strip()[:60] for code, text in given["labels"].items()}
    if not labels.get("en"):
        raise DomainError(_("Give it a name in English."), field="label_en")
    source_of(given["form"], given["pattern"])
    row = rule or ScreeningRule(key=_free_key(labels["en"]))
    row.form, row.pattern = given["form"], given["pattern"].strip()
    row.action, row.labels, row.active = given["action"], labels, given["active"]
    row.changed_at = now()
    row.save()
    verb = "change_screening_rule" if rule else "add_screening_rule"
    audit.record(actor=actor, verb=verb, subject=row, **described(row))
    transaction.on_commit(write_rules)
    return row


def _free_key(label: str) -> str:
    key = key_from(label)
    if not key:
        raise DomainError(_("Give it a name with Latin letters in it."), field="label_en")
    if ScreeningRule.objects.filter(key=key).exists():
        raise DomainError(_("There is a rule with this name already."), field="label_en")
    if ScreeningRule.objects.count() >= MOST_RULES:
        raise DomainError(_("There are 50 rules already. Remove one first."))
    return key


def described(row: ScreeningRule) -> dict[str, Any]:
    """What the audit trail keeps of a rule."""
    return {"key": row.key, "form": row.form, "pattern": row.pattern, "action": row.action,
            "active": row.active}  # fmt: skip


@transaction.atomic
def remove_rule(*, actor: Any, rule_id: int) -> None:
    """Take a rule away. What it masked stays masked."""
    row = ScreeningRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise NotFound(_("This rule is gone already."))
    audit.record(actor=actor, verb="remove_screening_rule", subject=row, **described(row))
    row.delete()
    transaction.on_commit(write_rules)


def store(row: ScreeningRule) -> None:
    """For `files`: keep a rule that a workspace's folder brings."""
    if not _KEY.fullmatch(row.key):
        raise DomainError(_("A rule's key has small letters and underscores only."))
    source_of(row.form, row.pattern)
    row.changed_at = now()
    row.save()


def write_rules() -> bool:
    """Bring the rules to where this node's processes look; whether that changed anything."""
    active = ScreeningRule.objects.filter(active=True).order_by("key")
    return kept.write([_written(row) for row in active])


def _written(row: ScreeningRule) -> dict[str, object]:
    source = source_of(row.form, row.pattern)
    return {"key": row.key, "action": row.action, "labels": row.labels, "source": source}


def preview(*, form: str, pattern: str, action: str, text: str) -> tuple[str, int]:
    """`text` as it would be stored with this rule alone, and how often it was found."""
    rule = kept.made("preview", action, source_of(form, pattern), {}).rule
    stored = clean(text)[0]
    seen, back = view(stored)
    hits = sorted(found_by(rule, Page(seen, seen.lower(), NOTHING_KNOWN)))
    shown, at = "", 0
    for hit in hits:
        start, end = back.back(hit.start, hit.end) if back else (hit.start, hit.end)
        mask = stored[start:end] if action == "warn" else mask_for(rule.kind, rule.kind.action)
        shown, at = shown + stored[at:start] + mask, end
    return shown + stored[at:], len(hits)


def dry_run(*, form: str, pattern: str, texts: Iterable[str]) -> Mapping[str, int]:
    """How many of `texts` the rule would touch, and how often. Nothing of them is kept."""
    rule = kept.made("preview", "redact", source_of(form, pattern), {}).rule
    looked = touched = found = 0
    for text in texts:
        seen = view(text)[0]
        hits = sum(1 for _hit in found_by(rule, Page(seen, seen.lower(), NOTHING_KNOWN)))
        looked, touched, found = looked + 1, touched + bool(hits), found + hits
    return {"looked": looked, "touched": touched, "found": found}
