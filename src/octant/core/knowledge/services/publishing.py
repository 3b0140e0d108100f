"""What makes readers see a text, or no longer see it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge import rules
from octant.core.knowledge.models import Article, Translation
from octant.core.knowledge.services.drafts import checked_significance, locked
from octant.core.knowledge.services.guarding import demand_printable, let_through
from octant.core.knowledge.services.revisions import show
from octant.core.knowledge.services.revisions import withdraw as hide
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import DomainError


@transaction.atomic
def publish(
    *,
    actor: Any,
    translation: Translation,
    significance: str | None = None,
    guard_reason: str = "",
) -> Translation:
    """Let readers see the draft. `significance` (typo, minor, major) says what the change
    means to the other languages; default: as the draft was saved. A lead's `guard_reason`
    lets through what the outbound guard stops (`NeverAsked`)."""
    rules.may_edit(actor)
    kept = locked(translation)
    draft = kept.draft
    if draft is None:
        raise DomainError(_("There is no draft to publish."), code="no_draft")
    if significance is not None and draft.published_at is None:
        draft.significance = checked_significance(significance)
    if kept.published_at is None or not draft.body.strip():
        _complete(draft.body)
    if guard_reason:
        let_through(actor=actor, text=kept, revision=draft, reason=guard_reason)
    show(kept, draft)
    audit.record(
        actor=actor,
        verb="article_published",
        subject=kept,
        number=draft.number,
        significance=draft.significance,
    )
    return kept


@transaction.atomic
def schedule(*, actor: Any, translation: Translation, at: datetime) -> Translation:
    """Publish the draft at `at` (aware). Raises DomainError if that is not in the future."""
    rules.may_edit(actor)
    kept = locked(translation)
    if kept.draft is None:
        raise DomainError(_("There is no draft to publish."), code="no_draft")
    _complete(kept.draft.body)
    demand_printable(kept.draft)
    if at <= now():
        sentence = _("Choose a time in the future.")
        raise DomainError(sentence, code="in_the_past", field="publish_at")
    kept.publish_at = at
    kept.state = Translation.State.SCHEDULED
    kept.save(update_fields=["publish_at", "state"])
    audit.record(actor=actor, verb="publish_scheduled", subject=kept, at=at.isoformat())
    return kept


@transaction.atomic
def withdraw(*, actor: Any, translation: Translation) -> Translation:
    """Hide the text from readers. It stays as a draft."""
    rules.may_edit(actor)
    kept = locked(translation)
    if kept.current is None:
        raise DomainError(_("Readers do not see this text now."), code="not_published")
    hide(kept)
    audit.record(actor=actor, verb="article_withdrawn", subject=kept)
    return kept


@transaction.atomic
def expire(*, actor: Any, article: Article, at: datetime | None) -> Article:
    """Withdraw all languages at `at` (aware), or never if None."""
    rules.may_edit(actor)
    article.expires_at = at
    article.save(update_fields=["expires_at"])
    audit.record(actor=actor, verb="expiry_set", subject=article, at=at.isoformat() if at else None)
    return article


def _complete(body: str) -> None:
    if not body.strip():
        raise DomainError(_("Write the text before you publish it."), code="empty", field="body")
