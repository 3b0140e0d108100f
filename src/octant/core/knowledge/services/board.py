"""Taking things off the editors' board."""

from typing import Any

from django.db import transaction

from octant.core.knowledge import rules
from octant.core.knowledge.models import Search, Translation, Vote
from octant.core.knowledge.texts import key
from octant.core.safety import audit
from octant.kit.clock import now


@transaction.atomic
def settle_votes(*, actor: Any, translation: Translation) -> int:
    """Mark the unhelpful votes on what readers see now as dealt with; returns how many."""
    rules.may_edit(actor)
    votes = Vote.objects.filter(
        revision__translation=translation, helpful=False, handled_at=None
    ).update(handled_at=now())
    audit.record(actor=actor, verb="votes_settled", subject=translation, votes=votes)
    return votes


@transaction.atomic
def settle_searches(*, actor: Any, query: str, language: str) -> int:
    """Mark all searches for these words as dealt with; returns how many."""
    rules.may_edit(actor)
    rows = Search.objects.filter(query=key(query, 200), language=key(language), handled_at=None)
    one = rows.first()
    if one is None:
        return 0
    audit.record(actor=actor, verb="searches_settled", subject=one, language=language)
    return rows.update(handled_at=now())
